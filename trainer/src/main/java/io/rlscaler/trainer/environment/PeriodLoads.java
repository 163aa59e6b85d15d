package io.rlscaler.trainer.environment;

import io.rlscaler.simulator.trace.Trace;

/** The traffic of a world by decision periods. */
final class PeriodLoads {
  /** How much more than what was seen a reasonable headroom can carry. */
  private static final double FORESEEABLE_GROWTH = 2.5;

  private PeriodLoads() {}

  /** Replica load of each period, the busiest trace step counting; 0 where unknown. */
  static float[] of(World world) {
    Trace trace = world.load().trace();
    double period = world.periodSeconds();
    float[] loads = new float[(int) Math.ceil(trace.length().toMillis() / 1000.0 / period)];
    for (int i = 0; i < trace.size(); i++) {
      int from = (int) (i * trace.stepSeconds() / period);
      int behind = (int) Math.ceil((i + 1) * trace.stepSeconds() / period - 1e-9);
      float load = trace.isKnown(i) ? (float) (trace.rate(i) / world.capacity()) : 0;
      for (int k = from; k < Math.min(loads.length, Math.max(behind, from + 1)); k++) {
        loads[k] = Math.max(loads[k], load);
      }
    }
    return loads;
  }

  /**
   * Share of the load that no reasonable headroom carries: more than {@value #FORESEEABLE_GROWTH}
   * times the most that was seen one start-up time and metric lag before, and within a hold before
   * that.
   */
  static double surpriseShare(World world) {
    float[] loads = of(world);
    double lag = world.scenario().metricLag().toMillis() / 1000.0 / world.periodSeconds();
    int behind = world.startUpSteps() + (int) Math.ceil(lag);
    double all = 0;
    double surprising = 0;
    for (int t = 0; t < loads.length; t++) {
      double seen = world.scenario().min() / FORESEEABLE_GROWTH;
      for (int i = Math.max(0, t - behind - world.holdSteps()); i <= t - behind; i++) {
        seen = Math.max(seen, loads[i]);
      }
      all += loads[t];
      surprising += loads[t] > FORESEEABLE_GROWTH * seen && t > behind ? loads[t] : 0;
    }
    return all > 0 ? surprising / all : 0;
  }
}

package io.rlscaler.benchmarks;

import io.rlscaler.simulator.episode.DayTraffic;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.trace.Trace;

/** The rates of one synthetic day in steps of 15 s, over and over again. */
final class DayRates {
  static final int STEP_SECONDS = 15;

  /** Steps of a day. */
  static final int STEPS = 86_400 / STEP_SECONDS;

  private final double[] rates;

  private DayRates(double[] rates) {
    this.rates = rates;
  }

  /** The day of the demo, in the size of the default scenario. */
  static DayRates synthetic() {
    Trace trace = OfferedLoad.of(DayTraffic.synthetic(1).trace(), Scenario.DEFAULT).trace();
    double[] rates = new double[STEPS];
    for (int i = 0; i < STEPS; i++) {
      rates[i] = trace.rateAt((double) i * STEP_SECONDS).orElseThrow();
    }
    return new DayRates(rates);
  }

  /** Requests/s at a step, any whole number. */
  double rate(int step) {
    return rates[Math.floorMod(step, STEPS)];
  }
}

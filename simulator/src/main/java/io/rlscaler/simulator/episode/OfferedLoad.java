package io.rlscaler.simulator.episode;

import io.rlscaler.simulator.trace.Trace;
import java.util.Locale;

/**
 * The traffic of an episode in its final size.
 *
 * @param trace the rates that arrive [requests/s]
 * @param clippedShare share of the known steps whose rate was cut off, because more would not fit
 *     into the largest allowed number of replicas
 */
public record OfferedLoad(Trace trace, double clippedShare) {

  /** Rates are cut off at this utilization of the largest allowed number of replicas. */
  public static final double MOST_UTILIZATION = 0.8;

  /** Refuses a share outside 0..1. */
  public OfferedLoad {
    if (!(clippedShare >= 0 && clippedShare <= 1)) {
      throw new IllegalArgumentException(
          "clipped share: found " + clippedShare + ", expected 0 to 1");
    }
  }

  /**
   * Scales a trace to the size that the scenario asks for, and cuts off what would overload even
   * its most replicas.
   *
   * @throws IllegalArgumentException if the trace has no traffic to scale, or is so short that no
   *     replica asked for in it could ever serve
   */
  public static OfferedLoad of(Trace trace, Scenario scenario) {
    requireLonger(trace, scenario.startUp().medianSeconds());
    double capacity = scenario.service().capacity();
    Trace scaled = trace.scaledToReplicas(scenario.replicasAtP99(), capacity);
    double most = MOST_UTILIZATION * scenario.max() * capacity;
    double[] rates = new double[scaled.size()];
    int clipped = 0;
    for (int i = 0; i < rates.length; i++) {
      rates[i] = scaled.isKnown(i) ? Math.min(most, scaled.rate(i)) : Double.NaN;
      clipped += scaled.isKnown(i) && scaled.rate(i) > most ? 1 : 0;
    }
    double share = (double) clipped / scaled.knownSteps();
    return new OfferedLoad(Trace.of(scaled.name(), scaled.start(), scaled.step(), rates), share);
  }

  private static void requireLonger(Trace trace, double startUpSeconds) {
    if (trace.length().toMillis() <= 1000 * startUpSeconds) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "trace %s is %.3f s long, expected more than the start-up time of %.3f s: no decision"
                  + " could have an effect",
              trace.name(),
              trace.length().toMillis() / 1000.0,
              startUpSeconds));
    }
  }
}

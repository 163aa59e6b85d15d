package io.rlscaler.simulator.protocol;

import io.rlscaler.simulator.episode.ServedSteps;
import io.rlscaler.simulator.workload.FastModel;
import io.rlscaler.simulator.workload.LatencyCurve;
import io.rlscaler.simulator.workload.ServiceModel;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Latency quantiles of a scored episode from one random model step out of every {@link #EVERY}: all
 * steps are simulated, but the distribution of each costs as much as ten steps.
 *
 * @param p50 median [s], empty when nothing arrived
 * @param p95 95th percentile [s]
 * @param p99 99th percentile [s]
 */
record LatencyScan(OptionalDouble p50, OptionalDouble p95, OptionalDouble p99) {
  /** Takes one step in so many: every minute or two. */
  static final int EVERY = 6;

  /**
   * Scans an episode.
   *
   * @param fromSeconds where scoring begins
   * @param seed of the choice of steps
   */
  static LatencyScan of(
      ServedSteps steps, double fromSeconds, ServiceModel service, double latency, long seed) {
    FastModel model = FastModel.of(service, latency);
    FastModel.State state = new FastModel.State();
    LatencyCurve curve = new LatencyCurve(service);
    SplittableRandom random = new SplittableRandom(seed);
    int first = steps.firstFrom(fromSeconds);
    int chosen = first;
    boolean any = false;
    for (int i = first; i < steps.size(); i++) {
      if ((i - first) % EVERY == 0) {
        chosen = i + random.nextInt(EVERY);
      }
      model.step(state, steps.rate(i), steps.serving(i), steps.seconds(i));
      if (i == chosen && steps.requests(i) > 0) {
        curve.add(state, steps.serving(Math.min(i + 1, steps.size() - 1)));
        any = true;
      }
    }
    return any
        ? new LatencyScan(
            OptionalDouble.of(curve.quantile(.5)),
            OptionalDouble.of(curve.quantile(.95)),
            OptionalDouble.of(curve.quantile(.99)))
        : new LatencyScan(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
  }
}

package io.rlscaler.simulator.workload;

import java.util.Arrays;

/**
 * The latencies of all requests of a run under a {@link FastModel}, for reports: the share that
 * exceeds each of a row of thresholds, a tenth to a thousand service means apart by a fifth each. A
 * quantile is interpolated between two of them and is as exact as a violation share is.
 *
 * <p>Costs some microseconds per step and therefore is kept out of training.
 */
public final class LatencyCurve {
  private static final double LEAST = .1;
  private static final double RATIO = 1.2;
  private static final int THRESHOLDS = 52;

  private final FastModel[] models = new FastModel[THRESHOLDS];
  private final double[] exceeding = new double[THRESHOLDS];
  private double requests;

  /** An empty run of a service. */
  public LatencyCurve(ServiceModel service) {
    double threshold = LEAST * service.meanSeconds();
    for (int i = 0; i < THRESHOLDS; i++) {
      models[i] = FastModel.of(service, threshold);
      threshold *= RATIO;
    }
  }

  /**
   * Adds the latest step of a workload; to be called before the next step.
   *
   * @param state of a model of the same service
   * @param nextReplicas ready during the next step, or those of the latest one if it is the last
   */
  public void add(FastModel.State state, int nextReplicas) {
    requests += state.requests();
    for (int i = 0; i < THRESHOLDS; i++) {
      exceeding[i] += state.requests() * models[i].violationShare(state, nextReplicas);
    }
  }

  /**
   * The latency that a share of the requests does not exceed [s], linear in the logarithms between
   * thresholds and cut to their range.
   *
   * @param probability between 0 and 1, both excluded
   * @throws IllegalStateException if no request was added
   */
  public double quantile(double probability) {
    if (!(probability > 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "probability is " + probability + ", expected more than 0 and less than 1");
    }
    if (requests <= 0) {
      throw new IllegalStateException("no request was added, expected one to have a latency");
    }
    double share = 1 - probability;
    double[] shares = Arrays.stream(exceeding).map(count -> count / requests).toArray();
    int above = 0;
    while (above < THRESHOLDS && shares[above] > share) {
      above++;
    }
    if (above == 0 || above == THRESHOLDS) {
      return models[Math.min(above, THRESHOLDS - 1)].latencyThreshold();
    }
    // the exceedance falls exponentially in the tail: its logarithm is the better scale there
    double from = Math.log(shares[above - 1]);
    double to = Math.log(Math.max(shares[above], 1e-12));
    double part = (from - Math.log(share)) / (from - to);
    return models[above - 1].latencyThreshold() * Math.pow(RATIO, part);
  }
}

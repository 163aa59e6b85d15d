package io.rlscaler.engine.policy;

/**
 * The highest utilization at which a pool of n replicas holds its latency objective, u(n),
 * tabulated.
 *
 * <p>Large pools can run hotter than small ones. Where the service's slots and service time are
 * unknown, u is {@value #UNKNOWN} for every size.
 */
public final class ReferenceUtilization {
  private static final double UNKNOWN = 0.8;
  private static final ReferenceUtilization OF_UNKNOWN_SERVICE =
      new ReferenceUtilization(new int[] {1}, new double[] {UNKNOWN});

  private final int[] replicas;
  private final double[] busyReplicas;

  /**
   * A table with linear interpolation of the load n u(n) that n replicas carry.
   *
   * @param replicas strictly increasing, starting at 1
   * @param utilization u at those counts, in (0, 1]; n u(n) must increase
   */
  public ReferenceUtilization(int[] replicas, double[] utilization) {
    if (replicas.length == 0 || replicas.length != utilization.length) {
      throw new IllegalArgumentException(
          "reference utilization: found "
              + replicas.length
              + " counts and "
              + utilization.length
              + " values, expected as many of both, at least one");
    }
    this.replicas = replicas.clone();
    busyReplicas = new double[replicas.length];
    for (int i = 0; i < replicas.length; i++) {
      busyReplicas[i] = replicas[i] * utilization[i];
      boolean increasing =
          i == 0
              ? replicas[0] == 1
              : replicas[i] > replicas[i - 1] && busyReplicas[i] > busyReplicas[i - 1];
      if (!increasing || !(utilization[i] > 0) || utilization[i] > 1) {
        throw new IllegalArgumentException(
            "reference utilization: found "
                + utilization[i]
                + " at "
                + replicas[i]
                + " replicas, expected 1, ... increasing, each in (0, 1]");
      }
    }
  }

  /** The table for services of which nothing is known. */
  public static ReferenceUtilization ofUnknownService() {
    return OF_UNKNOWN_SERVICE;
  }

  /** Replicas, not rounded, that carry {@code load} at their reference utilization. */
  public double replicasFor(double load) {
    int last = replicas.length - 1;
    if (load >= busyReplicas[last]) {
      return load * replicas[last] / busyReplicas[last];
    }
    if (load <= busyReplicas[0]) {
      return load / busyReplicas[0];
    }
    int low = 0;
    int high = last;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (busyReplicas[middle] <= load) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double share = (load - busyReplicas[low]) / (busyReplicas[high] - busyReplicas[low]);
    return replicas[low] + share * (replicas[high] - replicas[low]);
  }

  /** The utilization at which {@code load} is carried. */
  public double at(double load) {
    double floored = Math.max(load, 1e-6);
    return floored / replicasFor(floored);
  }
}

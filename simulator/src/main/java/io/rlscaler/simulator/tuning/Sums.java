package io.rlscaler.simulator.tuning;

import java.util.List;

/**
 * What a controller did within a stretch of time, as far as the load was known. Sums of stretches
 * are the sums of their parts.
 *
 * @param seconds of known load
 * @param requests that arrived
 * @param violatingRequests that took longer than the objective's latency
 * @param replicaSeconds the cost
 */
public record Sums(
    double seconds, double requests, double violatingRequests, double replicaSeconds) {
  /** Of no time at all. */
  public static final Sums NONE = new Sums(0, 0, 0, 0);

  /** Refuses what is negative or not a number. */
  public Sums {
    boolean valid = seconds >= 0 && requests >= 0 && violatingRequests >= 0 && replicaSeconds >= 0;
    if (!valid || !Double.isFinite(seconds + requests + violatingRequests + replicaSeconds)) {
      throw new IllegalArgumentException(
          "sums: found %s s, %s requests, %s violating, %s replica-seconds, expected 0 or more"
              .formatted(seconds, requests, violatingRequests, replicaSeconds));
    }
  }

  /** The sum of all. */
  public static Sums of(List<Sums> parts) {
    return parts.stream().reduce(NONE, Sums::plus);
  }

  private Sums plus(Sums other) {
    return new Sums(
        seconds + other.seconds,
        requests + other.requests,
        violatingRequests + other.violatingRequests,
        replicaSeconds + other.replicaSeconds);
  }

  /** The share of the requests that violate, 0 when there were none. */
  public double violationShare() {
    return requests > 0 ? violatingRequests / requests : 0;
  }
}

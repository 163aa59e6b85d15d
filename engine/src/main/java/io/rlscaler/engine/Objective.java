package io.rlscaler.engine;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What users of a workload are promised.
 *
 * @param latency a good request is answered within it, without error
 * @param goodRatio share of good requests, in (0, 1)
 * @param window over which the share is promised
 * @param pricePerReplicaHour money, where known
 */
public record Objective(
    Duration latency, double goodRatio, Duration window, OptionalDouble pricePerReplicaHour) {
  /** Default of the window. */
  public static final Duration DEFAULT_WINDOW = Duration.ofDays(28);

  /** Refuses impossible promises. */
  public Objective {
    if (latency.isNegative() || latency.isZero()) {
      throw new IllegalArgumentException(
          "objective.latency: found " + latency + ", expected a positive duration");
    }
    if (!(goodRatio > 0 && goodRatio < 1)) {
      throw new IllegalArgumentException(
          "objective.goodRatio: found " + goodRatio + ", expected a share between 0 and 1");
    }
    if (window.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException(
          "objective.window: found " + window + ", expected at least one hour");
    }
    double price = pricePerReplicaHour.orElse(0);
    if (!(price >= 0 && price <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "objective.pricePerReplicaHour: found " + price + ", expected 0 or more");
    }
  }

  /** An objective over the default window, without a price. */
  public static Objective of(Duration latency, double goodRatio) {
    return new Objective(latency, goodRatio, DEFAULT_WINDOW, OptionalDouble.empty());
  }

  /** The allowed share of violations, 1 - goodRatio. */
  public double budget() {
    return 1 - goodRatio;
  }
}

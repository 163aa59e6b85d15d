package io.rlscaler.engine;

import io.rlscaler.engine.policy.ReferenceUtilization;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is given about a workload, as against observed.
 *
 * @param min least replicas, at least 1
 * @param max most replicas
 * @param objective what is promised
 * @param period decision period
 * @param metricLag how long after its time a rate is fully known
 * @param capacityPerReplica requests/s at 100 %, empty to estimate it
 * @param startUp median start-up time, empty to measure it
 * @param referenceUtilization how hot the pool may run
 */
public record WorkloadFacts(
    int min,
    int max,
    Objective objective,
    Duration period,
    Duration metricLag,
    OptionalDouble capacityPerReplica,
    Optional<Duration> startUp,
    ReferenceUtilization referenceUtilization) {

  /** Start-up time assumed until one was given or measured. */
  public static final Duration ASSUMED_START_UP = Duration.ofSeconds(60);

  /** Refuses contradictions. */
  public WorkloadFacts {
    if (min < 1 || max < min) {
      throw new IllegalArgumentException(
          "replicas: found min " + min + " and max " + max + ", expected 1 <= min <= max");
    }
    if (period.toMillis() < 1) {
      throw new IllegalArgumentException("period: found " + period + ", expected at least 1 ms");
    }
    if (!(capacityPerReplica.orElse(1) > 0)) {
      throw new IllegalArgumentException(
          "capacityPerReplica: found " + capacityPerReplica.getAsDouble() + ", expected above 0");
    }
    if (metricLag.isNegative()) {
      throw new IllegalArgumentException("metricLag: found " + metricLag + ", expected >= 0");
    }
    if (startUp.isPresent() && (startUp.get().isNegative() || startUp.get().isZero())) {
      throw new IllegalArgumentException(
          "startUp: found " + startUp.get() + ", expected a positive duration");
    }
  }
}

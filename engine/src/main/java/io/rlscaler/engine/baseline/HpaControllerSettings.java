package io.rlscaler.engine.baseline;

import java.time.Duration;

/**
 * The flags of the HorizontalPodAutoscaler controller that change its answers.
 *
 * @param downscaleStabilization how long the highest recommendation holds on a scale-down that
 *     names no window
 * @param tolerance distance of the usage ratio from 1 that is not worth a change, 0.1 for 10 %
 * @param cpuInitializationPeriod age below which the CPU of a pod counts only while the pod is
 *     ready
 * @param initialReadinessDelay a pod whose last change to unready came earlier after its start has
 *     never been ready
 */
public record HpaControllerSettings(
    Duration downscaleStabilization,
    double tolerance,
    Duration cpuInitializationPeriod,
    Duration initialReadinessDelay) {

  // Source: kubernetes/kubernetes, pkg/controller/podautoscaler/config/v1alpha1/defaults.go
  private static final HpaControllerSettings DEFAULTS =
      new HpaControllerSettings(
          Duration.ofMinutes(5), 0.1, Duration.ofMinutes(5), Duration.ofSeconds(30));

  /** Refuses negative durations and a tolerance that is negative or not finite. */
  public HpaControllerSettings {
    requireNotNegative("downscaleStabilization", downscaleStabilization);
    requireNotNegative("cpuInitializationPeriod", cpuInitializationPeriod);
    requireNotNegative("initialReadinessDelay", initialReadinessDelay);
    if (!(tolerance >= 0 && tolerance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "tolerance is " + tolerance + ", expected a finite number of at least 0");
    }
  }

  /** The values of a controller started without flags. */
  public static HpaControllerSettings defaults() {
    return DEFAULTS;
  }

  private static void requireNotNegative(String field, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(field + " is " + value + ", expected at least PT0S");
    }
  }
}

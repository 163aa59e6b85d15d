package io.rlscaler.engine.baseline;

import java.time.Duration;

/**
 * Settings of Knative's pod autoscaler, under their names in the config map {@code
 * config-autoscaler}.
 *
 * @param target wanted concurrency of one replica: the container concurrency times {@code
 *     container-concurrency-target-percentage}; positive
 * @param stableWindow {@code stable-window}, 6 s to 1 h
 * @param panicWindowShare {@code panic-window-percentage} as a share of the stable window, .01 to 1
 * @param panicThreshold {@code panic-threshold-percentage} as a ratio, 1.1 to 10
 * @param maxScaleUpRate {@code max-scale-up-rate}, above 1
 * @param maxScaleDownRate {@code max-scale-down-rate}, above 1
 * @param scaleDownDelay {@code scale-down-delay}, zero to 1 h
 */
public record KpaSettings(
    double target,
    Duration stableWindow,
    double panicWindowShare,
    double panicThreshold,
    double maxScaleUpRate,
    double maxScaleDownRate,
    Duration scaleDownDelay) {
  // Source of the defaults and ranges: knative/serving, config/core/configmaps/autoscaler.yaml and
  // pkg/autoscaler/config
  /** The share of the container concurrency that Knative aims at when nothing is said. */
  public static final double DEFAULT_UTILIZATION = 0.7;

  private static final Duration LEAST_WINDOW = Duration.ofSeconds(6);
  private static final Duration HOUR = Duration.ofHours(1);

  /** Refuses what Knative would refuse. */
  public KpaSettings {
    require(target > 0 && Double.isFinite(target), "target", target, "a positive number");
    require(
        stableWindow.compareTo(LEAST_WINDOW) >= 0 && stableWindow.compareTo(HOUR) <= 0,
        "stableWindow",
        stableWindow,
        "6 s to 1 h");
    require(
        panicWindowShare >= 0.01 && panicWindowShare <= 1,
        "panicWindow",
        panicWindowShare,
        "1 % to 100 % of the stable window");
    require(
        panicThreshold >= 1.1 && panicThreshold <= 10,
        "panicThreshold",
        panicThreshold,
        "1.1 to 10");
    require(
        maxScaleUpRate > 1 && Double.isFinite(maxScaleUpRate),
        "maxScaleUpRate",
        maxScaleUpRate,
        "above 1");
    require(
        maxScaleDownRate > 1 && Double.isFinite(maxScaleDownRate),
        "maxScaleDownRate",
        maxScaleDownRate,
        "above 1");
    require(
        !scaleDownDelay.isNegative() && scaleDownDelay.compareTo(HOUR) <= 0,
        "scaleDownDelay",
        scaleDownDelay,
        "zero to 1 h");
  }

  private static void require(boolean holds, String name, Object found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": found " + found + ", expected " + expected);
    }
  }

  /** Knative's defaults around a target. */
  public static KpaSettings of(double target) {
    return new KpaSettings(target, Duration.ofSeconds(60), 0.1, 2, 1000, 2, Duration.ZERO);
  }

  /** The same with another stable window. */
  public KpaSettings withStableWindow(Duration window) {
    return new KpaSettings(
        target,
        window,
        panicWindowShare,
        panicThreshold,
        maxScaleUpRate,
        maxScaleDownRate,
        scaleDownDelay);
  }

  /** The same with another delay of every decrease. */
  public KpaSettings withScaleDownDelay(Duration delay) {
    return new KpaSettings(
        target,
        stableWindow,
        panicWindowShare,
        panicThreshold,
        maxScaleUpRate,
        maxScaleDownRate,
        delay);
  }
}

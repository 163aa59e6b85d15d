package io.rlscaler.simulator.episode;

import io.rlscaler.engine.baseline.HpaControllerSettings;
import io.rlscaler.engine.baseline.ScalingBehavior;
import io.rlscaler.engine.baseline.UtilizationBaseline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A HorizontalPodAutoscaler on the utilization of ready pods.
 *
 * @param targetPercent wanted utilization, 1 to 100
 * @param tolerance distance of the usage ratio from 1 that is ignored, where the behavior names
 *     none
 * @param scaleDownWindow how long the highest recommendation holds, where the behavior names none
 * @param behavior the rules of the spec
 * @param min least replicas, empty for the scenario's
 * @param max most replicas, empty for the scenario's
 */
public record HpaSettings(
    int targetPercent,
    double tolerance,
    Duration scaleDownWindow,
    ScalingBehavior behavior,
    OptionalInt min,
    OptionalInt max) {

  /**
   * Target 80 %, which an RLScaler without a baseline section has; all else as a cluster sets it.
   */
  public static final HpaSettings DEFAULT =
      new HpaSettings(
          80,
          HpaControllerSettings.defaults().tolerance(),
          HpaControllerSettings.defaults().downscaleStabilization(),
          ScalingBehavior.unset(),
          OptionalInt.empty(),
          OptionalInt.empty());

  /** Refuses values that the API server would refuse. */
  public HpaSettings {
    if (targetPercent < 1 || targetPercent > 100) {
      throw new IllegalArgumentException(
          "target: found " + targetPercent + " %, expected 1 % to 100 %");
    }
    if (!(tolerance >= 0 && tolerance < 1)) {
      throw new IllegalArgumentException("tolerance: found " + tolerance + ", expected 0 to 1");
    }
    if (scaleDownWindow.isNegative()
        || scaleDownWindow.toSeconds() > ScalingBehavior.MAX_WINDOW_SECONDS) {
      throw new IllegalArgumentException(
          "scaleDownWindow: found " + scaleDownWindow + ", expected zero to one hour");
    }
  }

  /** The same settings with another target. */
  public HpaSettings withTarget(int percent) {
    return new HpaSettings(percent, tolerance, scaleDownWindow, behavior, min, max);
  }

  /** The same settings with another scale-down window. */
  public HpaSettings withScaleDownWindow(Duration window) {
    return new HpaSettings(targetPercent, tolerance, window, behavior, min, max);
  }

  /** The engine's HPA for a range of replicas. */
  UtilizationBaseline baseline(int least, int most) {
    HpaControllerSettings defaults = HpaControllerSettings.defaults();
    return new UtilizationBaseline(
        targetPercent,
        least,
        most,
        Optional.of(behavior),
        new HpaControllerSettings(
            scaleDownWindow,
            tolerance,
            defaults.cpuInitializationPeriod(),
            defaults.initialReadinessDelay()));
  }

  /** The settings for documents. */
  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("target", targetPercent / 100.0);
    document.put("tolerance", tolerance);
    OptionalInt window = behavior.scaleDown().stabilizationWindowSeconds();
    document.put("scaleDownWindow", window.orElse((int) scaleDownWindow.toSeconds()) + "s");
    if (!behavior.equals(ScalingBehavior.unset())) {
      document.put("behavior", HpaManifest.document(behavior));
    }
    min.ifPresent(value -> document.put("minReplicas", value));
    max.ifPresent(value -> document.put("maxReplicas", value));
    return document;
  }
}

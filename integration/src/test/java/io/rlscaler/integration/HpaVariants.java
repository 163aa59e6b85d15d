package io.rlscaler.integration;

import io.rlscaler.engine.baseline.HorizontalPodAutoscaler;
import io.rlscaler.engine.baseline.HpaControllerSettings;
import io.rlscaler.engine.baseline.HpaSpec;
import io.rlscaler.engine.baseline.LimitedReplicas;
import io.rlscaler.engine.baseline.Recommendation;
import io.rlscaler.engine.baseline.ReplicaLimiter;
import io.rlscaler.engine.baseline.ScalingBehavior;
import io.rlscaler.integration.HpaReplay.Algorithm;
import java.util.List;
import java.util.Optional;

/** The algorithm of the engine, and wrong versions of it that a comparison has to notice. */
final class HpaVariants {
  private static final HpaControllerSettings SETTINGS = HpaControllerSettings.defaults();

  private HpaVariants() {}

  /** The algorithm of the engine. */
  static Algorithm right(HpaSpec spec) {
    return of(new HorizontalPodAutoscaler(spec, SETTINGS));
  }

  /**
   * The algorithm of the engine, but every deviation from the target counts unless the spec says
   * more.
   */
  static Algorithm withoutTolerance(HpaSpec spec) {
    HpaControllerSettings strict =
        new HpaControllerSettings(
            SETTINGS.downscaleStabilization(),
            0,
            SETTINGS.cpuInitializationPeriod(),
            SETTINGS.initialReadinessDelay());
    return of(new HorizontalPodAutoscaler(spec, strict));
  }

  /** The algorithm of the engine, but with windows only: a rescaling may be of any size. */
  static Algorithm withoutPolicies(HpaSpec spec) {
    Optional<ScalingBehavior> free =
        spec.behavior()
            .map(
                behavior ->
                    new ScalingBehavior(
                        withoutPolicies(behavior.scaleUp()),
                        withoutPolicies(behavior.scaleDown())));
    return of(
        new HorizontalPodAutoscaler(
            new HpaSpec(spec.minReplicas(), spec.maxReplicas(), spec.metrics(), free), SETTINGS));
  }

  private static ScalingBehavior.Rules withoutPolicies(ScalingBehavior.Rules rules) {
    return new ScalingBehavior.Rules(
        rules.stabilizationWindowSeconds(),
        rules.selectPolicy(),
        List.of(new ScalingBehavior.Policy(ScalingBehavior.Policy.Type.PODS, 1000, 1)),
        rules.tolerance());
  }

  private static Algorithm of(HorizontalPodAutoscaler autoscaler) {
    return (state, now, target, reading) ->
        autoscaler.recommend(state, now, target, List.of(reading)).desired();
  }

  /**
   * The right algorithm but for one step: a wish is rounded down to whole replicas. No wish of the
   * scenarios is whole, so that is one less.
   */
  static Algorithm roundingDown(HpaSpec spec) {
    HorizontalPodAutoscaler autoscaler = new HorizontalPodAutoscaler(spec, SETTINGS);
    ReplicaLimiter limiter = ReplicaLimiter.of(spec.behavior(), SETTINGS);
    return (state, now, target, reading) -> {
      int current = target.specReplicas();
      Recommendation exact = autoscaler.recommend(state.copy(), now, target, List.of(reading));
      boolean computed =
          exact.reason() == Recommendation.Reason.VALID_METRIC_FOUND && exact.proposed() != current;
      if (!computed) {
        return autoscaler.recommend(state, now, target, List.of(reading)).desired();
      }
      LimitedReplicas limited =
          limiter.limit(
              state,
              now.toEpochMilli(),
              current,
              exact.proposed() - 1,
              spec.minReplicas(),
              spec.maxReplicas());
      return limited.replicas();
    };
  }
}

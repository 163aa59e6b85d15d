package io.rlscaler.integration;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRulesBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTargetBuilder;
import io.rlscaler.engine.baseline.ScalingBehavior;
import java.util.Locale;
import java.util.Optional;

/** The object that tells a real HPA what a scenario's spec tells our algorithm. */
final class HpaManifest {

  private HpaManifest() {}

  static HorizontalPodAutoscaler of(String namespace, HpaScenario scenario) {
    return new HorizontalPodAutoscalerBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(deployment(scenario))
        .endMetadata()
        .withNewSpec()
        .withNewScaleTargetRef("apps/v1", "Deployment", deployment(scenario))
        .withMinReplicas(scenario.spec().minReplicas())
        .withMaxReplicas(scenario.spec().maxReplicas())
        .addNewMetric()
        .withType("External")
        .withNewExternal()
        .withNewMetric()
        .withName(scenario.metricName())
        .endMetric()
        .withTarget(target(scenario))
        .endExternal()
        .endMetric()
        .withBehavior(scenario.spec().behavior().map(HpaManifest::behavior).orElse(null))
        .endSpec()
        .build();
  }

  /**
   * The name of the scenario's Deployment and HPA: that of a metric may hold what these may not.
   */
  static String deployment(HpaScenario scenario) {
    return scenario.name().replace('_', '-');
  }

  private static MetricTarget target(HpaScenario scenario) {
    Quantity amount = new Quantity(scenario.targetMilli() + "m");
    return scenario.isPerReplica()
        ? new MetricTargetBuilder().withType("AverageValue").withAverageValue(amount).build()
        : new MetricTargetBuilder().withType("Value").withValue(amount).build();
  }

  private static HorizontalPodAutoscalerBehavior behavior(ScalingBehavior behavior) {
    return new HorizontalPodAutoscalerBehavior(
        rules(behavior.scaleDown()), rules(behavior.scaleUp()));
  }

  private static HPAScalingRules rules(ScalingBehavior.Rules rules) {
    HPAScalingRulesBuilder builder =
        new HPAScalingRulesBuilder()
            .withPolicies(rules.policies().stream().map(HpaManifest::policy).toList());
    rules.stabilizationWindowSeconds().ifPresent(builder::withStabilizationWindowSeconds);
    Optional<String> select = rules.selectPolicy().map(HpaManifest::capitalized);
    select.ifPresent(builder::withSelectPolicy);
    rules
        .tolerance()
        .ifPresent(tolerance -> builder.withTolerance(new Quantity(Double.toString(tolerance))));
    return builder.build();
  }

  private static HPAScalingPolicy policy(ScalingBehavior.Policy policy) {
    return new HPAScalingPolicy(policy.periodSeconds(), capitalized(policy.type()), policy.value());
  }

  /** The spelling of the API, such as {@code Percent}. */
  private static String capitalized(Enum<?> value) {
    return value.name().charAt(0) + value.name().substring(1).toLowerCase(Locale.ROOT);
  }
}

package io.rlscaler.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.rlscaler.crds.RLScalerStatus.LastDecision;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomResourcesTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private static final RLScalerSpec DESIGNED =
      new RLScalerSpec(
          new RLScalerSpec.ScaleTargetRef("apps/v1", "Deployment", "checkout"),
          RLScalerSpec.Mode.ACTIVE,
          2,
          60,
          new RLScalerSpec.Objective("250ms", "0.999", "30d", "0.048"),
          new RLScalerSpec.Metrics(
              new RLScalerSpec.SourceRef("platform"),
              Map.of("workload", "checkout", "zone", "eu \"west\""),
              "35",
              "60s"),
          new RLScalerSpec.PolicyRef(
              "request-v1", new RLScalerSpec.PolicySettings("50", "-0.05", "5m", "0.3", "1.25")),
          new RLScalerSpec.Baseline(
              60,
              new ScalingBehavior(
                  new ScalingBehavior.ScalingRules(
                      0,
                      ScalingBehavior.SelectPolicy.MAX,
                      List.of(
                          new ScalingBehavior.Policy(ScalingBehavior.PolicyType.PERCENT, 100, 15),
                          new ScalingBehavior.Policy(ScalingBehavior.PolicyType.PODS, 4, 15)),
                      "0.05"),
                  new ScalingBehavior.ScalingRules(
                      300, ScalingBehavior.SelectPolicy.DISABLED, null, null))),
          new RLScalerSpec.Safety("0.01", "0.3", RLScalerSpec.Fallback.FREEZE));

  @Test
  void readsEveryFieldOfAScaler() throws IOException {
    RLScaler scaler =
        YAML.unmarshal(ExampleFiles.text("accepted", "scaler-complete.yaml"), RLScaler.class);

    assertThat(scaler.getSpec()).isEqualTo(DESIGNED);
  }

  @ParameterizedTest
  @CsvSource({
    "scaler-complete.yaml, io.rlscaler.crds.RLScaler",
    "source-complete.yaml, io.rlscaler.crds.MetricSource",
    "policy-config-map.yaml, io.rlscaler.crds.ScalingPolicy",
    "policy-builtin.yaml, io.rlscaler.crds.ScalingPolicy"
  })
  void writesExactlyTheFieldsItRead(String example, Class<?> type) throws IOException {
    String text = ExampleFiles.text("accepted", example);

    assertThat(json(YAML.unmarshal(text, type))).isEqualTo(YAML.unmarshal(text, Map.class));
  }

  @Test
  void ignoresFieldsOfALaterVersionAtEveryDepth() throws IOException {
    String later =
        ExampleFiles.text("accepted", "scaler-complete.yaml")
            .replace("  maxReplicas: 60\n", "  maxReplicas: 60\n  later: {a: 1}\n")
            .replace("    startupTime: 60s\n", "    startupTime: 60s\n    later: 1\n");

    assertThat(YAML.unmarshal(later, RLScaler.class).getSpec()).isEqualTo(DESIGNED);
  }

  @Test
  void writesAStatusInTheFormOfKubernetes() {
    RLScalerStatus status =
        new RLScalerStatus(
            3L,
            List.of(
                new Condition(
                    "Ready",
                    Condition.Status.TRUE,
                    3L,
                    Instant.parse("2026-01-01T00:00:00.9Z"),
                    "Scaling",
                    "")),
            4,
            6,
            5,
            new LastDecision(
                Instant.parse("2026-01-01T00:01:00Z"), 4, 6, "Headroom", "0.013", "sha256:0"),
            Instant.parse("2026-01-01T00:05:00Z"),
            new RLScalerStatus.Shadow("HorizontalPodAutoscaler/checkout"));
    Map<?, ?> expected =
        YAML.unmarshal(
            """
            observedGeneration: 3
            conditions:
            - type: Ready
              status: "True"
              observedGeneration: 3
              lastTransitionTime: "2026-01-01T00:00:00Z"
              reason: Scaling
              message: ""
            currentReplicas: 4
            desiredReplicas: 6
            baselineReplicas: 5
            lastDecision:
              time: "2026-01-01T00:01:00Z"
              from: 4
              to: 6
              reason: Headroom
              risk: "0.013"
              policyDigest: sha256:0
            killSwitchUntil: "2026-01-01T00:05:00Z"
            shadow: {incumbent: HorizontalPodAutoscaler/checkout}
            """,
            Map.class);

    assertThat(json(status)).isEqualTo(expected);
    assertThat(YAML.convertValue(expected, RLScalerStatus.class)).isEqualTo(status);
  }

  @Test
  void writesThePolicyStatusWithoutWhatIsUnknown() {
    ScalingPolicyStatus status =
        new ScalingPolicyStatus(null, List.of(), null, ScalingPolicyStatus.Verification.UNSIGNED);

    assertThat(json(status)).isEqualTo(Map.of("conditions", List.of(), "verified", "unsigned"));
  }

  @Test
  void freshResourceCarriesNeitherSpecificationNorStatus() {
    RLScaler intent = new RLScaler();
    intent.setMetadata(new ObjectMetaBuilder().withName("checkout").build());

    assertThat(json(intent))
        .isEqualTo(
            Map.of(
                "apiVersion", "rlscaler.io/v1alpha1",
                "kind", "RLScaler",
                "metadata", Map.of("name", "checkout")));
  }

  private static Map<?, ?> json(Object value) {
    return YAML.unmarshal(YAML.asJson(value), Map.class);
  }
}

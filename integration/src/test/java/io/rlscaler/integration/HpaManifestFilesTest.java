package io.rlscaler.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.rlscaler.simulator.episode.DaySums;
import io.rlscaler.simulator.evaluation.Cell;
import io.rlscaler.simulator.evaluation.CellResult;
import io.rlscaler.simulator.evaluation.CellTimeline;
import io.rlscaler.simulator.evaluation.ControllerRun;
import io.rlscaler.simulator.evaluation.Evaluation;
import io.rlscaler.simulator.evaluation.EvaluationSetup;
import io.rlscaler.simulator.evaluation.EvaluationSummary;
import io.rlscaler.simulator.evaluation.SeedRun;
import io.rlscaler.simulator.report.HpaManifestFiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The HPA manifests of an evaluation, applied to a real API server. */
@Tag("integration")
@ExtendWith(ControlPlaneExtension.class)
class HpaManifestFilesTest {

  @Test
  void theApiServerTakesAManifestAsItIs(ControlPlane plane) {
    KubernetesClient client = plane.admin();
    String namespace = ClusterFixtures.createNamespace(client);
    Map<String, String> files = manifests();
    assertThat(files.keySet()).containsExactly("hpa-shop-1min-60s-99.9.yaml");

    client
        .resource(files.values().iterator().next())
        .inNamespace(namespace)
        .fieldValidation(FieldValidateable.Validation.STRICT)
        .create();
    HorizontalPodAutoscaler made =
        client
            .autoscaling()
            .v2()
            .horizontalPodAutoscalers()
            .inNamespace(namespace)
            .withName("hpa-shop-1min-60s-99.9")
            .get();
    HorizontalPodAutoscalerSpec spec = made.getSpec();

    assertThat(spec.getMinReplicas()).isEqualTo(17);
    assertThat(spec.getMaxReplicas()).isEqualTo(200);
    assertThat(spec.getMetrics().get(0).getResource().getTarget().getAverageUtilization())
        .isEqualTo(55);
    HPAScalingRules up = spec.getBehavior().getScaleUp();
    assertThat(up.getPolicies())
        .extracting(policy -> policy.getType() + " " + policy.getValue())
        .containsExactly("Percent 300");
    assertThat(spec.getBehavior().getScaleDown().getStabilizationWindowSeconds()).isEqualTo(120);
    client.namespaces().withName(namespace).delete();
  }

  private static Map<String, String> manifests() {
    OptionalDouble unknown = OptionalDouble.empty();
    Map<String, Object> policy = Map.of("type", "Percent", "value", 300, "periodSeconds", 15);
    ControllerRun tuned =
        new ControllerRun(
            ControllerRun.HPA_TUNED,
            true,
            Map.of(
                "target",
                0.55,
                "tolerance",
                0.02,
                "scaleDownWindow",
                "120s",
                "floor",
                0.4,
                "behavior",
                Map.of("scaleUp", Map.of("policies", List.of(policy)))),
            List.of(
                new SeedRun(
                    1, List.of(new DaySums(0, 86_400, 1, 0, 1)), 0, unknown, unknown, unknown)),
            Optional.empty(),
            false,
            List.of());
    Cell cell = new Cell("shop_1min", "shop", Duration.ofMinutes(1), 0.999, true);
    Evaluation evaluation =
        new Evaluation(
            new EvaluationSetup(
                "p", "sha256:00", List.of(1L), List.of(2L), unknown, Map.of(), "0.1.0"),
            List.of(),
            List.of(new CellResult(cell, List.of(tuned), 1, 1, List.of(), 86_400)),
            List.of(),
            List.of(),
            List.of(new CellTimeline(cell, List.of(0.0), List.of(41.0), Map.of())));
    return HpaManifestFiles.of(evaluation, EvaluationSummary.of(evaluation), 2, 200);
  }
}

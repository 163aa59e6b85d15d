package io.rlscaler.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.rlscaler.integration.AuditLog.Mutation;
import io.rlscaler.integration.PrometheusAdapter.ExternalMetric;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("integration")
@ExtendWith(ControlPlaneExtension.class)
class HorizontalPodAutoscalerTest {
  private static final String HPA_USER =
      "system:serviceaccount:kube-system:horizontal-pod-autoscaler";

  @Test
  void theRealHpaScalesOnAnExternalMetricOfPrometheus(ControlPlane plane) throws IOException {
    Assumptions.assumeTrue(PrometheusServer.isInstalled(), "no program 'prometheus' on the PATH");
    String namespace = ClusterFixtures.createNamespace(plane.admin());
    ClusterFixtures.createDeployment(plane.admin(), namespace, "web", 1);
    ExternalMetric metric =
        new ExternalMetric(
            "queue_length", "{__name__=\"queue_length\"}", "sum(queue_length{<<.LabelMatchers>>})");
    try (MetricsPage page = new MetricsPage();
        PrometheusServer prometheus = PrometheusServer.start(List.of(page.uri()));
        PrometheusAdapter adapter = PrometheusAdapter.start(plane, prometheus, List.of(metric))) {
      assertThat(adapter).isNotNull();
      page.show("queue_length", 40);
      plane.admin().resource(hpa(namespace)).create();

      ClusterFixtures.awaitReadyReplicas(
          plane.admin(), namespace, "web", 4, Duration.ofSeconds(90));
    }
    Mutation written =
        plane
            .auditLog()
            .awaitMutation(
                mutation ->
                    mutation.user().equals(HPA_USER)
                        && mutation.namespace().equals(namespace)
                        && mutation.subresource().equals("scale"));
    assertThat(written)
        .extracting(Mutation::resource, Mutation::name, Mutation::code, Mutation::replicas)
        .containsExactly("deployments", "web", 200, OptionalInt.of(4));
  }

  /** One replica for every 10 in the queue, at most 10. */
  private static HorizontalPodAutoscaler hpa(String namespace) {
    return new HorizontalPodAutoscalerBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("web")
        .endMetadata()
        .withNewSpec()
        .withNewScaleTargetRef("apps/v1", "Deployment", "web")
        .withMinReplicas(1)
        .withMaxReplicas(10)
        .addNewMetric()
        .withType("External")
        .withNewExternal()
        .withNewMetric()
        .withName("queue_length")
        .endMetric()
        .withNewTarget()
        .withType("AverageValue")
        .withAverageValue(new Quantity("10"))
        .endTarget()
        .endExternal()
        .endMetric()
        .endSpec()
        .build();
  }
}

package io.rlscaler.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.rlscaler.integration.AuditLog.Mutation;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

class ControlPlaneOptionsTest {

  @Test
  void aNegativeStartupDelayIsRefused() {
    assertThatThrownBy(
            () -> ControlPlaneOptions.defaults().withStartupDelay(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT-1S");
  }

  @Test
  void aFlagWithoutDashesIsRefused() {
    assertThatThrownBy(() -> ControlPlaneOptions.defaults().withControllerManagerFlags("v=4"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("v=4");
  }

  @Test
  @Tag("integration")
  @ExtendWith(ControlPlaneExtension.class)
  void withoutControllersPodsStillBecomeReadyAfterTheDelay(ControlPlaneBinaries binaries) {
    Duration delay = Duration.ofSeconds(3);
    ControlPlaneOptions options =
        ControlPlaneOptions.defaults().withStartupDelay(delay).withoutControllerManager();
    try (ControlPlane plane = ControlPlane.start(binaries, options)) {
      String namespace = ClusterFixtures.createNamespace(plane.admin());
      Pod created = plane.admin().resource(pod(namespace)).create();
      Pod ready =
          plane
              .admin()
              .resource(created)
              .waitUntilCondition(
                  pod -> "Running".equals(pod.getStatus().getPhase()), 60, TimeUnit.SECONDS);

      // Both times are whole seconds, rounded down, so their difference may be one second short.
      assertThat(
              Duration.between(
                  Instant.parse(created.getMetadata().getCreationTimestamp()),
                  Instant.parse(ready.getStatus().getStartTime())))
          .isGreaterThanOrEqualTo(delay.minusSeconds(1));
      assertThat(plane.auditLog().mutations())
          .extracting(Mutation::user)
          .contains("admin", "kwok")
          .doesNotContain("kube-controller-manager");
    }
  }

  @Test
  @Tag("integration")
  @ExtendWith(ControlPlaneExtension.class)
  void aControllerManagerThatRefusesItsFlagsIsReportedWithItsLog(ControlPlaneBinaries binaries) {
    ControlPlaneOptions options =
        ControlPlaneOptions.defaults().withControllerManagerFlags("--no-such-flag=1");

    assertThatThrownBy(() -> ControlPlane.start(binaries, options).close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("kube-controller-manager")
        .hasMessageContaining("unknown flag: --no-such-flag");
  }

  private static Pod pod(String namespace) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("single")
        .endMetadata()
        .withNewSpec()
        .withNodeName(ClusterFixtures.NODE)
        .addNewContainer()
        .withName("service")
        .withImage("simulated")
        .endContainer()
        .endSpec()
        .build();
  }
}

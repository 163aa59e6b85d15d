package io.rlscaler.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.rlscaler.integration.AuditLog.Mutation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("integration")
@ExtendWith(ControlPlaneExtension.class)
class ControlPlaneTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void podsBecomeReadyAfterTheStartupDelayOfTheirDeployment(ControlPlane plane) {
    Duration delay = Duration.ofSeconds(4);
    String namespace = ClusterFixtures.createNamespace(plane.admin());

    ClusterFixtures.createDeployment(plane.admin(), namespace, "web", 3, delay);
    ClusterFixtures.awaitReadyReplicas(plane.admin(), namespace, "web", 3, LIMIT);

    // Both times are whole seconds, rounded down, so their difference may be one second short.
    assertThat(plane.admin().pods().inNamespace(namespace).list().getItems())
        .hasSize(3)
        .allSatisfy(
            pod ->
                assertThat(Duration.between(createdAt(pod), readyAt(pod)))
                    .isGreaterThanOrEqualTo(delay.minusSeconds(1)));
  }

  @Test
  void theAuditLogNamesWhoScaledWhatToHowMany(ControlPlane plane) {
    String namespace = ClusterFixtures.createNamespace(plane.admin());
    ClusterFixtures.createDeployment(plane.admin(), namespace, "web", 3);

    try (KubernetesClient user =
        ControlPlane.client(plane.kubeconfig("alice", List.of("system:masters")))) {
      scaleTo(user, namespace, 5);
    }
    ClusterFixtures.awaitReadyReplicas(plane.admin(), namespace, "web", 5, LIMIT);

    Mutation written = plane.auditLog().awaitMutation(mutation -> mutation.user().equals("alice"));
    assertThat(plane.auditLog().mutationsBy("alice"))
        .containsExactly(
            new Mutation(
                written.time(),
                "alice",
                "update",
                "apps",
                "deployments",
                "scale",
                namespace,
                "web",
                200,
                OptionalInt.of(5)));
    assertThat(
            plane
                .auditLog()
                .awaitMutation(
                    mutation ->
                        mutation.namespace().equals(namespace)
                            && mutation.resource().equals("deployments")
                            && mutation.verb().equals("create")))
        .extracting(Mutation::user, Mutation::name, Mutation::code, Mutation::replicas)
        .containsExactly("admin", "web", 201, OptionalInt.of(3));
  }

  @Test
  void aServiceAccountMayDoOnlyWhatItsRoleGrants(ControlPlane plane) {
    String namespace = ClusterFixtures.createNamespace(plane.admin());
    ClusterFixtures.createDeployment(plane.admin(), namespace, "web", 1);
    grantScaleOnly(plane.admin(), namespace);

    try (KubernetesClient scaler =
        ControlPlane.client(plane.serviceAccountKubeconfig(namespace, "scaler"))) {
      scaleTo(scaler, namespace, 2);
      KubernetesClientException refused =
          catchThrowableOfType(
              KubernetesClientException.class,
              () -> scaler.apps().deployments().inNamespace(namespace).withName("web").delete());
      assertThat(refused.getCode()).isEqualTo(403);
    }

    String user = "system:serviceaccount:" + namespace + ":scaler";
    plane
        .auditLog()
        .awaitMutation(mutation -> mutation.user().equals(user) && mutation.code() == 403);
    assertThat(plane.auditLog().mutationsBy(user))
        .extracting(Mutation::verb, Mutation::subresource, Mutation::code, Mutation::replicas)
        .containsExactly(
            tuple("update", "scale", 200, OptionalInt.of(2)),
            tuple("delete", "", 403, OptionalInt.empty()));
  }

  private static void scaleTo(KubernetesClient client, String namespace, int replicas) {
    var deployment = client.apps().deployments().inNamespace(namespace).withName("web");
    Scale read = deployment.scale();
    deployment.scale(new ScaleBuilder(read).editSpec().withReplicas(replicas).endSpec().build());
  }

  private static void grantScaleOnly(KubernetesClient admin, String namespace) {
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("scaler")
                .endMetadata()
                .build())
        .create();
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("scaler")
                .endMetadata()
                .addNewRule()
                .withApiGroups("apps")
                .withResources("deployments/scale")
                .withVerbs("get", "update")
                .endRule()
                .build())
        .create();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("scaler")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "scaler")
                .addNewSubject("", "ServiceAccount", "scaler", namespace)
                .build())
        .create();
  }

  private static Instant createdAt(Pod pod) {
    return Instant.parse(pod.getMetadata().getCreationTimestamp());
  }

  private static Instant readyAt(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals("Ready"))
        .map(condition -> Instant.parse(condition.getLastTransitionTime()))
        .findFirst()
        .orElseThrow();
  }
}

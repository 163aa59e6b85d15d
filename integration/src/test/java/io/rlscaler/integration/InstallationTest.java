package io.rlscaler.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
@ExtendWith(ControlPlaneExtension.class)
class InstallationTest {
  private static final String ROLE = "installation-test";
  private static final String MANIFEST =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: rlscaler-system}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: rlscaler-operator, namespace: rlscaler-system}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: installation-test}
      rules:
      - {apiGroups: [rlscaler.io], resources: [rlscalers], verbs: [list]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: installation-test}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: installation-test}
      subjects:
      - {kind: ServiceAccount, name: rlscaler-operator, namespace: rlscaler-system}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: installation-test, namespace: rlscaler-system}
      spec:
        selector: {matchLabels: {app: operator}}
        template:
          metadata: {labels: {app: operator}}
          spec: {containers: [{name: operator, image: operator}]}
      """;

  @Test
  void theOperatorMayDoWhatTheManifestsGrantAndIsNotStarted(
      ControlPlane plane, @TempDir Path folder) throws IOException {
    List<Path> files =
        List.of(
            WorkTree.resolve("crds/manifests/rlscalers.rlscaler.io.yaml"),
            Files.writeString(folder.resolve("install.yaml"), MANIFEST));
    try {
      Installation.install(plane, files);
      Installation installation = Installation.install(plane, files);

      try (KubernetesClient operator = ControlPlane.client(installation.kubeconfig())) {
        assertThat(
                operator
                    .genericKubernetesResources("rlscaler.io/v1alpha1", "RLScaler")
                    .inAnyNamespace()
                    .list()
                    .getItems())
            .isEmpty();
        KubernetesClientException refused =
            catchThrowableOfType(
                KubernetesClientException.class, () -> operator.secrets().inAnyNamespace().list());
        assertThat(refused.getCode()).isEqualTo(403);
        assertThat(refused.getMessage()).contains(Installation.USER);
      }
      assertThat(
              plane
                  .admin()
                  .apps()
                  .deployments()
                  .inNamespace(Installation.NAMESPACE)
                  .list()
                  .getItems())
          .isEmpty();
    } finally {
      // The service account is that of the real installation, which grants less or more.
      plane.admin().rbac().clusterRoleBindings().withName(ROLE).delete();
      plane.admin().rbac().clusterRoles().withName(ROLE).delete();
    }
  }
}

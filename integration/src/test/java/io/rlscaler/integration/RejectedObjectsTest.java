package io.rlscaler.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A real API server with deploy/install.yaml applied, asked about the example objects of the crds
 * module. Objects are sent as {@code kubectl apply} sends new ones: created, with strict field
 * validation, here as a dry run.
 */
@Tag("integration")
@ExtendWith(ControlPlaneExtension.class)
class RejectedObjectsTest {
  private static final String EXAMPLES = "crds/src/test/resources/";
  private static final String EXPECTATION = "# expect: ";
  private static final String GROUP = "rlscaler.io/";
  private static final int UNPROCESSABLE = 422;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @BeforeAll
  static void install(ControlPlane plane) {
    List<GenericKubernetesResource> objects =
        RepositoryFiles.objects(RepositoryFiles.ROOT.resolve("deploy/install.yaml"));
    for (GenericKubernetesResource object : objects) {
      plane
          .admin()
          .resource(object)
          .fieldValidation(FieldValidateable.Validation.STRICT)
          .serverSideApply();
    }
    objects.stream()
        .filter(object -> object.getKind().equals("CustomResourceDefinition"))
        .forEach(definition -> awaitEstablished(plane.admin(), definition));
  }

  @Test
  void everythingThatInstallsIsThere(ControlPlane plane) {
    List<GenericKubernetesResource> objects =
        RepositoryFiles.objects(RepositoryFiles.ROOT.resolve("deploy/install.yaml"));

    assertThat(objects)
        .extracting(GenericKubernetesResource::getKind)
        .contains(
            "CustomResourceDefinition", "ServiceAccount", "ClusterRole", "Role", "Deployment");
    assertThat(objects)
        .allSatisfy(object -> assertThat(plane.admin().resource(object).get()).isNotNull());
  }

  @TestFactory
  Stream<DynamicTest> aBadObjectIsRefusedWithAReadableMessage(ControlPlane plane) {
    String namespace = ClusterFixtures.createNamespace(plane.admin());
    return tests(
        EXAMPLES + "rejected",
        file -> {
          KubernetesClientException refused =
              catchThrowableOfType(
                  KubernetesClientException.class,
                  () -> dryRun(plane.admin(), onlyObject(file, namespace)).create());
          assertRefusedAsExpected(refused, file);
        });
  }

  @TestFactory
  Stream<DynamicTest> aGoodObjectIsAccepted(ControlPlane plane) {
    String namespace = ClusterFixtures.createNamespace(plane.admin());
    return tests(
        EXAMPLES + "accepted",
        file ->
            assertThat(dryRun(plane.admin(), onlyObject(file, namespace)).create()).isNotNull());
  }

  @TestFactory
  Stream<DynamicTest> aBadChangeIsRefusedWithAReadableMessage(ControlPlane plane) {
    String namespace = ClusterFixtures.createNamespace(plane.admin());
    Path original = RepositoryFiles.ROOT.resolve(EXAMPLES + "accepted/scaler-minimal.yaml");
    plane.admin().resource(onlyObject(original, namespace)).create();
    return tests(
        EXAMPLES + "rejected-updates",
        file -> {
          GenericKubernetesResource changed = onlyObject(file, namespace);
          assertThat(changed.getMetadata().getName())
              .isEqualTo(onlyObject(original, namespace).getMetadata().getName());
          KubernetesClientException refused =
              catchThrowableOfType(
                  KubernetesClientException.class, () -> dryRun(plane.admin(), changed).update());
          assertRefusedAsExpected(refused, file);
        });
  }

  @TestFactory
  Stream<DynamicTest> theExamplesOfTheInstallationAreAccepted(ControlPlane plane) {
    String namespace = ClusterFixtures.createNamespace(plane.admin());
    return tests(
        "deploy/examples",
        file -> {
          for (GenericKubernetesResource object : RepositoryFiles.objects(file)) {
            assertThat(dryRun(plane.admin(), in(namespace, object)).create()).isNotNull();
          }
        });
  }

  @Test
  void aFieldThatTheSchemaDoesNotHaveIsRefusedByName(ControlPlane plane) {
    String namespace = ClusterFixtures.createNamespace(plane.admin());
    Path file = RepositoryFiles.ROOT.resolve(EXAMPLES + "accepted/scaler-minimal.yaml");
    GenericKubernetesResource misspelt = onlyObject(file, namespace);
    Map<String, Object> spec = misspelt.get("spec");
    spec.put("maxReplicaz", 3);

    assertThatThrownBy(() -> dryRun(plane.admin(), misspelt).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("unknown field \"spec.maxReplicaz\"");
  }

  private static NonDeletingOperation<GenericKubernetesResource> dryRun(
      KubernetesClient client, GenericKubernetesResource object) {
    return client.resource(object).dryRun().fieldValidation(FieldValidateable.Validation.STRICT);
  }

  private static Stream<DynamicTest> tests(String folder, Check check) {
    List<Path> files = RepositoryFiles.yaml(folder);
    assertThat(files).as(folder).isNotEmpty();
    return files.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(), file.toUri(), () -> check.accept(file)));
  }

  private static void assertRefusedAsExpected(KubernetesClientException refused, Path file) {
    String first = RepositoryFiles.text(file).lines().findFirst().orElse("");
    assertThat(first).startsWith(EXPECTATION);
    assertThat(refused).as("the API server accepts " + file.getFileName()).isNotNull();
    assertThat(refused.getCode()).as(refused.getMessage()).isEqualTo(UNPROCESSABLE);
    assertThat(refused.getStatus().getMessage()).contains(first.substring(EXPECTATION.length()));
  }

  private static void awaitEstablished(
      KubernetesClient client, GenericKubernetesResource definition) {
    Awaitility.await(definition.getMetadata().getName())
        .atMost(LIMIT)
        .until(() -> isEstablished(client.resource(definition).get()));
  }

  private static boolean isEstablished(GenericKubernetesResource definition) {
    List<Map<String, String>> conditions = definition.get("status", "conditions");
    return conditions != null
        && conditions.stream()
            .anyMatch(
                condition ->
                    Objects.equals(condition.get("type"), "Established")
                        && Objects.equals(condition.get("status"), "True"));
  }

  private static GenericKubernetesResource onlyObject(Path file, String namespace) {
    List<GenericKubernetesResource> objects = RepositoryFiles.objects(file);
    assertThat(objects).as(file.toString()).hasSize(1);
    return in(namespace, objects.get(0));
  }

  /** Moves an object that has a namespace to another; the cluster's own stay as they are. */
  private static GenericKubernetesResource in(String namespace, GenericKubernetesResource object) {
    assertThat(object.getApiVersion()).startsWith(GROUP);
    if (object.getMetadata().getNamespace() != null) {
      object.getMetadata().setNamespace(namespace);
    }
    return object;
  }

  private interface Check {
    void accept(Path file);
  }
}

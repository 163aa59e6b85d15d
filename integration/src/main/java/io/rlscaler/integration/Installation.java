package io.rlscaler.integration;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The product as an administrator installs it, save for the Deployment of the operator, which no
 * node would run: the tests start it as a process, under the service account of the installation.
 *
 * <p>It stays in the control plane as long as that lives: taking custom resource definitions away
 * would take the objects of other tests along. Installing again changes nothing.
 */
public final class Installation {
  /** Where the operator, its service account and its Lease live. */
  public static final String NAMESPACE = "rlscaler-system";

  /** The service account of the operator. */
  public static final String SERVICE_ACCOUNT = "rlscaler-operator";

  /** The operator's user name in the audit log. */
  public static final String USER = "system:serviceaccount:" + NAMESPACE + ":" + SERVICE_ACCOUNT;

  private static final String MANIFESTS = "crds/manifests";
  private static final String INSTALL = "deploy/install.yaml";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ControlPlane plane;

  private Installation(ControlPlane plane) {
    this.plane = plane;
  }

  /** Installs the manifests of this work tree. */
  public static Installation install(ControlPlane plane) {
    return install(
        plane,
        Stream.concat(
                manifests(WorkTree.resolve(MANIFESTS)).stream(),
                Stream.of(WorkTree.resolve(INSTALL)))
            .toList());
  }

  /**
   * Installs manifests by server-side apply, in their order, and returns when the API server serves
   * all custom resources among them.
   *
   * @param files YAML
   * @throws KubernetesClientException when the API server refuses one
   */
  public static Installation install(ControlPlane plane, List<Path> files) {
    List<HasMetadata> objects = files.stream().flatMap(file -> load(plane, file)).toList();
    objects.forEach(
        object ->
            plane
                .admin()
                .resource(object)
                .fieldManager("installation")
                .forceConflicts()
                .serverSideApply());
    objects.stream()
        .filter(CustomResourceDefinition.class::isInstance)
        .map(CustomResourceDefinition.class::cast)
        .forEach(definition -> awaitServed(plane.admin(), definition));
    return new Installation(plane);
  }

  /** Writes a kubeconfig file for the operator. */
  public Path kubeconfig() {
    return kubeconfig(plane.server());
  }

  /** Writes a kubeconfig file for the operator that leads through a proxy. */
  public Path kubeconfig(URI proxy) {
    return plane.serviceAccountKubeconfig(NAMESPACE, SERVICE_ACCOUNT, proxy);
  }

  private static List<Path> manifests(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static Stream<HasMetadata> load(ControlPlane plane, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return plane.admin().load(in).items().stream().filter(object -> !isOperator(object));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static boolean isOperator(HasMetadata object) {
    return object instanceof Deployment && NAMESPACE.equals(object.getMetadata().getNamespace());
  }

  // For a moment after the condition Established a list is still answered with 429.
  private static void awaitServed(KubernetesClient admin, CustomResourceDefinition definition) {
    var resources =
        admin.genericKubernetesResources(CustomResourceDefinitionContext.fromCrd(definition));
    Awaitility.await("custom resource " + definition.getMetadata().getName() + " is served")
        .pollDelay(Duration.ZERO)
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(() -> resources.inAnyNamespace().list() != null);
  }
}

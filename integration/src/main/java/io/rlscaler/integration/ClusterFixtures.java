package io.rlscaler.integration;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** What tests put into a control plane: namespaces, the simulated node, Deployments. */
public final class ClusterFixtures {
  /** The node that carries all pods; there is no scheduler, so pod templates name it. */
  public static final String NODE = "simulated";

  /** Pod annotation with the time from creation to readiness, such as {@code 2500ms}. */
  public static final String STARTUP_DELAY_ANNOTATION = "rlscaler.io/startup-delay";

  private static final String APP_LABEL = "app";

  private ClusterFixtures() {}

  /** Creates a namespace with a fresh name, ready for pods; returns the name. */
  public static String createNamespace(KubernetesClient client) {
    Namespace namespace =
        client
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName("test-")
                    .endMetadata()
                    .build())
            .create();
    String name = namespace.getMetadata().getName();
    // Pods are refused without it; the controllers make it too, if they run and are faster.
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(name)
                .withName("default")
                .endMetadata()
                .build())
        .serverSideApply();
    return name;
  }

  /**
   * Creates a Deployment whose pods run on {@link #NODE} and become ready after the start-up delay
   * of the control plane.
   */
  public static Deployment createDeployment(
      KubernetesClient client, String namespace, String name, int replicas) {
    return client.resource(deployment(namespace, name, replicas, Map.of())).create();
  }

  /** Creates a Deployment whose pods become ready after a start-up delay of their own. */
  public static Deployment createDeployment(
      KubernetesClient client, String namespace, String name, int replicas, Duration startupDelay) {
    Map<String, String> annotations =
        Map.of(STARTUP_DELAY_ANNOTATION, startupDelay.toMillis() + "ms");
    return client.resource(deployment(namespace, name, replicas, annotations)).create();
  }

  /** Returns how many replicas of a Deployment are ready now. */
  public static int readyReplicas(KubernetesClient client, String namespace, String name) {
    Deployment deployment =
        client.apps().deployments().inNamespace(namespace).withName(name).require();
    Integer ready = deployment.getStatus().getReadyReplicas();
    return ready == null ? 0 : ready;
  }

  /**
   * Waits until exactly so many replicas of a Deployment are ready.
   *
   * @throws org.awaitility.core.ConditionTimeoutException when that is not reached within the limit
   */
  public static void awaitReadyReplicas(
      KubernetesClient client, String namespace, String name, int replicas, Duration limit) {
    Awaitility.await(replicas + " ready replicas of " + namespace + "/" + name)
        .pollDelay(Duration.ZERO)
        .atMost(limit)
        .until(() -> readyReplicas(client, namespace, name), ready -> ready == replicas);
  }

  static void createNode(KubernetesClient client) {
    client
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName(NODE)
                .addToAnnotations("kwok.x-k8s.io/node", "fake")
                .endMetadata()
                .build())
        .create();
  }

  static boolean isNodeReady(KubernetesClient client) {
    Node node = client.nodes().withName(NODE).require();
    return node.getStatus().getConditions().stream()
        .anyMatch(
            condition ->
                condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }

  private static Deployment deployment(
      String namespace, String name, int replicas, Map<String, String> podAnnotations) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .addToMatchLabels(APP_LABEL, name)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels(APP_LABEL, name)
        .withAnnotations(podAnnotations)
        .endMetadata()
        .withNewSpec()
        .withNodeName(NODE)
        .withTerminationGracePeriodSeconds(0L)
        .addNewContainer()
        .withName("service")
        .withImage("simulated")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}

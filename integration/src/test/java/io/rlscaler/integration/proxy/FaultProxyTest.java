package io.rlscaler.integration.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.rlscaler.integration.ClusterFixtures;
import io.rlscaler.integration.ControlPlane;
import io.rlscaler.integration.ControlPlaneExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("integration")
@ExtendWith(ControlPlaneExtension.class)
class FaultProxyTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ControlPlane plane;
  private final String namespace;
  private final FaultProxy proxy;
  private final KubernetesClient client;

  FaultProxyTest(ControlPlane plane) {
    this.plane = plane;
    namespace = ClusterFixtures.createNamespace(plane.admin());
    makeAdministrator(plane.admin(), namespace);
    proxy = FaultProxy.start(plane.server(), plane.authority());
    client =
        ControlPlane.client(plane.serviceAccountKubeconfig(namespace, "operator", proxy.uri()));
  }

  @AfterEach
  void close() {
    client.close();
    proxy.close();
  }

  @Test
  void requestsPassWithTheirBodyAndTheTokenOfTheServiceAccount() {
    client.resource(configMap("a", "1")).create();
    client.resource(configMap("a", "2")).fieldManager("test").forceConflicts().serverSideApply();
    client
        .configMaps()
        .inNamespace(namespace)
        .withName("a")
        .edit(map -> new ConfigMapBuilder(map).addToData("patched", "yes").build());

    assertThat(client.configMaps().inNamespace(namespace).withName("a").require().getData())
        .containsExactlyInAnyOrderEntriesOf(Map.of("value", "2", "patched", "yes"));
    client.configMaps().inNamespace(namespace).withName("a").delete();
    String user = "system:serviceaccount:" + namespace + ":operator";
    plane
        .auditLog()
        .awaitMutation(done -> done.user().equals(user) && done.verb().equals("delete"));
    assertThat(plane.auditLog().mutationsBy(user))
        .extracting(done -> done.verb() + " " + done.code())
        .containsExactly("create 201", "patch 200", "patch 200", "delete 200");
  }

  @Test
  void anInformerFollowsThroughTheProxyAndOverACutWatch() {
    try (Rule watches = proxy.add(RequestFilter.watches(), Fault.none());
        SharedIndexInformer<ConfigMap> informer =
            client.configMaps().inNamespace(namespace).inform()) {
      plane.admin().resource(configMap("first", "1")).create();
      awaitSeen(informer, "first");
      int before = watches.matches();

      assertThat(proxy.cutWatches()).isEqualTo(1);
      plane.admin().resource(configMap("second", "1")).create();
      awaitSeen(informer, "second");
      assertThat(watches.matches()).isGreaterThan(before);
    }
  }

  @Test
  void aWatchOverPlainHttpIsPassedOnEventByEvent() {
    // Refusing the WebSocket makes the client fall back to a GET whose answer has no end.
    List<String> seen = new CopyOnWriteArrayList<>();
    try (Rule sockets = proxy.add(RequestFilter.watches(), Fault.answer(503), 1);
        Watch watch = client.configMaps().inNamespace(namespace).watch(recordingNames(seen))) {
      assertThat(watch).isNotNull();
      for (String name : List.of("first", "second")) {
        plane.admin().resource(configMap(name, "1")).create();
        Awaitility.await(name).atMost(LIMIT).until(() -> seen.contains(name));
      }
      assertThat(sockets.matches()).isEqualTo(2);
    }
  }

  @Test
  void aHookRunsWhenTheServerHasAnsweredAndTheClientHasNot() {
    ClusterFixtures.createDeployment(plane.admin(), namespace, "web", 1);
    List<Exchange> seen = new CopyOnWriteArrayList<>();
    Scale read;
    try (Rule hook =
        proxy.add(
            RequestFilter.scaleReads(),
            Fault.beforeDelivery(
                exchange -> {
                  seen.add(exchange);
                  scale(plane.admin(), 4);
                }))) {
      read = client.apps().deployments().inNamespace(namespace).withName("web").scale();
      assertThat(hook.matches()).isEqualTo(1);
    }

    String path = "/apis/apps/v1/namespaces/" + namespace + "/deployments/web/scale";
    assertThat(seen).containsExactly(new Exchange("GET", path, 1, OptionalInt.of(200)));
    // What the client holds is older than what the hook wrote, so its own write must fail.
    assertThat(read.getSpec().getReplicas()).isEqualTo(1);
    KubernetesClientException refused =
        catchThrowableOfType(KubernetesClientException.class, () -> scale(client, read, 2));
    assertThat(refused.getCode()).isEqualTo(409);
  }

  @Test
  void anAnswerOfTheProxyNeverReachesTheServer() {
    ClusterFixtures.createDeployment(plane.admin(), namespace, "web", 1);
    try (Rule conflict = proxy.add(RequestFilter.scaleWrites(), Fault.answer(409), 1)) {
      KubernetesClientException refused =
          catchThrowableOfType(KubernetesClientException.class, () -> scale(client, 2));
      assertThat(refused.getCode()).isEqualTo(409);
      assertThat(refused.getStatus().getReason()).isEqualTo("Conflict");
      assertThat(replicas()).isEqualTo(1);

      scale(client, 3);
      assertThat(replicas()).isEqualTo(3);
      assertThat(conflict.matches()).isEqualTo(2);
    }
  }

  @Test
  void refusedLeaseUpdatesLeaveAllElseAlone() {
    try (Rule refusal = proxy.add(RequestFilter.leaseUpdates(), Fault.answer(500))) {
      KubernetesClientException refused =
          catchThrowableOfType(
              KubernetesClientException.class, () -> client.resource(lease()).create());
      assertThat(refused.getCode()).isEqualTo(500);
      client.resource(configMap("a", "1")).create();
      assertThat(client.leases().inNamespace(namespace).list().getItems()).isEmpty();
      assertThat(refusal.matches()).isEqualTo(1);
    }
    client.resource(lease()).create();
    assertThat(client.leases().inNamespace(namespace).list().getItems()).hasSize(1);
  }

  @Test
  void aDisconnectedRequestHasNoAnswerAndLaterOnesWork() {
    // The JDK's client repeats a GET once by itself.
    try (Rule cut = proxy.add(RequestFilter.of("GET", "/configmaps"), Fault.disconnect(), 2)) {
      assertThatThrownBy(() -> client.configMaps().inNamespace(namespace).list())
          .isInstanceOf(KubernetesClientException.class)
          .hasRootCauseInstanceOf(IOException.class);
      assertThat(client.configMaps().inNamespace(namespace).list().getItems()).isNotNull();
      assertThat(cut.matches()).isEqualTo(3);
    }
  }

  @Test
  void aDelayedRequestArrivesLate() {
    Duration delay = Duration.ofMillis(700);
    long before = System.nanoTime();
    try (Rule slow = proxy.add(RequestFilter.of("GET", "/configmaps"), Fault.delay(delay))) {
      client.configMaps().inNamespace(namespace).list();
      assertThat(slow.matches()).isEqualTo(1);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(delay);
  }

  @Test
  void aHookThatFailsIsReportedAtTheEnd() {
    FaultProxy other = FaultProxy.start(plane.server(), plane.authority());
    other.add(
        RequestFilter.all(),
        Fault.beforeForwarding(
            exchange -> {
              throw new IllegalStateException("wrong moment");
            }));
    try (KubernetesClient through =
        ControlPlane.client(plane.serviceAccountKubeconfig(namespace, "operator", other.uri()))) {
      assertThatThrownBy(() -> through.configMaps().inNamespace(namespace).list())
          .isInstanceOf(KubernetesClientException.class);
    }
    assertThatThrownBy(other::close)
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("wrong moment");
  }

  private void scale(KubernetesClient writer, int replicas) {
    scale(
        writer,
        writer.apps().deployments().inNamespace(namespace).withName("web").scale(),
        replicas);
  }

  private void scale(KubernetesClient writer, Scale read, int replicas) {
    writer
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("web")
        .scale(new ScaleBuilder(read).editSpec().withReplicas(replicas).endSpec().build());
  }

  private int replicas() {
    return plane
        .admin()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("web")
        .require()
        .getSpec()
        .getReplicas();
  }

  private static void awaitSeen(SharedIndexInformer<ConfigMap> informer, String name) {
    Awaitility.await(name)
        .atMost(LIMIT)
        .until(
            () ->
                informer.getStore().list().stream()
                    .anyMatch(map -> map.getMetadata().getName().equals(name)));
  }

  private static Watcher<ConfigMap> recordingNames(List<String> names) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, ConfigMap map) {
        names.add(map.getMetadata().getName());
      }

      @Override
      public void onClose(WatcherException cause) {
        names.add("closed: " + cause);
      }
    };
  }

  private ConfigMap configMap(String name, String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .addToData("value", value)
        .build();
  }

  private Lease lease() {
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("operator")
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity("me")
        .endSpec()
        .build();
  }

  private static void makeAdministrator(KubernetesClient admin, String namespace) {
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("operator")
                .endMetadata()
                .build())
        .create();
    admin
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                .addNewSubject("", "ServiceAccount", "operator", namespace)
                .build())
        .create();
  }
}

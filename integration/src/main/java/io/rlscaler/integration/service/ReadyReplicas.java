package io.rlscaler.integration.service;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Objects;
import java.util.function.IntSupplier;

/** The ready replicas of one Deployment as an informer last saw them; 0 while there is none. */
final class ReadyReplicas implements IntSupplier, AutoCloseable {
  private final SharedIndexInformer<Deployment> informer;

  /** Starts to follow; returns when the first count is known. */
  ReadyReplicas(KubernetesClient client, String namespace, String deployment) {
    informer = client.apps().deployments().inNamespace(namespace).withName(deployment).inform();
  }

  @Override
  public int getAsInt() {
    return informer.getStore().list().stream()
        .map(deployment -> deployment.getStatus().getReadyReplicas())
        .filter(Objects::nonNull)
        .mapToInt(Integer::intValue)
        .sum();
  }

  @Override
  public void close() {
    informer.close();
  }
}

package io.rlscaler.operator.cluster;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Labels and annotations of namespaces, from an informer. */
public final class Namespaces implements AutoCloseable {
  private final SharedIndexInformer<Namespace> namespaces;

  /** Starts the informer. */
  public Namespaces(KubernetesClient client) {
    namespaces = client.namespaces().inform();
  }

  /** Whether the informer has seen the cluster. */
  public boolean synced() {
    return namespaces.hasSynced();
  }

  /** An annotation of a namespace. */
  public Optional<String> annotation(String namespace, String key) {
    return find(namespace).map(n -> n.getMetadata().getAnnotations()).map(a -> a.get(key));
  }

  /** Whether a namespace has all these labels. */
  public boolean matches(String namespace, Map<String, String> labels) {
    Map<String, String> own =
        find(namespace).map(n -> n.getMetadata().getLabels()).orElse(Map.of());
    return labels.entrySet().stream()
        .allMatch(label -> Objects.equals(own.get(label.getKey()), label.getValue()));
  }

  private Optional<Namespace> find(String name) {
    return Optional.ofNullable(namespaces.getStore().getByKey(name));
  }

  @Override
  public void close() {
    namespaces.close();
  }
}

package io.rlscaler.integration;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Follows the HPAs of a namespace and keeps every sync that changed a status. */
final class HpaRecorder implements Watcher<HorizontalPodAutoscaler>, AutoCloseable {
  private final InstantSource clock;
  private final Map<String, List<HpaSync>> syncs = new ConcurrentHashMap<>();
  private final Map<String, HorizontalPodAutoscalerStatus> last = new ConcurrentHashMap<>();
  private final Watch watch;
  private volatile @Nullable WatcherException broken;

  HpaRecorder(KubernetesClient client, String namespace, InstantSource clock) {
    this.clock = clock;
    this.watch =
        client.autoscaling().v2().horizontalPodAutoscalers().inNamespace(namespace).watch(this);
  }

  /**
   * Returns the syncs of one HPA so far.
   *
   * @throws IllegalStateException when the watch has broken, so that some may be missing
   */
  List<HpaSync> syncs(String name) {
    if (broken != null) {
      throw new IllegalStateException("the watch of the HPAs broke", broken);
    }
    return List.copyOf(syncs.getOrDefault(name, List.of()));
  }

  @Override
  public void eventReceived(Action action, HorizontalPodAutoscaler hpa) {
    String name = hpa.getMetadata().getName();
    HorizontalPodAutoscalerStatus status = hpa.getStatus();
    // Before its first sync an HPA has a status without conditions.
    if (status == null
        || status.getConditions().isEmpty()
        || status.equals(last.put(name, status))) {
      return;
    }
    syncs
        .computeIfAbsent(name, key -> new CopyOnWriteArrayList<>())
        .add(HpaSync.of(clock.instant(), status));
  }

  @Override
  public void onClose(WatcherException cause) {
    broken = cause;
  }

  @Override
  public void close() {
    watch.close();
  }
}

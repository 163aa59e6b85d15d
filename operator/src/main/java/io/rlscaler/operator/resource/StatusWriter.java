package io.rlscaler.operator.resource;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes status intents by server-side apply on a thread of its own, the newest per object only,
 * and only while this process leads.
 */
final class StatusWriter implements AutoCloseable {
  static final String FIELD_MANAGER = "rlscaler-operator";
  private static final Logger log = LoggerFactory.getLogger(StatusWriter.class);
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(FIELD_MANAGER)
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final BooleanSupplier leading;
  private final Map<String, Job> waiting = new LinkedHashMap<>();
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "status-writer");
            thread.setDaemon(true);
            return thread;
          });

  private record Job(HasMetadata intent, Consumer<Boolean> onDone) {}

  StatusWriter(KubernetesClient client, BooleanSupplier leading) {
    this.client = client;
    this.leading = leading;
  }

  /**
   * Writes soon.
   *
   * @param intent a fresh object with name, namespace and status only
   * @param onDone told whether it was written; not told when a newer intent takes its place
   */
  void submit(HasMetadata intent, Consumer<Boolean> onDone) {
    String key =
        intent.getKind()
            + "/"
            + intent.getMetadata().getNamespace()
            + "/"
            + intent.getMetadata().getName();
    synchronized (waiting) {
      waiting.put(key, new Job(intent, onDone));
    }
    executor.execute(() -> write(key));
  }

  /** Tries what could not be written while this process did not lead. */
  void flush() {
    Set<String> keys;
    synchronized (waiting) {
      keys = Set.copyOf(waiting.keySet());
    }
    keys.forEach(key -> executor.execute(() -> write(key)));
  }

  private void write(String key) {
    Job job;
    synchronized (waiting) {
      if (!leading.getAsBoolean()) {
        return;
      }
      job = waiting.remove(key);
    }
    if (job != null) {
      job.onDone().accept(apply(job.intent()));
    }
  }

  private boolean apply(HasMetadata intent) {
    try {
      client.resource(intent).subresource("status").patch(APPLY);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        log.warn(
            "Status of {} {} was not written and is tried again: {}",
            intent.getKind(),
            intent.getMetadata().getName(),
            e.getMessage());
      }
      return false;
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}

package io.rlscaler.operator.resource;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes Kubernetes events about transitions; an event that cannot be written is dropped. */
final class EventRecorder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);
  private static final String CLUSTER_SCOPED_NAMESPACE = "default";
  private static final int QUEUED = 1_000;

  private final KubernetesClient client;
  private final String identity;
  private final InstantSource clock;
  private final BooleanSupplier leading;
  private final ExecutorService executor =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(QUEUED),
          task -> {
            Thread thread = new Thread(task, "event-recorder");
            thread.setDaemon(true);
            return thread;
          },
          new ThreadPoolExecutor.DiscardPolicy());

  EventRecorder(
      KubernetesClient client, String identity, InstantSource clock, BooleanSupplier leading) {
    this.client = client;
    this.identity = identity;
    this.clock = clock;
    this.leading = leading;
  }

  /** Something that is as it should be. */
  void normal(HasMetadata about, String reason, String message) {
    record(about, "Normal", reason, message);
  }

  /** Something that a person should look at. */
  void warning(HasMetadata about, String reason, String message) {
    record(about, "Warning", reason, message);
  }

  private void record(HasMetadata about, String type, String reason, String message) {
    if (leading.getAsBoolean()) {
      String time =
          DateTimeFormatter.ISO_INSTANT.format(
              clock.instant().atOffset(ZoneOffset.UTC).withNano(0));
      executor.execute(() -> write(about, type, reason, message, time));
    }
  }

  private void write(HasMetadata about, String type, String reason, String message, String time) {
    String own = about.getMetadata().getNamespace();
    String namespace = own == null ? CLUSTER_SCOPED_NAMESPACE : own;
    try {
      client
          .v1()
          .events()
          .inNamespace(namespace)
          .resource(
              new EventBuilder()
                  .withNewMetadata()
                  .withGenerateName(about.getMetadata().getName() + ".")
                  .withNamespace(namespace)
                  .endMetadata()
                  .withType(type)
                  .withReason(reason)
                  .withMessage(message)
                  .withFirstTimestamp(time)
                  .withLastTimestamp(time)
                  .withCount(1)
                  .withNewSource()
                  .withComponent(StatusWriter.FIELD_MANAGER)
                  .endSource()
                  .withReportingComponent("rlscaler.io/operator")
                  .withReportingInstance(identity)
                  .withNewInvolvedObject()
                  .withApiVersion(about.getApiVersion())
                  .withKind(about.getKind())
                  .withName(about.getMetadata().getName())
                  .withNamespace(own)
                  .withUid(about.getMetadata().getUid())
                  .endInvolvedObject()
                  .build())
          .create();
    } catch (KubernetesClientException e) {
      log.info("An event on {} was not written: {}", about.getMetadata().getName(), e.getMessage());
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}

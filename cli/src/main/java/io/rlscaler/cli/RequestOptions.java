package io.rlscaler.cli;

import io.rlscaler.simulator.episode.QueueModel;
import io.rlscaler.simulator.workload.Clients;
import io.rlscaler.simulator.workload.ReplicaLife;
import io.rlscaler.simulator.workload.ServiceModel;
import io.rlscaler.simulator.workload.ServiceModel.Routing;
import io.rlscaler.simulator.workload.WorkloadModel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The flags that describe what becomes of a request, and the model that serves it. */
final class RequestOptions {
  private static final double BACKOFF_SECONDS = 0.1;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      converter = ModelConverter.class,
      description =
          "fast: in closed form. request: every single request, which takes minutes for a day"
              + " (default: fast).")
  private QueueModel model = QueueModel.FAST;

  @Option(
      names = "--routing",
      paramLabel = "NAME",
      converter = RoutingConverter.class,
      description =
          "central (one queue for all replicas), random, power-of-two or least-loaded; the last two"
              + " need --model request (default: central).")
  private Routing routing = Routing.CENTRAL;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description =
          "Clients give up an attempt after this time; needs --model request (default: never).")
  private @Nullable Duration timeout;

  @Option(
      names = "--retries",
      paramLabel = "N",
      description =
          "Attempts after a failed one, the first 100ms later, each then twice as late; needs"
              + " --model request (default: 0).")
  private int retries;

  @Option(
      names = "--queue-limit",
      paramLabel = "N",
      description =
          "Requests that may wait per replica, more are rejected; needs --model request (default:"
              + " any number).")
  private int queueLimit = WorkloadModel.UNLIMITED;

  QueueModel model() {
    return model;
  }

  Routing routing() {
    return routing;
  }

  /**
   * What becomes of a request.
   *
   * @throws IllegalArgumentException if a value is out of its range, or beyond the model
   */
  WorkloadModel workload(ServiceModel service, ReplicaLife life) {
    double patience = timeout == null ? Double.POSITIVE_INFINITY : timeout.toNanos() / 1e9;
    WorkloadModel workload =
        WorkloadModel.of(service, life)
            .withClients(new Clients(patience, retries, retries > 0 ? BACKOFF_SECONDS : 0))
            .withQueueLimit(queueLimit);
    boolean plain = WorkloadModel.of(service, life).equals(workload);
    boolean knownRouting = routing == Routing.CENTRAL || routing == Routing.RANDOM;
    if (model == QueueModel.FAST && !(plain && knownRouting)) {
      throw new IllegalArgumentException(
          "the fast model knows no "
              + String.join(", no ", workload.beyondFastModel())
              + ": use --model request");
    }
    return workload;
  }

  /** Reads the name of a queue model. */
  static final class ModelConverter implements ITypeConverter<QueueModel> {
    @Override
    public QueueModel convert(String text) {
      return Arrays.stream(QueueModel.values())
          .filter(model -> model.label().equals(text))
          .findAny()
          .orElseThrow(
              () ->
                  new TypeConversionException("found \"" + text + "\", expected fast or request"));
    }
  }

  /** Reads the name of a routing, as {@code power-of-two}. */
  static final class RoutingConverter implements ITypeConverter<Routing> {
    @Override
    public Routing convert(String text) {
      return Arrays.stream(Routing.values())
          .filter(routing -> name(routing).equals(text))
          .findAny()
          .orElseThrow(() -> new TypeConversionException(message(text)));
    }

    private static String message(String text) {
      String names =
          Arrays.stream(Routing.values())
              .map(RoutingConverter::name)
              .collect(Collectors.joining(", "));
      return "found \"" + text + "\", expected one of " + names;
    }

    private static String name(Routing routing) {
      return routing.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}

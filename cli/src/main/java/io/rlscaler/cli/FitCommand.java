package io.rlscaler.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rlscaler.crds.MetricSourceSpec;
import io.rlscaler.simulator.fitting.FitDocument;
import io.rlscaler.simulator.fitting.ServiceFit;
import io.rlscaler.simulator.fitting.ServiceFitter;
import io.rlscaler.simulator.fitting.ServiceHistory;
import io.rlscaler.simulator.trace.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rlscaler fit}: the workload model of a service from its history. */
@Command(
    name = "fit",
    description = {
      "Finds the workload model of a service from its history, and how well it predicts.",
      "The history comes from Prometheus (--url, --source, --from, --to) or from saved answers of"
          + " its /api/v1/query_range (--saved). The model is fitted to the first two thirds; the"
          + " error is what it predicts for the last third against what was measured there.",
      "Exit code 3: the history cannot tell."
    },
    mixinStandardHelpOptions = true)
final class FitCommand implements Callable<Integer> {
  private static final String SERIES =
      "rate, ready, desired, utilization, good@250ms, quantile@0.99";
  private static final int WINDOW_STEPS = 4;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private PrometheusOptions prometheus = new PrometheusOptions();

  @Option(
      names = "--source",
      paramLabel = "FILE",
      description = "YAML file with the MetricSource whose queries give the series.")
  private @Nullable Path source;

  @Option(
      names = "--workload",
      paramLabel = "NAMESPACE/NAME",
      description =
          "The workload, where the queries answer for several; also asks kube-state-metrics for"
              + " the replicas of the Deployment of that name.")
  private @Nullable String workload;

  @Option(
      names = "--query",
      paramLabel = "SERIES=PROMQL",
      converter = FitSeries.Converter.class,
      description = {"A query in place of the source's or beside them.", "SERIES: " + SERIES + "."})
  private Map<FitSeries, String> queries = new LinkedHashMap<>();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = TracesImportPrometheusCommand.TimeConverter.class,
      description = "First time, as 2026-01-31T00:00:00Z or in seconds since 1970.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TracesImportPrometheusCommand.TimeConverter.class,
      description = "Last time.")
  private @Nullable Instant to;

  @Option(
      names = "--step",
      paramLabel = "DURATION",
      description = "Distance of two times (default: the source's period).")
  private @Nullable Duration step;

  @Option(
      names = "--saved",
      paramLabel = "SERIES=FILE",
      split = ",",
      converter = FitSeries.Converter.class,
      description = "A saved answer in place of a server, plain or gzip, one per series.")
  private Map<FitSeries, Path> saved = new LinkedHashMap<>();

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      description =
          "The range of the queries' rate(...[range]): $window of the source (default: 4 steps),"
              + " or what the saved queries had.")
  private @Nullable Duration window;

  @Option(
      names = "--latency",
      paramLabel = "DURATION",
      split = ",",
      description =
          "$latency of the source: the objective, and further buckets of the histogram. Three or"
              + " more, of which some are near the service time, tell slots and variation.")
  private List<Duration> latencies = new ArrayList<>();

  @Option(
      names = "--capacity",
      paramLabel = "X",
      description = "Requests/s of one replica at 100 %%, where utilization is not measured.")
  private @Nullable Double capacity;

  @Option(names = "--json", description = "Print the document rlscaler.fit/v1.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Console console = new Console(spec);
    ServiceHistory history = saved.isEmpty() ? ask(console) : read();
    ServiceFit fit = ServiceFitter.fit(history, knownCapacity());
    List<String> flags = FitText.flags(fit);
    if (json) {
      ObjectNode document = FitDocument.of(fit);
      ArrayNode array = document.putArray("flags");
      flags.forEach(array::add);
      ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      console.data(mapper.writeValueAsString(document));
    } else {
      console.data(FitText.of(fit, flags));
    }
    return fit.cannotTell().isPresent() ? ExitCode.NEGATIVE_VERDICT : ExitCode.DONE;
  }

  private OptionalDouble knownCapacity() {
    if (capacity == null) {
      return OptionalDouble.empty();
    }
    double value = capacity;
    if (!(value > 0 && Double.isFinite(value))) {
      throw new InputException("--capacity: found " + value + ", expected a positive number");
    }
    return OptionalDouble.of(value);
  }

  private ServiceHistory ask(Console console) throws IOException {
    MetricSourceSpec metrics = MetricSourceFile.read(required("--source", source));
    Instant start = required("--from", from);
    Instant end = required("--to", to);
    Duration distance = Optional.ofNullable(step).orElseGet(() -> FitQueries.period(metrics));
    Duration range = Optional.ofNullable(window).orElse(distance.multipliedBy(WINDOW_STEPS));
    int windowSteps = windowSteps(range, distance);
    if (!start.isBefore(end)) {
      throw new InputException("--to: found " + end + ", expected a time after " + start);
    }
    SortedMap<FitSeries, String> asked =
        FitQueries.of(
            metrics,
            Optional.ofNullable(workload).map(FitQueries.Workload::of),
            range,
            latencies,
            queries);
    Map<FitSeries, Trace> answers =
        new FitSources(console)
            .ask(prometheus.endpoint(), asked, new FitSources.Times(start, end, distance));
    return FitHistory.of(answers, windowSteps);
  }

  private ServiceHistory read() {
    if (prometheus.isGiven() || source != null || from != null || to != null || step != null) {
      throw new InputException(
          "--saved: found with --url, --source, --from, --to or --step, expected one or the other");
    }
    Map<FitSeries, Trace> answers = FitSources.read(saved);
    Trace rate = answers.get(FitSeries.of(FitSeries.Kind.RATE));
    Duration range = window;
    if (rate == null || range == null) {
      throw new InputException(
          (rate == null ? "--saved: rate=FILE" : "--window")
              + " is missing, expected rate, ready and the range of the saved queries' rates");
    }
    return FitHistory.of(answers, windowSteps(range, rate.step()));
  }

  private static int windowSteps(Duration range, Duration distance) {
    if (distance.toMillis() < 1000) {
      throw new InputException("--step: found " + distance + ", expected one second or more");
    }
    long steps = Math.round((double) range.toMillis() / distance.toMillis());
    if (steps < 1 || steps > 1000) {
      throw new InputException(
          "--window: found " + range + ", expected 1 to 1000 steps of " + distance);
    }
    return (int) steps;
  }

  private static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new InputException(
          name + ": missing, expected --url, --source, --from and --to, or --saved");
    }
    return value;
  }
}

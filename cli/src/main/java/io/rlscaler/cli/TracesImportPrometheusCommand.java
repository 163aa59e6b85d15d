package io.rlscaler.cli;

import io.rlscaler.prometheus.PrometheusClient;
import io.rlscaler.prometheus.QueryFailure;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.source.PrometheusTraces;
import io.rlscaler.simulator.trace.source.RangeOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code rlscaler traces import prometheus}: a range query, asked now or saved, as CSV. */
@Command(
    name = "prometheus",
    description = {
      "Asks Prometheus for a range of requests per second, or reads saved answers of its"
          + " /api/v1/query_range, and prints the trace as CSV.",
      "A time without a number is unknown and left out."
    },
    mixinStandardHelpOptions = true)
final class TracesImportPrometheusCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private PrometheusOptions prometheus = new PrometheusOptions();

  @Mixin private TraceOutput output = new TraceOutput();

  @Option(
      names = "--query",
      paramLabel = "PROMQL",
      description = "Query for requests per second, as sum(rate(http_requests_total[1m])).")
  private @Nullable String query;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "First time, as 2026-01-31T00:00:00Z or in seconds since 1970.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Last time.")
  private @Nullable Instant to;

  @Option(
      names = "--step",
      paramLabel = "DURATION",
      description = "Distance of two times (with --saved: the most common one in the files).")
  private @Nullable Duration step;

  @Option(
      names = "--saved",
      paramLabel = "FILE",
      description =
          "A saved answer in place of a server, plain or gzip; may be given several times, as one"
              + " answer holds 11,000 points at most.")
  private List<Path> saved = new ArrayList<>();

  @Option(names = "--sum", description = "Add several series up (default: refuse them).")
  private boolean sum;

  @Option(
      names = "--allow-partial",
      description = "Take an answer of which Prometheus warns that something may be missing.")
  private boolean allowPartial;

  @Override
  public Integer call() throws IOException {
    output.requireWritable();
    RangeOptions options = new RangeOptions(sum, allowPartial);
    Trace trace = saved.isEmpty() ? ask(options) : read(options);
    Console console = new Console(spec);
    output.write(trace, console);
    console.message(TraceFiles.summary(trace));
    return ExitCode.DONE;
  }

  private Trace read(RangeOptions options) {
    if (prometheus.isGiven() || query != null || from != null || to != null) {
      throw new InputException(
          "--saved: found with --url, --query, --from or --to, expected one or the other");
    }
    saved.forEach(TraceFiles::requireNoDirectory);
    try {
      return PrometheusTraces.saved(saved, Optional.ofNullable(step), options);
    } catch (IOException e) {
      throw new InputException(FailureHandler.describe(e), e);
    }
  }

  private Trace ask(RangeOptions options) throws IOException {
    String promql = required("--query", query);
    Instant start = required("--from", from);
    Instant end = required("--to", to);
    Duration distance = required("--step", step);
    try (PrometheusClient client = new PrometheusClient(prometheus.endpoint())) {
      return PrometheusTraces.ask(client, "prometheus", promql, start, end, distance, options);
    } catch (QueryFailure e) {
      if (e.kind() == QueryFailure.Kind.BAD_QUERY) {
        throw new InputException("--query: " + e.getMessage(), e);
      }
      throw new IOException("Prometheus: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new InputException("Prometheus: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new InputException(
          name + ": missing, expected --url, --query, --from, --to and --step, or --saved");
    }
    return value;
  }

  /** A point of time. */
  static final class TimeConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return text.matches("\\d{1,12}")
            ? Instant.ofEpochSecond(Long.parseLong(text))
            : Instant.parse(text);
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "found \"" + text + "\", expected a time as 2026-01-31T00:00:00Z or 1769817600");
      }
    }
  }
}

package io.rlscaler.cli;

import io.rlscaler.prometheus.PrometheusClient;
import io.rlscaler.prometheus.PrometheusEndpoint;
import io.rlscaler.prometheus.QueryFailure;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.source.PrometheusTraces;
import io.rlscaler.simulator.trace.source.RangeOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gets the series of a fit, from Prometheus or from files. */
final class FitSources {
  /** Without them there is no history. */
  private static final Set<FitSeries.Kind> NEEDED =
      Set.of(FitSeries.Kind.RATE, FitSeries.Kind.READY);

  private final Console console;

  FitSources(Console console) {
    this.console = console;
  }

  /** The times of a history. */
  record Times(Instant start, Instant end, Duration step) {}

  /** Asks all queries; a series that is not needed and has no answer is left out, and said. */
  SortedMap<FitSeries, Trace> ask(
      PrometheusEndpoint endpoint, SortedMap<FitSeries, String> queries, Times times)
      throws IOException {
    SortedMap<FitSeries, Trace> answers = new TreeMap<>();
    int done = 0;
    try (PrometheusClient client = new PrometheusClient(endpoint)) {
      for (Map.Entry<FitSeries, String> query : queries.entrySet()) {
        console.progress("asking for " + query.getKey(), (double) done / queries.size());
        ask(client, query.getKey(), query.getValue(), times)
            .ifPresent(answer -> answers.put(query.getKey(), answer));
        done++;
      }
    }
    console.progressDone();
    return answers;
  }

  private Optional<Trace> ask(PrometheusClient client, FitSeries series, String query, Times times)
      throws IOException {
    try {
      return Optional.of(
          PrometheusTraces.ask(
              client,
              series.toString(),
              query,
              times.start(),
              times.end(),
              times.step(),
              RangeOptions.STRICT));
    } catch (QueryFailure e) {
      if (e.kind() == QueryFailure.Kind.BAD_QUERY) {
        throw new InputException(series + ": " + e.getMessage() + ": " + query, e);
      }
      throw new IOException(series + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      if (NEEDED.contains(series.kind())) {
        throw new InputException(series + ": " + e.getMessage() + ": " + query, e);
      }
      console.message(series + " is left out: " + e.getMessage());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Reads saved answers. */
  static SortedMap<FitSeries, Trace> read(Map<FitSeries, Path> files) {
    SortedMap<FitSeries, Trace> answers = new TreeMap<>();
    files.forEach(
        (series, file) -> {
          try {
            answers.put(
                series,
                PrometheusTraces.saved(List.of(file), Optional.empty(), RangeOptions.STRICT));
          } catch (IOException e) {
            throw new InputException(series + ": " + FailureHandler.describe(e), e);
          }
        });
    return answers;
  }
}

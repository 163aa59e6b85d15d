package io.rlscaler.simulator.trace.source;

import io.rlscaler.prometheus.PrometheusClient;
import io.rlscaler.prometheus.QueryFailure;
import io.rlscaler.prometheus.RangeResult;
import io.rlscaler.simulator.trace.TextFile;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.TraceFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Traces from range queries of Prometheus, asked now or saved earlier. The value at a time t
 * becomes the rate of the step that begins at t; a time without a value, and a value that is not a
 * finite number, is unknown. The start of a trace is the time since 1970.
 */
public final class PrometheusTraces {
  private PrometheusTraces() {}

  /**
   * Asks a Prometheus, in as many requests as its limit of points makes necessary.
   *
   * @param name of the trace
   * @param promql a query for requests/s
   * @param start the first time
   * @param end no time is after it; not before the start
   * @param step distance of two times, whole milliseconds
   * @throws QueryFailure if there is no answer
   * @throws IllegalArgumentException if the times are out of range, or the answer is no trace
   */
  public static Trace ask(
      PrometheusClient client,
      String name,
      String promql,
      Instant start,
      Instant end,
      Duration step,
      RangeOptions options)
      throws QueryFailure, InterruptedException {
    RangeResult answer;
    try {
      answer = client.queryRange(promql, start, end, step).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof QueryFailure failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    }
    Instant last = start.plus(step.multipliedBy(Duration.between(start, end).dividedBy(step)));
    return RangeTrace.of(name, answer, start, last, step, options);
  }

  /**
   * Reads saved answers of {@code /api/v1/query_range}, which together are one answer: where
   * Prometheus' limit of points is reached, there are several.
   *
   * @param files at least one, in any order; the trace is named after the first
   * @param step distance of two times; if empty, the most common one in the files
   * @throws TraceFormatException naming the file and the field if a file is no such answer
   * @throws IOException if a file cannot be read
   */
  public static Trace saved(List<Path> files, Optional<Duration> step, RangeOptions options)
      throws IOException {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("no files, expected one or more");
    }
    Path first = files.get(0);
    RangeResult answer = SavedRange.read(files);
    try {
      return RangeTrace.of(TextFile.name(first), answer, step, options);
    } catch (IllegalArgumentException e) {
      TraceFormatException failure =
          new TraceFormatException(first, String.valueOf(e.getMessage()));
      failure.initCause(e);
      throw failure;
    }
  }
}

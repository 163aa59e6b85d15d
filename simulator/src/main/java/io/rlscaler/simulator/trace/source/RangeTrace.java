package io.rlscaler.simulator.trace.source;

import io.rlscaler.prometheus.RangeResult;
import io.rlscaler.prometheus.Series;
import io.rlscaler.simulator.trace.TimeAxis;
import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Turns the series of a range query into one trace on a grid of times. */
final class RangeTrace {
  private static final int MOST_NAMED = 5;

  private final List<Series> series;
  private final long first;
  private final long step;
  private final double[] sum;
  private final boolean[] invalid;

  private RangeTrace(List<Series> series, Instant start, Instant end, Duration step) {
    if (step.toMillis() <= 0) {
      throw new IllegalArgumentException("step is " + step + ", expected a millisecond or more");
    }
    this.series = series;
    first = start.toEpochMilli();
    this.step = step.toMillis();
    long steps = (end.toEpochMilli() - first) / this.step + 1;
    if (steps > Trace.MOST_STEPS) {
      throw new IllegalArgumentException(
          steps + " steps of " + step + ", expected at most " + Trace.MOST_STEPS);
    }
    sum = new double[(int) steps];
    Arrays.fill(sum, Double.NaN);
    invalid = new boolean[sum.length];
  }

  /**
   * The trace from the first time to the last, both included.
   *
   * @throws IllegalArgumentException if the answer is not one series, or as many as may be added
   *     up; or is partial; or holds a rate below zero, a time that is not on the grid, or no value
   */
  static Trace of(
      String name,
      RangeResult answer,
      Instant start,
      Instant end,
      Duration step,
      RangeOptions options) {
    requireUsable(answer, options);
    return new RangeTrace(answer.series(), start, end, step).trace(name);
  }

  /**
   * The trace from the first point to the last.
   *
   * @param step distance of two times; if empty, the most common one
   * @throws IllegalArgumentException as the other
   */
  static Trace of(String name, RangeResult answer, Optional<Duration> step, RangeOptions options) {
    requireUsable(answer, options);
    long[] times = times(answer.series());
    if (times.length == 0 || (times.length == 1 && step.isEmpty())) {
      throw new IllegalArgumentException(
          times.length + " points, expected two or more to know the step");
    }
    Duration distance = step.orElseGet(() -> Duration.ofMillis(TimeAxis.step(times, times.length)));
    Instant start = Instant.ofEpochMilli(times[0]);
    Instant end = Instant.ofEpochMilli(times[times.length - 1]);
    return new RangeTrace(answer.series(), start, end, distance).trace(name);
  }

  private static long[] times(List<Series> series) {
    return series.stream()
        .flatMapToLong(
            one -> IntStream.range(0, one.size()).mapToLong(i -> one.time(i).toEpochMilli()))
        .sorted()
        .distinct()
        .toArray();
  }

  private static void requireUsable(RangeResult answer, RangeOptions options) {
    requireComplete(answer, options);
    if (answer.series().isEmpty()) {
      throw new IllegalArgumentException("no series in the answer, expected one");
    }
    requireOne(answer.series(), options);
  }

  private static void requireComplete(RangeResult answer, RangeOptions options) {
    if (answer.partial() && !options.allowPartial()) {
      String texts = answer.warnings().stream().limit(MOST_NAMED).collect(Collectors.joining("; "));
      throw new IllegalArgumentException(
          "Prometheus warns that something may be missing ("
              + texts.replaceAll("\\p{Cntrl}", "?")
              + "), expected a complete answer");
    }
  }

  private static void requireOne(List<Series> series, RangeOptions options) {
    List<Map<String, String>> labels = series.stream().map(Series::labels).distinct().toList();
    if (labels.size() > 1 && !options.sum()) {
      String named =
          labels.stream().limit(MOST_NAMED).map(RangeTrace::text).collect(Collectors.joining(", "));
      String more =
          labels.size() > MOST_NAMED ? " and " + (labels.size() - MOST_NAMED) + " more" : "";
      throw new IllegalArgumentException(
          labels.size()
              + " series, "
              + named
              + more
              + ", expected one: let the query choose or sum, or ask for the sum of all");
    }
  }

  /** Labels as PromQL writes them. */
  private static String text(Map<String, String> labels) {
    String text =
        labels.entrySet().stream()
            .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
            .collect(Collectors.joining(",", "{", "}"));
    return (text.length() > 200 ? text.substring(0, 200) + "..." : text)
        .replaceAll("\\p{Cntrl}", "?");
  }

  private Trace trace(String name) {
    Map<Map<String, String>, List<Series>> byLabels =
        series.stream().collect(Collectors.groupingBy(Series::labels));
    byLabels.values().forEach(this::add);
    for (int i = 0; i < sum.length; i++) {
      sum[i] = invalid[i] ? Double.NaN : sum[i];
    }
    if (Arrays.stream(sum).allMatch(Double::isNaN)) {
      throw new IllegalArgumentException("no number in the answer, expected one");
    }
    return Trace.of(name, Duration.ofMillis(first), Duration.ofMillis(step), sum);
  }

  /** Adds the parts of one series, which may repeat a point but not contradict each other. */
  private void add(List<Series> parts) {
    double[] values = new double[sum.length];
    boolean[] seen = new boolean[sum.length];
    for (Series part : parts) {
      for (int i = 0; i < part.size(); i++) {
        int index = index(part, i);
        double value = value(part, i);
        if (seen[index] && Double.compare(values[index], value) != 0) {
          throw new IllegalArgumentException(
              "series %s has two values at %s, %s and %s, expected one"
                  .formatted(text(part.labels()), part.time(i), values[index], value));
        }
        values[index] = value;
        seen[index] = true;
      }
    }
    for (int i = 0; i < sum.length; i++) {
      if (seen[i]) {
        sum[i] = Double.isNaN(sum[i]) ? values[i] : sum[i] + values[i];
        invalid[i] |= Double.isNaN(values[i]);
      }
    }
  }

  private int index(Series part, int point) {
    long behind = part.time(point).toEpochMilli() - first;
    if (behind < 0 || behind % step != 0 || behind / step >= sum.length) {
      throw new IllegalArgumentException(
          "series %s has a point at %s, expected whole steps of %s from %s on"
              .formatted(
                  text(part.labels()),
                  part.time(point),
                  Duration.ofMillis(step),
                  Instant.ofEpochMilli(first)));
    }
    return (int) (behind / step);
  }

  /** A rate, or NaN for what is not a number. */
  private static double value(Series part, int point) {
    double value = part.value(point);
    if (value < 0 && Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "series %s is %s at %s, expected a rate of 0 or more"
              .formatted(text(part.labels()), value, part.time(point)));
    }
    return Double.isFinite(value) ? value : Double.NaN;
  }
}

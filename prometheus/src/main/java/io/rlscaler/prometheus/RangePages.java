package io.rlscaler.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pages of a range query, none longer than Prometheus' limit of points, and the series made of
 * them. Series of different pages are one when their labels are equal; of equal ones in the same
 * page the first continues the first of the page before, and so on.
 */
final class RangePages {
  /**
   * Most points of a series in one answer: {@code maxPointsPerTimeSeries} in Prometheus'
   * web/api/v1/api.go.
   */
  static final int MAX_POINTS = 11_000;

  /**
   * Beyond 11 million points a series does not fit into memory besides its siblings; ask for less
   * at a time.
   */
  static final int MAX_PAGES = 1_000;

  private static final Duration LONGEST_STEP = Duration.ofDays(365);
  private static final Instant LAST_TIME = Instant.parse("9999-12-31T23:59:59.999Z");

  /** One request; both ends are included. */
  record Page(Instant start, Instant end) {}

  private record Key(Map<String, String> labels, int occurrence) {}

  private final Map<Key, List<Series>> parts = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> infos = new ArrayList<>();

  /**
   * Checks that a time is between the years 1970 and 9999, so that its milliseconds fit every
   * format on the way.
   */
  static void requireRepresentable(Instant time) {
    if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST_TIME)) {
      throw new IllegalArgumentException(
          "expected a time from " + Instant.EPOCH + " to " + LAST_TIME + ", found " + time);
    }
  }

  /** The pages from the first to the last, on one grid of steps. */
  static List<Page> of(Instant start, Instant end, Duration step) {
    requireRepresentable(start);
    requireRepresentable(end);
    if (end.isBefore(start)) {
      throw new IllegalArgumentException("expected an end at or after " + start + ", found " + end);
    }
    if (step.compareTo(Duration.ofMillis(1)) < 0
        || step.compareTo(LONGEST_STEP) > 0
        || !step.equals(step.truncatedTo(ChronoUnit.MILLIS))) {
      throw new IllegalArgumentException(
          "expected a step of whole milliseconds up to " + LONGEST_STEP + ", found " + step);
    }
    long points = Duration.between(start, end).toMillis() / step.toMillis() + 1;
    if (points > (long) MAX_POINTS * MAX_PAGES) {
      throw new IllegalArgumentException(
          "expected at most " + (long) MAX_POINTS * MAX_PAGES + " points of time, found " + points);
    }
    List<Page> pages = new ArrayList<>();
    for (long first = 0; first < points; first += MAX_POINTS) {
      long last = Math.min(points, first + MAX_POINTS) - 1;
      pages.add(
          new Page(start.plus(step.multipliedBy(first)), start.plus(step.multipliedBy(last))));
    }
    return pages;
  }

  /** Adds the answer to the next page. */
  void add(Exchange.Answer<Series> answer) {
    Map<Map<String, String>, Integer> seen = new HashMap<>();
    for (Series series : answer.elements()) {
      int occurrence = seen.merge(series.labels(), 1, Integer::sum);
      parts
          .computeIfAbsent(new Key(series.labels(), occurrence), key -> new ArrayList<>())
          .add(series);
    }
    answer.warnings().stream().filter(text -> !warnings.contains(text)).forEach(warnings::add);
    answer.infos().stream().filter(text -> !infos.contains(text)).forEach(infos::add);
  }

  /** Everything added so far; texts that several pages repeat are there once. */
  RangeResult result() {
    return new RangeResult(parts.values().stream().map(Series::joined).toList(), warnings, infos);
  }
}

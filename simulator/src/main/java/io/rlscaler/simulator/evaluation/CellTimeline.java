package io.rlscaler.simulator.evaluation;

import io.rlscaler.simulator.episode.TimelineStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Load and replicas of a cell over time for a chart, thinned to at most {@link #MAX_POINTS} points;
 * each point shows the largest value of its stretch, so that no peak is lost.
 *
 * @param cell which
 * @param seconds beginning of each stretch, from that of the scored part
 * @param load in replicas at 100 %, NaN in a gap
 * @param replicas asked for, by controller; one value per stretch each
 */
public record CellTimeline(
    Cell cell, List<Double> seconds, List<Double> load, Map<String, List<Integer>> replicas) {

  /** More would make the page heavy and show nothing more. */
  public static final int MAX_POINTS = 1500;

  /** Copies, and refuses columns of different lengths. */
  public CellTimeline {
    seconds = List.copyOf(seconds);
    load = List.copyOf(load);
    Map<String, List<Integer>> copy = new LinkedHashMap<>();
    replicas.forEach((controller, values) -> copy.put(controller, List.copyOf(values)));
    replicas = Collections.unmodifiableMap(copy);
    int points = seconds.size();
    if (points > MAX_POINTS) {
      throw new IllegalArgumentException(
          "timeline: found " + points + " points, expected at most " + MAX_POINTS);
    }
    requireLength("load", load, points);
    replicas.forEach((controller, values) -> requireLength(controller, values, points));
  }

  private static void requireLength(String name, List<?> values, int points) {
    if (values.size() != points) {
      throw new IllegalArgumentException(
          name + ": found " + values.size() + " values, expected " + points);
    }
  }

  /**
   * Thins the decisions of several controllers on the same load.
   *
   * @param capacity of a replica [requests/s], positive
   * @param steps by controller, in the order of the chart; all of the same length
   */
  public static CellTimeline of(Cell cell, double capacity, Map<String, List<TimelineStep>> steps) {
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("timeline: found no controller, expected at least one");
    }
    List<TimelineStep> first = steps.values().iterator().next();
    int stretch = Math.max(1, (first.size() + MAX_POINTS - 1) / MAX_POINTS);
    List<Double> seconds = new ArrayList<>();
    List<Double> load = new ArrayList<>();
    for (int from = 0; from < first.size(); from += stretch) {
      seconds.add(first.get(from).seconds() - first.get(0).seconds());
      load.add(peakLoad(stretch(first, from, stretch), capacity));
    }
    Map<String, List<Integer>> replicas = new LinkedHashMap<>();
    steps.forEach((controller, own) -> replicas.put(controller, peaks(own, stretch)));
    return new CellTimeline(cell, seconds, load, replicas);
  }

  private static List<TimelineStep> stretch(List<TimelineStep> steps, int from, int stretch) {
    return steps.subList(from, Math.min(from + stretch, steps.size()));
  }

  private static double peakLoad(List<TimelineStep> steps, double capacity) {
    return steps.stream()
            .filter(step -> step.rate().isPresent())
            .mapToDouble(step -> step.rate().getAsDouble())
            .max()
            .orElse(Double.NaN)
        / capacity;
  }

  private static List<Integer> peaks(List<TimelineStep> steps, int stretch) {
    List<Integer> peaks = new ArrayList<>();
    for (int from = 0; from < steps.size(); from += stretch) {
      peaks.add(
          stretch(steps, from, stretch).stream()
              .mapToInt(TimelineStep::desired)
              .max()
              .orElseThrow());
    }
    return peaks;
  }
}

package io.rlscaler.simulator.fitting;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What was measured of one service, on one grid of times, as a range query gives it. At a grid
 * point, replicas are what they were at that time; all others are means over the window that ends
 * there.
 *
 * @param step distance of two grid points, at least one second
 * @param windowSteps length of the window in steps, at least 1
 * @param rate arrivals [requests/s], 0 or more
 * @param ready replicas that serve
 * @param desired replicas asked for; may be unknown throughout
 * @param utilization busy share of the ready capacity, 0 to 1.5 (counters of time may overshoot);
 *     may be unknown throughout
 * @param goodRatios by latency [s]: the share of requests answered within it, 0 to 1
 * @param quantiles by probability: the latency that this share of the requests does not exceed [s]
 */
public record ServiceHistory(
    Duration step,
    int windowSteps,
    GridSeries rate,
    GridSeries ready,
    GridSeries desired,
    GridSeries utilization,
    SortedMap<Double, GridSeries> goodRatios,
    SortedMap<Double, GridSeries> quantiles) {
  /** A utilization above it is no share of a capacity. */
  private static final double MOST_UTILIZATION = 1.5;

  /** Checks lengths and ranges. */
  public ServiceHistory {
    if (step.toMillis() < 1000 || windowSteps < 1) {
      throw new IllegalArgumentException(
          "step is " + step + " and window " + windowSteps + " steps, expected 1 s and 1 or more");
    }
    goodRatios = Collections.unmodifiableSortedMap(new TreeMap<>(goodRatios));
    quantiles = Collections.unmodifiableSortedMap(new TreeMap<>(quantiles));
    Map<String, GridSeries> named = named(rate, ready, desired, utilization, goodRatios, quantiles);
    for (Map.Entry<String, GridSeries> entry : named.entrySet()) {
      if (entry.getValue().size() != rate.size()) {
        throw new IllegalArgumentException(
            entry.getKey()
                + " has "
                + entry.getValue().size()
                + " points, expected "
                + rate.size()
                + " as the rate");
      }
    }
    for (double latency : goodRatios.keySet()) {
      if (!(latency > 0)) {
        throw new IllegalArgumentException("latency is " + latency + " s, expected more than 0");
      }
    }
    for (double probability : quantiles.keySet()) {
      if (!(probability > 0 && probability < 1)) {
        throw new IllegalArgumentException(
            "probability is " + probability + ", expected between 0 and 1");
      }
    }
    rate.requireRange("rate", 0, Double.MAX_VALUE);
    ready.requireRange("ready replicas", 0, Integer.MAX_VALUE);
    desired.requireRange("desired replicas", 0, Integer.MAX_VALUE);
    utilization.requireRange("utilization", 0, MOST_UTILIZATION);
    goodRatios.forEach((latency, series) -> series.requireRange("good ratio", 0, 1));
    quantiles.forEach((p, series) -> series.requireRange("latency", 0, Double.MAX_VALUE));
  }

  private static Map<String, GridSeries> named(
      GridSeries rate,
      GridSeries ready,
      GridSeries desired,
      GridSeries utilization,
      Map<Double, GridSeries> goodRatios,
      Map<Double, GridSeries> quantiles) {
    Map<String, GridSeries> named = new LinkedHashMap<>();
    named.put("rate", rate);
    named.put("ready replicas", ready);
    named.put("desired replicas", desired);
    named.put("utilization", utilization);
    goodRatios.forEach((latency, series) -> named.put("good ratio within " + latency, series));
    quantiles.forEach((p, series) -> named.put("latency at " + p, series));
    return named;
  }

  /** The number of grid points. */
  public int size() {
    return rate.size();
  }

  /** The distance of two grid points [s]. */
  public double stepSeconds() {
    return step.toMillis() / 1000.0;
  }

  /** The grid points {@code [from, to)}. */
  public ServiceHistory between(int from, int to) {
    UnaryOperator<GridSeries> part = series -> series.between(from, to);
    return new ServiceHistory(
        step,
        windowSteps,
        part.apply(rate),
        part.apply(ready),
        part.apply(desired),
        part.apply(utilization),
        mapped(goodRatios, part),
        mapped(quantiles, part));
  }

  /** The same history with the utilization read later by some steps, to undo its lag. */
  ServiceHistory withUtilizationEarlier(int steps) {
    double[] moved = new double[size()];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = utilization.at(i + steps);
    }
    return new ServiceHistory(
        step, windowSteps, rate, ready, desired, GridSeries.of(moved), goodRatios, quantiles);
  }

  private static SortedMap<Double, GridSeries> mapped(
      SortedMap<Double, GridSeries> all, UnaryOperator<GridSeries> part) {
    SortedMap<Double, GridSeries> parts = new TreeMap<>();
    all.forEach((key, series) -> parts.put(key, part.apply(series)));
    return parts;
  }
}

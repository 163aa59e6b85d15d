package io.rlscaler.prometheus;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One series of a range query: points in the order of the answer, kept in primitive arrays, because
 * a day at 15 s for a thousand workloads is 5.8 million points.
 */
public final class Series {
  private final Map<String, String> labels;
  private final long[] epochMillis;
  private final double[] values;

  /**
   * A series of the given points.
   *
   * @param labels label names and values
   * @param epochMillis the time of each point in milliseconds since 1970
   * @param values the value of each point; NaN and the infinities are allowed
   */
  public Series(Map<String, String> labels, long[] epochMillis, double[] values) {
    if (epochMillis.length != values.length) {
      throw new IllegalArgumentException(
          "expected as many values as times, found "
              + values.length
              + " and "
              + epochMillis.length);
    }
    this.labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    this.epochMillis = epochMillis.clone();
    this.values = values.clone();
  }

  /** Label names and values in the order of the answer. */
  public Map<String, String> labels() {
    return labels;
  }

  /** The number of points. */
  public int size() {
    return values.length;
  }

  /** The time of a point, to the millisecond. */
  public Instant time(int point) {
    return Instant.ofEpochMilli(epochMillis[point]);
  }

  /** The value of a point; may be NaN or infinite. */
  public double value(int point) {
    return values[point];
  }

  /** The points of all parts, at least one, in their order; the labels are the first part's. */
  static Series joined(List<Series> parts) {
    int size = parts.stream().mapToInt(Series::size).sum();
    long[] times = new long[size];
    double[] all = new double[size];
    int at = 0;
    for (Series part : parts) {
      System.arraycopy(part.epochMillis, 0, times, at, part.size());
      System.arraycopy(part.values, 0, all, at, part.size());
      at += part.size();
    }
    return new Series(parts.get(0).labels, times, all);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Series that
        && labels.equals(that.labels)
        && Arrays.equals(epochMillis, that.epochMillis)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * labels.hashCode() + Arrays.hashCode(epochMillis)) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Series[labels=" + labels + ", size=" + size() + "]";
  }
}

package io.rlscaler.simulator.evaluation;

import java.util.Arrays;

/**
 * A 90 % interval.
 *
 * @param low the 5 % quantile
 * @param high the 95 % quantile
 */
public record Interval(double low, double high) {
  private static final double TAIL = 0.05;

  /** Refuses ends that are no numbers or the wrong way round. */
  public Interval {
    if (!(low <= high && Double.isFinite(low) && Double.isFinite(high))) {
      throw new IllegalArgumentException(
          "interval: found [" + low + ", " + high + "], expected two rising finite numbers");
    }
  }

  /**
   * From resampled values, by linear interpolation between order statistics (Hyndman and Fan 1996,
   * type 7).
   *
   * @param values at least one, finite
   */
  static Interval of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Interval(quantile(sorted, TAIL), quantile(sorted, 1 - TAIL));
  }

  private static double quantile(double[] sorted, double p) {
    double position = p * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /** Whether a value lies within, ends included. */
  public boolean covers(double value) {
    return low <= value && value <= high;
  }
}

package io.rlscaler.simulator.trace;

import java.time.Duration;
import java.util.Arrays;

/**
 * Estimates the rate behind a trace of low counts, so that it can be scaled up without scaling the
 * shot noise of the counts.
 *
 * <p>For every step a window is grown to the left and another to the right, in sizes of ratio 1.5,
 * until (a) it holds half the target count, (b) it reaches half the longest window, (c) it would
 * cross a gap, or (d) the data contradict a constant rate: the intervals of {@code significance}
 * standard errors of all window sizes so far have no value in common (intersection of confidence
 * intervals: Goldenshluger and Nemirovski 1997; directional windows: Katkovnik, Egiazarian and
 * Astola 2002). The estimate is the mean rate over both windows, multiplied so that the requests
 * between two gaps stay the same: windows stop before spikes, so that bursty traces would lose up
 * to a tenth. Intervals are taken on the scale {@code sqrt(count + 3/8)}, where a Poisson count has
 * the standard deviation 1/2 whatever its mean (Anscombe 1948).
 *
 * <p>Why so: a fixed bandwidth either keeps the noise of quiet hours or blurs the jumps of busy
 * ones. Here a window only grows over what cannot be told from noise, so a jump stays as sharp as
 * the counts can show it, variation beyond Poisson is kept, and steps that hold the target count
 * themselves are returned as they are. What is left is a relative error of about {@code 1 /
 * sqrt(targetCount)}. Structure that no pair of windows can tell from noise, such as a timer of a
 * few requests, is lost.
 *
 * @param targetCount requests that a full window holds, at least 1
 * @param significance width of the intervals in standard errors, positive
 * @param longestWindow no window is longer, so that the shape of a day survives any count
 */
public record RateSmoother(double targetCount, double significance, Duration longestWindow) {
  /**
   * A count of 1,000 leaves 3 %, less than one replica in thirty. At 3 standard errors about one
   * step in a thousand is taken for a spike by mistake. Four hours keep a daily cycle.
   */
  public static final RateSmoother DEFAULT = new RateSmoother(1000, 3, Duration.ofHours(4));

  /** The variance-stabilising offset of Anscombe (1948). */
  private static final double ANSCOMBE = 3.0 / 8;

  /** Checks the ranges. */
  public RateSmoother {
    if (!(targetCount >= 1 && Double.isFinite(targetCount))) {
      throw new IllegalArgumentException("target count is " + targetCount + ", expected 1 or more");
    }
    if (!(significance > 0 && Double.isFinite(significance))) {
      throw new IllegalArgumentException(
          "significance is " + significance + ", expected a positive number");
    }
    if (longestWindow.isNegative() || longestWindow.isZero()) {
      throw new IllegalArgumentException(
          "longest window is " + longestWindow + ", expected a positive time");
    }
  }

  /** The smoothed trace: same time axis, same gaps. */
  public Trace smooth(Trace trace) {
    double[] rates = trace.copyOfRates();
    double[] cumulative = cumulativeCounts(rates, trace.stepSeconds());
    int longest = (int) Math.max(1, longestWindow.dividedBy(trace.step()) / 2);
    double[] smoothed = new double[rates.length];
    Arrays.fill(smoothed, Double.NaN);
    for (int begin = 0; begin < rates.length; begin++) {
      int end = endOfRun(rates, begin);
      for (int i = begin; i < end; i++) {
        int left = window(cumulative, i, -1, Math.min(longest, i - begin + 1));
        int right = window(cumulative, i, 1, Math.min(longest, end - i));
        double count = cumulative[i + right] - cumulative[i + 1 - left];
        smoothed[i] = Math.max(0, count) / ((left + right - 1) * trace.stepSeconds());
      }
      keepSum(rates, smoothed, begin, end);
      begin = end;
    }
    return trace.withRates(smoothed);
  }

  private static void keepSum(double[] rates, double[] smoothed, int begin, int end) {
    double before = 0;
    double after = 0;
    for (int i = begin; i < end; i++) {
      before += rates[i];
      after += smoothed[i];
    }
    double factor = after > 0 ? before / after : 1;
    for (int i = begin; i < end; i++) {
      smoothed[i] *= factor;
    }
  }

  private static double[] cumulativeCounts(double[] rates, double stepSeconds) {
    double[] cumulative = new double[rates.length + 1];
    for (int i = 0; i < rates.length; i++) {
      cumulative[i + 1] = cumulative[i] + (Double.isNaN(rates[i]) ? 0 : rates[i] * stepSeconds);
    }
    return cumulative;
  }

  /** The index of the first unknown step at or behind {@code begin}. */
  private static int endOfRun(double[] rates, int begin) {
    int end = begin;
    while (end < rates.length && !Double.isNaN(rates[end])) {
      end++;
    }
    return end;
  }

  /** The size of the largest window from step {@code i} in one direction, {@code i} included. */
  private int window(double[] cumulative, int i, int direction, int longest) {
    double lower = 0;
    double upper = Double.POSITIVE_INFINITY;
    int accepted = 1;
    for (int size = 1; size <= longest; size = larger(size, longest)) {
      double count =
          direction < 0
              ? cumulative[i + 1] - cumulative[i + 1 - size]
              : cumulative[i + size] - cumulative[i];
      double center = Math.sqrt((Math.max(0, count) + ANSCOMBE) / size);
      double halfWidth = significance / (2 * Math.sqrt(size));
      lower = Math.max(lower, center - halfWidth);
      upper = Math.min(upper, center + halfWidth);
      if (lower > upper) {
        return accepted;
      }
      accepted = size;
      if (count >= targetCount / 2) {
        return accepted;
      }
    }
    return accepted;
  }

  private static int larger(int size, int longest) {
    int next = Math.max(size + 1, size * 3 / 2);
    return size < longest ? Math.min(next, longest) : next;
  }
}

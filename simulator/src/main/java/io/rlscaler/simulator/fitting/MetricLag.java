package io.rlscaler.simulator.fitting;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * How late a measured reaction follows the arrival rate: the shift at which the changes of the rate
 * and those of the reaction correlate best. The reaction is the work in progress (utilization times
 * ready replicas) or, without utilization, the share of slow requests.
 *
 * <p>Between two shifts the top of the parabola through three correlations is taken. Empty when no
 * shift correlates clearly. What delays all metrics alike does not show in their history.
 */
final class MetricLag {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final double LEAST_CORRELATION = .3;
  private static final double MOST_UTILIZATION = .9;
  private static final int BLOCKS = 16;

  private final double[] rateChanges;
  private final double[] reactionChanges;
  private final int longest;
  private final double stepSeconds;

  private MetricLag(double[] rateChanges, double[] reactionChanges, int longest, double step) {
    this.rateChanges = rateChanges;
    this.reactionChanges = reactionChanges;
    this.longest = longest;
    stepSeconds = step;
  }

  /** The lag of the reaction behind the rate [s], 0 or more. */
  static Optional<Estimate> of(ServiceHistory history) {
    int size = history.size();
    double[] reaction = new double[size];
    Optional<GridSeries> good = history.goodRatios().values().stream().findFirst();
    if (history.utilization().known() == 0 && good.isPresent()) {
      Arrays.setAll(reaction, i -> 1 - good.get().at(i));
    } else {
      Arrays.setAll(reaction, i -> work(history, i));
    }
    double[] rate = new double[size];
    Arrays.setAll(rate, history.rate()::at);
    int longest = (int) Math.max(1, LONGEST.toMillis() / history.step().toMillis());
    return new MetricLag(
            changes(rate, history.windowSteps()),
            changes(reaction, history.windowSteps()),
            longest,
            history.stepSeconds())
        .estimate();
  }

  /** Work in progress; what is saturated follows the replicas, not the rate. */
  private static double work(ServiceHistory history, int i) {
    double utilization = history.utilization().at(i);
    return utilization <= MOST_UTILIZATION ? utilization * history.ready().at(i) : Double.NaN;
  }

  /** Changes over a window, which share no sample with each other. */
  private static double[] changes(double[] values, int window) {
    double[] changes = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      changes[i] = i < window ? Double.NaN : values[i] - values[i - window];
    }
    return changes;
  }

  private Optional<Estimate> estimate() {
    int[] all = new int[BLOCKS];
    for (int b = 0; b < BLOCKS; b++) {
      all[b] = b;
    }
    double[][][] sums = blockSums();
    double value = lag(sums, all);
    if (Double.isNaN(value)) {
      return Optional.empty();
    }
    double[] range = BlockBootstrap.interval(BLOCKS, drawn -> lag(sums, drawn));
    return Optional.of(Estimate.around(value, range[0], range[1]));
  }

  /** Per block and shift: the sums of xy, xx and yy. */
  private double[][][] blockSums() {
    int size = rateChanges.length;
    double[][][] sums = new double[BLOCKS][longest + 2][3];
    for (int i = 0; i < size; i++) {
      double[][] block = sums[(int) ((long) i * BLOCKS / size)];
      // from -1 on, so that a top at 0 has two neighbours
      for (int shift = -1; shift <= longest; shift++) {
        int behind = i + shift;
        if (behind >= 0 && behind < size) {
          double x = rateChanges[i];
          double y = reactionChanges[behind];
          if (!Double.isNaN(x * y)) {
            block[shift + 1][0] += x * y;
            block[shift + 1][1] += x * x;
            block[shift + 1][2] += y * y;
          }
        }
      }
    }
    return sums;
  }

  private double lag(double[][][] sums, int[] blocks) {
    double[] correlations = new double[longest + 2];
    int best = 0;
    for (int k = 0; k < correlations.length; k++) {
      double xy = 0;
      double xx = 0;
      double yy = 0;
      for (int b : blocks) {
        xy += sums[b][k][0];
        xx += sums[b][k][1];
        yy += sums[b][k][2];
      }
      correlations[k] = xx * yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
      best = correlations[k] > correlations[best] ? k : best;
    }
    if (correlations[best] < LEAST_CORRELATION) {
      return Double.NaN;
    }
    return Math.max(0, (best - 1 + top(correlations, best)) * stepSeconds);
  }

  private static double top(double[] values, int best) {
    if (best == 0 || best == values.length - 1) {
      return 0;
    }
    double left = values[best - 1];
    double right = values[best + 1];
    double curvature = left - 2 * values[best] + right;
    return curvature < 0 ? (left - right) / (2 * curvature) : 0;
  }
}

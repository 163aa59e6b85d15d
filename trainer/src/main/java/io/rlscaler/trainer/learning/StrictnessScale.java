package io.rlscaler.trainer.learning;

import io.rlscaler.trainer.environment.Range;
import java.util.Arrays;

/**
 * Brings numbers that depend on the strictness to one size, so that no strictness decides alone
 * what is learned. Mean and mean square are kept for each of {@value #BUCKETS} parts of the range,
 * with a memory of some {@value #MEMORY} times as many as come at once.
 */
final class StrictnessScale {
  static final int BUCKETS = 8;
  private static final double MEMORY = 50;
  private static final double LEAST_DEVIATION = 1e-6;

  private final Range range;
  private final double[] weight = new double[BUCKETS];
  private final double[] sum = new double[BUCKETS];
  private final double[] squares = new double[BUCKETS];

  StrictnessScale(Range range) {
    this.range = range;
  }

  /** Goes on from {@link #state()}. */
  StrictnessScale(Range range, double[] state) {
    this(range);
    System.arraycopy(state, 0, weight, 0, BUCKETS);
    System.arraycopy(state, BUCKETS, sum, 0, BUCKETS);
    System.arraycopy(state, 2 * BUCKETS, squares, 0, BUCKETS);
  }

  /** For checkpoints. */
  double[] state() {
    double[] state = Arrays.copyOf(weight, 3 * BUCKETS);
    System.arraycopy(sum, 0, state, BUCKETS, BUCKETS);
    System.arraycopy(squares, 0, state, 2 * BUCKETS, BUCKETS);
    return state;
  }

  private int bucket(double strictness) {
    double width = Math.log(range.most() / range.least());
    double share = width == 0 ? 0 : Math.log(strictness / range.least()) / width;
    return (int) Math.max(0, Math.min(BUCKETS - 1, share * BUCKETS));
  }

  /** Takes in numbers, each with the strictness it depends on. */
  void learn(double[] strictness, double[] values) {
    double keep = 1 - 1 / MEMORY;
    for (int i = 0; i < BUCKETS; i++) {
      weight[i] *= keep;
      sum[i] *= keep;
      squares[i] *= keep;
    }
    for (int i = 0; i < values.length; i++) {
      int bucket = bucket(strictness[i]);
      weight[bucket]++;
      sum[bucket] += values[i];
      squares[bucket] += values[i] * values[i];
    }
  }

  /** Mean of the numbers of a strictness. */
  double mean(double strictness) {
    int bucket = bucket(strictness);
    return weight[bucket] > 0 ? sum[bucket] / weight[bucket] : 0;
  }

  /** Root mean square of the numbers of a strictness. */
  double rootMeanSquare(double strictness) {
    int bucket = bucket(strictness);
    return weight[bucket] > 0
        ? Math.max(LEAST_DEVIATION, Math.sqrt(squares[bucket] / weight[bucket]))
        : 1;
  }

  /** Standard deviation of the numbers of a strictness. */
  double deviation(double strictness) {
    double mean = mean(strictness);
    double square = rootMeanSquare(strictness);
    return Math.max(LEAST_DEVIATION, Math.sqrt(Math.max(0, square * square - mean * mean)));
  }
}

package io.rlscaler.simulator.fitting;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Ranges of statistics of dependent data: whole blocks are drawn with replacement, so that what
 * happens minutes apart stays together. Deterministic.
 */
final class BlockBootstrap {
  private static final int DRAWS = 200;
  private static final long SEED = 20_090_603;

  private BlockBootstrap() {}

  /**
   * The 5 % and 95 % quantile of a statistic over drawn blocks.
   *
   * @param blocks how many there are, positive
   * @param statistic of the numbers of the drawn blocks; NaN where they do not allow one
   * @return the two quantiles, NaN when no draw gives a number
   */
  static double[] interval(int blocks, ToDoubleFunction<int[]> statistic) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] values = new double[DRAWS];
    int[] drawn = new int[blocks];
    for (int i = 0; i < DRAWS; i++) {
      for (int k = 0; k < blocks; k++) {
        drawn[k] = random.nextInt(blocks);
      }
      values[i] = statistic.applyAsDouble(drawn);
    }
    double[] known = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    return known.length == 0
        ? new double[] {Double.NaN, Double.NaN}
        : new double[] {quantile(known, .05), quantile(known, .95)};
  }

  /** A quantile of sorted values, linear between them. */
  static double quantile(double[] sorted, double probability) {
    double position = probability * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}

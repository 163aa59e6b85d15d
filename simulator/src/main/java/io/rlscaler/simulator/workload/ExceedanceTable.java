package io.rlscaler.simulator.workload;

/**
 * H(c, x) = P(S + V &gt; T) for the service time S and a waiting time V of mean c and squared
 * coefficient of variation x: gamma, or normal for x &lt; .02. Bilinear in c and sqrt(x).
 *
 * <p>c has 16 linear cells per octave over 14 octaves, so that an index comes from the bits of a
 * double; below them H is linear down to P(S &gt; T). The integral runs over strata of V with their
 * exact probabilities and means, which depend on x alone and are shared.
 */
final class ExceedanceTable {
  private static final double LOWEST = 1.0 / 64;
  private static final int OCTAVES = 14;
  private static final int ROWS = 16 * OCTAVES + 1;
  private static final int COLUMNS = 26;
  private static final double CELL = .05;
  private static final long LOWEST_BITS = Double.doubleToRawLongBits(LOWEST) >>> 48;

  /** Threshold in units of the grid at which its range of c still covers certain violation. */
  private static final double LARGEST_THRESHOLD = 32;

  private final float[] values = new float[ROWS * COLUMNS];
  private final double perUnit;
  private final double exceedance;

  ExceedanceTable(ServiceModel service, double threshold) {
    double unit = Math.max(service.meanSeconds(), threshold / LARGEST_THRESHOLD);
    perUnit = 1 / unit;
    exceedance = service.exceedance(threshold);
    SampledExceedance sampled = new SampledExceedance(service, threshold);
    for (int row = 0; row < ROWS; row++) {
      double mean = unit * LOWEST * (1 << (row / 16)) * (1 + row % 16 / 16.0);
      for (int column = 0; column < COLUMNS; column++) {
        WaitStrata strata = WaitStrata.ALL[column];
        double sum = 0;
        for (int k = 0; k < strata.means.length; k++) {
          sum += strata.weights[k] * sampled.at(threshold - mean * strata.means[k]);
        }
        values[row * COLUMNS + column] = (float) sum;
      }
    }
  }

  /** P(S &gt; T). */
  double exceedance() {
    return exceedance;
  }

  /** H for a mean wait c &gt;= 0 [s] and a squared coefficient of variation x &gt;= 0. */
  double value(double c, double x) {
    double mean = c * perUnit;
    double right = Math.min(Math.sqrt(x) / CELL, COLUMNS - 1.0001);
    int column = (int) right;
    right -= column;
    if (mean < LOWEST) {
      double lowest = values[column] + right * (values[column + 1] - values[column]);
      return exceedance + mean / LOWEST * (lowest - exceedance);
    }
    long bits = Double.doubleToRawLongBits(mean);
    int row = (int) ((bits >>> 48) - LOWEST_BITS);
    double down = (bits & 0xffffffffffffL) * 0x1p-48;
    if (row >= ROWS - 1) {
      row = ROWS - 2;
      down = 1;
    }
    int i = row * COLUMNS + column;
    double upper = values[i] + right * (values[i + 1] - values[i]);
    i += COLUMNS;
    double lower = values[i] + right * (values[i + 1] - values[i]);
    return upper + down * (lower - upper);
  }

  /** P(S &gt; s) on a fine grid over 0..T: the function itself is too slow for the integrals. */
  private static final class SampledExceedance {
    private static final int CELLS = 4096;
    private final double[] values = new double[CELLS + 2];
    private final double perCell;

    SampledExceedance(ServiceModel service, double threshold) {
      perCell = CELLS / threshold;
      for (int i = 0; i < values.length; i++) {
        values[i] = service.exceedance(i / perCell);
      }
    }

    double at(double seconds) {
      if (seconds <= 0) {
        return 1;
      }
      double position = seconds * perCell;
      int i = (int) position;
      return values[i] + (position - i) * (values[i + 1] - values[i]);
    }
  }

  /** The waiting time of mean 1 and one variation, cut into strata of known weight and mean. */
  private static final class WaitStrata {
    static final WaitStrata[] ALL = all();
    private static final int CELLS = 160;

    final double[] weights;
    final double[] means;

    private WaitStrata(double[] weights, double[] means) {
      this.weights = weights;
      this.means = means;
    }

    private static WaitStrata[] all() {
      WaitStrata[] all = new WaitStrata[COLUMNS];
      all[0] = new WaitStrata(new double[] {1}, new double[] {1});
      for (int column = 1; column < COLUMNS; column++) {
        double deviation = CELL * column;
        double x = deviation * deviation;
        all[column] = x < .02 ? normal(deviation) : gamma(1 / x);
      }
      return all;
    }

    private static WaitStrata normal(double deviation) {
      double[] weights = new double[CELLS];
      double[] means = new double[CELLS];
      for (int k = 0; k < CELLS; k++) {
        double from = -7 + 14.0 * k / CELLS;
        double to = from + 14.0 / CELLS;
        weights[k] = SpecialFunctions.normal(to) - SpecialFunctions.normal(from);
        means[k] = Math.max(0, 1 + deviation * (from + to) / 2);
      }
      return new WaitStrata(weights, means);
    }

    /** Strata grow with the square of their number: fine near zero and reaching to 1e-10. */
    private static WaitStrata gamma(double shape) {
      double end = 1 + 7 / Math.sqrt(shape) + 25 / shape;
      double[] weights = new double[CELLS];
      double[] means = new double[CELLS];
      double tail = 1;
      double weightedTail = 1;
      for (int k = 0; k < CELLS; k++) {
        double ratio = (k + 1.0) / CELLS;
        double to = shape * end * ratio * ratio;
        boolean last = k == CELLS - 1;
        double nextTail = last ? 0 : SpecialFunctions.upperGamma(shape, to);
        double nextWeightedTail = last ? 0 : SpecialFunctions.upperGamma(shape + 1, to);
        weights[k] = tail - nextTail;
        means[k] = weights[k] > 1e-15 ? (weightedTail - nextWeightedTail) / weights[k] : to / shape;
        tail = nextTail;
        weightedTail = nextWeightedTail;
      }
      return new WaitStrata(weights, means);
    }
  }
}

package io.rlscaler.simulator.workload;

/**
 * G(x): the density at zero of a non-negative variable times its mean, as a function of its squared
 * coefficient of variation x. Exact for a normal variable truncated at zero (0 &lt;= x &lt;= 1,
 * where x = 1 is the exponential), extended linearly above.
 */
final class BoundaryTable {
  private static final int CELLS = 128;
  private static final double[] VALUES = values();

  private BoundaryTable() {}

  private static double[] values() {
    double[] values = new double[CELLS + 2];
    for (int i = 1; i < CELLS; i++) {
      values[i] = boundary(truncation((double) i / CELLS));
    }
    values[CELLS] = 1;
    values[CELLS + 1] = 1 + .5 / CELLS;
    return values;
  }

  /** The standardised mean alpha of the truncated normal variable with variation x. */
  private static double truncation(double x) {
    double low = -200;
    double high = 200;
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (variation(middle) > x) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  private static double variation(double alpha) {
    double mean = SpecialFunctions.inverseMillsExcess(-alpha);
    double hazard = mean - alpha;
    return (1 - mean * hazard) / (mean * mean);
  }

  private static double boundary(double alpha) {
    double mean = SpecialFunctions.inverseMillsExcess(-alpha);
    return (mean - alpha) * mean;
  }

  /** G(x) for x >= 0. */
  static double value(double x) {
    if (x >= 1) {
      return Math.min(1.5, 1 + (x - 1) / 2);
    }
    double position = x * CELLS;
    int i = (int) position;
    return VALUES[i] + (position - i) * (VALUES[i + 1] - VALUES[i]);
  }

  /** G'(x) for x >= 0. */
  static double slope(double x) {
    if (x >= 1) {
      return .5;
    }
    int i = (int) (x * CELLS);
    return (VALUES[i + 1] - VALUES[i]) * CELLS;
  }
}

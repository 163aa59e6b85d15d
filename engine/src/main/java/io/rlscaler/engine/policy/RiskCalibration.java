package io.rlscaler.engine.policy;

import java.util.List;

/** Maps a net's risk output to a probability: piecewise linear, never decreasing. */
public final class RiskCalibration {
  private final double[] x;
  private final double[] y;

  private RiskCalibration(double[] x, double[] y) {
    this.x = x;
    this.y = y;
  }

  /** The calibration of a contract; refuses tables that are not increasing maps of [0, 1]. */
  public static RiskCalibration of(PolicyContract.Calibration table) {
    if (!"isotonic".equals(table.method())) {
      throw new IllegalArgumentException(
          "risk.calibration.method: found " + table.method() + ", expected isotonic");
    }
    double[] x = increasing(table.x(), "x");
    double[] y = increasing(table.y(), "y");
    if (x.length != y.length || x.length < 2) {
      throw new IllegalArgumentException(
          "risk.calibration: found "
              + x.length
              + " x and "
              + y.length
              + " y, expected the same number, at least 2");
    }
    return new RiskCalibration(x, y);
  }

  private static double[] increasing(List<Double> values, String name) {
    double[] array = values.stream().mapToDouble(Double::doubleValue).toArray();
    for (int i = 0; i < array.length; i++) {
      boolean ordered = i == 0 || array[i] >= array[i - 1];
      if (!ordered || !(array[i] >= 0 && array[i] <= 1)) {
        throw new IllegalArgumentException(
            "risk.calibration."
                + name
                + "["
                + i
                + "]: found "
                + array[i]
                + ", expected values in 0..1 that do not decrease");
      }
    }
    return array;
  }

  /** The probability of a raw risk in [0, 1]. */
  public double probability(double risk) {
    if (risk <= x[0]) {
      return y[0];
    }
    for (int i = 1; i < x.length; i++) {
      if (risk <= x[i]) {
        double width = x[i] - x[i - 1];
        double share = width > 0 ? (risk - x[i - 1]) / width : 1;
        return y[i - 1] + share * (y[i] - y[i - 1]);
      }
    }
    return y[y.length - 1];
  }
}

package io.rlscaler.simulator.fitting;

/**
 * A fitted number and the range that the measurements leave open, at about 90 %.
 *
 * @param value the best fit
 * @param low lower end of the range
 * @param high upper end of the range
 */
public record Estimate(double value, double low, double high) {
  /** Checks the order. */
  public Estimate {
    if (!(low <= value && value <= high)) {
      throw new IllegalArgumentException(
          "estimate is " + value + " in " + low + " to " + high + ", expected it inside");
    }
  }

  /** An estimate whose range is widened to hold its value. */
  static Estimate around(double value, double low, double high) {
    return new Estimate(value, Math.min(low, value), Math.max(high, value));
  }
}

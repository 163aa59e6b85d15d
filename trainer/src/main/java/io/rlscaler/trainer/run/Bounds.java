package io.rlscaler.trainer.run;

import java.math.BigDecimal;

/**
 * An interval of numbers.
 *
 * @param low its lower end
 * @param withLow whether the lower end belongs to it
 * @param high its upper end
 * @param withHigh whether the upper end belongs to it
 */
record Bounds(double low, boolean withLow, double high, boolean withHigh) {

  /** From {@code low} to {@code high}, both included. */
  static Bounds of(double low, double high) {
    return new Bounds(low, true, high, true);
  }

  /** The same without its lower end. */
  Bounds openBelow() {
    return new Bounds(low, false, high, withHigh);
  }

  /** The same without its upper end. */
  Bounds openAbove() {
    return new Bounds(low, withLow, high, false);
  }

  boolean contains(double value) {
    return (withLow ? value >= low : value > low) && (withHigh ? value <= high : value < high);
  }

  /** As {@code above 0 to below 1}. */
  @Override
  public String toString() {
    return (withLow ? "" : "above ") + text(low) + " to " + (withHigh ? "" : "below ") + text(high);
  }

  /** Without an exponent where that is short: 0.3, 10000. */
  static String text(double value) {
    boolean usual = value == 0 || (Math.abs(value) >= 1e-6 && Math.abs(value) < 1e7);
    return usual
        ? new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }
}

package io.rlscaler.simulator;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Shares as percent, for people. */
public final class Percent {
  private Percent() {}

  /** A share to three digits, as {@code 0.0657 %}. */
  public static String rounded(double share) {
    return text(new BigDecimal(100 * share).round(new MathContext(3, RoundingMode.HALF_UP)));
  }

  /** A share with all its digits, as {@code 99.95 %}. */
  public static String exact(double share) {
    return text(BigDecimal.valueOf(share).movePointRight(2));
  }

  private static String text(BigDecimal percent) {
    return percent.stripTrailingZeros().toPlainString() + " %";
  }
}

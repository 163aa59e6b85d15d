package io.rlscaler.simulator;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How people write durations and ratios, on the command line and in configurations. */
public final class QuantityText {
  private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)");

  private QuantityText() {}

  /**
   * A duration as {@code 90s}, {@code 5m}, {@code 250ms} or {@code PT15S}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (matcher.matches()) {
      double millis = Double.parseDouble(matcher.group(1)) * millisPerUnit(matcher.group(2));
      if (millis < Long.MAX_VALUE / 2.0) {
        return Duration.ofMillis(Math.round(millis));
      }
    } else if (text.startsWith("P")) {
      try {
        Duration duration = Duration.parse(text);
        if (!duration.isNegative()) {
          return duration;
        }
      } catch (DateTimeParseException e) {
        throw notADuration(text);
      }
    }
    throw notADuration(text);
  }

  private static double millisPerUnit(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      default -> 86_400_000;
    };
  }

  private static IllegalArgumentException notADuration(String text) {
    return new IllegalArgumentException(
        "found \"" + text + "\", expected a duration as 90s, 5m, 250ms or PT15S");
  }

  /** A duration in its largest whole unit up to minutes, as {@link #duration} reads it. */
  public static String of(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 60_000 == 0 && millis > 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }

  /**
   * A ratio between 0 and 1, written as {@code 99.9%} or {@code 0.999}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static double ratio(String text) {
    boolean percent = text.endsWith("%");
    String number = percent ? text.substring(0, text.length() - 1).strip() : text;
    double value;
    try {
      // in decimal, so that 99.9% and 0.999 are the same number
      value = new BigDecimal(number).movePointLeft(percent ? 2 : 0).doubleValue();
    } catch (NumberFormatException e) {
      throw notARatio(text);
    }
    if (!(value >= 0 && value <= 1)) {
      throw notARatio(text);
    }
    return value;
  }

  private static IllegalArgumentException notARatio(String text) {
    return new IllegalArgumentException(
        "found \"" + text + "\", expected a ratio from 0 to 1 as 99.9% or 0.999");
  }
}

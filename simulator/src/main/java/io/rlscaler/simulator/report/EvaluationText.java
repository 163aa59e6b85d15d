package io.rlscaler.simulator.report;

import io.rlscaler.simulator.Percent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How the figures of an evaluation and a calibration are written, the same on the page and in the
 * terminal.
 */
final class EvaluationText {
  static final String UNKNOWN = "n/a";

  private EvaluationText() {}

  static String ratio(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  static String ratio(OptionalDouble value) {
    return value.isPresent() ? ratio(value.getAsDouble()) : UNKNOWN;
  }

  static String number(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%,.2f", value.getAsDouble()) : UNKNOWN;
  }

  /** In milliseconds below ten seconds, in seconds from there on. */
  static String latency(OptionalDouble seconds) {
    if (seconds.isEmpty()) {
      return UNKNOWN;
    }
    double value = seconds.getAsDouble();
    return value < 10
        ? String.format(Locale.ROOT, "%.0f ms", 1000 * value)
        : String.format(Locale.ROOT, "%.0f s", value);
  }

  static String share(double share) {
    return Percent.rounded(share);
  }

  /** A good ratio with all its digits. */
  static String objective(double goodRatio) {
    return Percent.exact(goodRatio);
  }

  static String startUp(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }

  static String milliseconds(Duration duration) {
    return duration.toMillis() + " ms";
  }

  static String length(Duration duration) {
    return duration.compareTo(Duration.ofDays(2)) >= 0
        ? String.format(Locale.ROOT, "%.1f d", duration.toMillis() / 86_400_000.0)
        : String.format(Locale.ROOT, "%.1f h", duration.toMillis() / 3_600_000.0);
  }
}

package io.rlscaler.crds;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A duration as Kubernetes writes it: one or more decimal numbers, each with a unit, such as {@code
 * 250ms}, {@code 1.5s} or {@code 1h30m}. The units are those of Go ({@code ns}, {@code us}, {@code
 * ms}, {@code s}, {@code m}, {@code h}; see <a
 * href="https://pkg.go.dev/time#ParseDuration">time.ParseDuration</a>) and {@code d} for 24 hours.
 *
 * @param value the time meant, never negative, exact to the nanosecond
 */
public record KubernetesDuration(Duration value) {
  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|ms|s|m|h|d)");
  private static final int MAX_LENGTH = 32;
  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);
  private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

  /** Rejects a negative duration. */
  public KubernetesDuration {
    if (value.isNegative()) {
      throw new IllegalArgumentException("duration is " + value + ", expected zero or more");
    }
  }

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException if the text is not a duration, or one of more than 292 years;
   *     the message names the text and what was expected
   */
  public static KubernetesDuration parse(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      throw refused(text);
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    int end = 0;
    while (end < text.length()) {
      if (!part.find(end) || part.start() != end) {
        throw refused(text);
      }
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(nanosPer(part.group(2))));
      end = part.end();
    }
    if (nanos.compareTo(MAX_NANOS) > 0) {
      throw refused(text);
    }
    return new KubernetesDuration(Duration.ofNanos(nanos.longValue()));
  }

  private static BigDecimal nanosPer(String unit) {
    return switch (unit) {
      case "ns" -> BigDecimal.ONE;
      case "us" -> BigDecimal.valueOf(1_000L);
      case "ms" -> BigDecimal.valueOf(1_000_000L);
      case "s" -> NANOS_PER_SECOND;
      case "m" -> NANOS_PER_SECOND.multiply(BigDecimal.valueOf(60));
      case "h" -> NANOS_PER_SECOND.multiply(BigDecimal.valueOf(3_600));
      case "d" -> NANOS_PER_SECOND.multiply(BigDecimal.valueOf(86_400));
      default -> throw new IllegalStateException("unit without a length: " + unit);
    };
  }

  private static IllegalArgumentException refused(String text) {
    String shown = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
    return new IllegalArgumentException(
        "duration is '"
            + shown
            + "', expected numbers with a unit of ns, us, ms, s, m, h or d,"
            + " such as 250ms, 1.5s, 5m or 28d");
  }
}

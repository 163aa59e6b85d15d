package io.rlscaler.simulator.protocol;

import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A trace cut for the protocol: its first third is the past, the rest is scored.
 *
 * @param trace all of it or, of a seasonal one, the stated weeks
 * @param source the data set that it comes from
 * @param past length of the part that is not scored
 * @param kind what it may be used for
 */
public record ScoredTrace(Trace trace, String source, Duration past, Kind kind) {
  /** A longer step says nothing about reactions within minutes. */
  public static final Duration LONGEST_STEP = Duration.ofMinutes(5);

  /** A shorter past is none to calibrate on. */
  static final Duration LEAST_PAST = Duration.ofHours(6);

  private static final Duration WEEK = Duration.ofDays(7);
  private static final int SEASONAL_WEEKS = 3;
  private static final int PAST_PARTS = 3;
  private static final Pattern RESOLUTION = Pattern.compile("\\d+(ms|s|min|h|d)");

  /** What a trace may be used for. */
  public enum Kind {
    /** Controllers are calibrated on its past; it counts in the gate and in means. */
    CALIBRATED,
    /** Its past is too short; it is scored with default settings and counts nowhere. */
    UNCALIBRATED,
    /** Its step is too long; some weeks of it show seasons only and count nowhere. */
    SEASONAL
  }

  /**
   * Cuts a trace.
   *
   * @throws IllegalArgumentException if nothing arrives in the part that is to be scored
   */
  public static ScoredTrace of(Trace trace) {
    boolean seasonal = trace.step().compareTo(LONGEST_STEP) > 0;
    Trace used = seasonal ? lastWeeks(trace) : trace;
    Duration past = used.step().multipliedBy(used.size() / PAST_PARTS);
    requireTraffic(used, past);
    Kind kind = past.compareTo(LEAST_PAST) < 0 ? Kind.UNCALIBRATED : Kind.CALIBRATED;
    return new ScoredTrace(used, source(trace.name()), past, seasonal ? Kind.SEASONAL : kind);
  }

  private static void requireTraffic(Trace trace, Duration past) {
    boolean traffic = false;
    for (int i = (int) past.dividedBy(trace.step()); i < trace.size(); i++) {
      traffic |= trace.isKnown(i) && trace.rate(i) > 0;
    }
    if (!traffic) {
      throw new IllegalArgumentException(
          "trace "
              + trace.name()
              + ": found no request behind its first third, expected traffic in the part that is"
              + " scored");
    }
  }

  /**
   * The last weeks without a gap, counted from the beginning; the last of all if there are none.
   */
  private static Trace lastWeeks(Trace trace) {
    long weeks = trace.length().dividedBy(WEEK);
    if (weeks <= SEASONAL_WEEKS) {
      return trace;
    }
    long first = weeks - SEASONAL_WEEKS;
    for (long week = first; week >= 0; week--) {
      Trace part = weeks(trace, week);
      if (part.knownSteps() == part.size()) {
        return part;
      }
    }
    return weeks(trace, first);
  }

  private static Trace weeks(Trace trace, long first) {
    Trace part = trace.between(WEEK.multipliedBy(first), WEEK.multipliedBy(first + SEASONAL_WEEKS));
    double[] rates = new double[part.size()];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = part.isKnown(i) ? part.rate(i) : Double.NaN;
    }
    String name = "%s (weeks %d to %d)".formatted(trace.name(), first + 1, first + SEASONAL_WEEKS);
    return Trace.of(name, part.start(), part.step(), rates);
  }

  /**
   * The data set that a trace comes from: its name without its resolution and without its last
   * part, {@code proxy_crane} of {@code proxy_crane_app1_1min}.
   */
  public static String source(String name) {
    List<String> parts = Arrays.asList(name.split("_"));
    int count = parts.size();
    if (count > 1 && RESOLUTION.matcher(parts.get(count - 1)).matches()) {
      count--;
    }
    return String.join("_", parts.subList(0, Math.max(1, count - 1)));
  }

  /** Length of the past [s]. */
  double pastSeconds() {
    return past.toMillis() / 1000.0;
  }

  /** Length of the part that is scored. */
  public Duration scored() {
    return trace.length().minus(past);
  }
}

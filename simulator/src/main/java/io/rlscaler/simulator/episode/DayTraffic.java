package io.rlscaler.simulator.episode;

import io.rlscaler.simulator.trace.MedianDay;
import io.rlscaler.simulator.trace.SyntheticTraces;
import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;
import java.util.Optional;

/**
 * About one day of traffic, with a description that says where it comes from.
 *
 * @param trace its rates
 * @param description for people: source, and why this part
 * @param synthetic whether it is made up
 */
public record DayTraffic(Trace trace, String description, boolean synthetic) {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration STEP = Duration.ofSeconds(15);

  /** How much of the height of a synthetic burst is kept: it then adds 20 to 80 %. */
  private static final double BURST_SHARE = 0.2;

  /** A made-up day: a daily curve, times bursts of 1 to 10 minutes, about one an hour. */
  public static DayTraffic synthetic(long seed) {
    SyntheticTraces.Extent day = new SyntheticTraces.Extent(DAY, STEP, 1);
    Trace curve = SyntheticTraces.diurnal(day, seed);
    Trace bursts = SyntheticTraces.burst(day, seed);
    double calm = bursts.quantile(0);
    double[] rates = new double[curve.size()];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = curve.rate(i) * (1 + BURST_SHARE * (bursts.rate(i) / calm - 1));
    }
    return new DayTraffic(
        Trace.of("synthetic-day", STEP, rates),
        "a synthetic day: a daily curve with a short burst of 20 to 80 % about every hour, seed "
            + seed,
        true);
  }

  /**
   * A day of a real trace: of a longer one the median day without a gap, of a shorter one all.
   *
   * @throws IllegalArgumentException if the trace is longer than a day and no day is without a gap
   */
  public static DayTraffic of(Trace trace) {
    if (trace.length().compareTo(DAY) <= 0) {
      return new DayTraffic(trace, "all " + hours(trace) + " h of " + trace.name(), false);
    }
    Optional<MedianDay> median = trace.medianDay();
    if (median.isEmpty()) {
      throw new IllegalArgumentException(
          "trace " + trace.name() + " has no day without a gap: choose a part of it");
    }
    return new DayTraffic(median.get().trace(), median.get().describe(), false);
  }

  /** A chosen part of a real trace. */
  public static DayTraffic part(Trace trace, Duration from, Duration to) {
    Trace part = trace.between(from, to);
    return new DayTraffic(
        part,
        "%s h of %s, from hour %s on".formatted(hours(part), trace.name(), from.toMinutes() / 60.0),
        false);
  }

  private static double hours(Trace trace) {
    return Math.round(trace.length().toSeconds() / 360.0) / 10.0;
  }
}

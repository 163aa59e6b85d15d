package io.rlscaler.simulator.trace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The day of a longer trace that stands for it: the one with the median number of requests.
 *
 * @param trace the day itself
 * @param day its number, counted from 0 at the beginning of the whole trace
 * @param gaplessDays how many days without a gap it was chosen from
 */
public record MedianDay(Trace trace, int day, int gaplessDays) {
  private static final Duration DAY = Duration.ofDays(1);

  /** Checks that the day is one of the days. */
  public MedianDay {
    if (day < 0 || gaplessDays < 1) {
      throw new IllegalArgumentException(
          "day is " + day + " of " + gaplessDays + " days, expected day >= 0 and a day or more");
    }
  }

  /**
   * Chooses the day; of an even number the lower of the two middle ones. Empty when no day of the
   * trace is complete and without a gap, or when its step does not divide a day.
   */
  static Optional<MedianDay> of(Trace trace) {
    long stepsPerDay = DAY.dividedBy(trace.step());
    if (!trace.step().multipliedBy(stepsPerDay).equals(DAY)) {
      return Optional.empty();
    }
    List<MedianDay> days = new ArrayList<>();
    List<Integer> gapless = gaplessDays(trace, (int) stepsPerDay);
    for (int day : gapless) {
      Trace part = trace.between(DAY.multipliedBy(day), DAY.multipliedBy(day + 1L));
      days.add(new MedianDay(part, day, gapless.size()));
    }
    days.sort(Comparator.comparingDouble(candidate -> candidate.trace().requests()));
    return days.isEmpty() ? Optional.empty() : Optional.of(days.get((days.size() - 1) / 2));
  }

  private static List<Integer> gaplessDays(Trace trace, int stepsPerDay) {
    List<Integer> days = new ArrayList<>();
    for (int day = 0; (day + 1) * stepsPerDay <= trace.size(); day++) {
      if (trace.isKnown(day * stepsPerDay, (day + 1) * stepsPerDay)) {
        days.add(day);
      }
    }
    return days;
  }

  /** One sentence that says which day this is and why. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "day %d of %s, the median by requests (%.0f) of its %d days without a gap",
        day + 1,
        trace.name(),
        trace.requests(),
        gaplessDays);
  }
}

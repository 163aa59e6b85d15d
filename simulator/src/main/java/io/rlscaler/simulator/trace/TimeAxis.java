package io.rlscaler.simulator.trace;

import java.util.HashMap;
import java.util.Map;

/** The step of a time axis with gaps: the most common difference, of several the least. */
public final class TimeAxis {
  private TimeAxis() {}

  /**
   * The step of strictly increasing times.
   *
   * @param times at least two are used
   * @param count how many of them are used
   */
  public static long step(long[] times, int count) {
    Map<Long, Integer> frequency = new HashMap<>();
    for (int i = 1; i < count; i++) {
      frequency.merge(times[i] - times[i - 1], 1, Integer::sum);
    }
    long step = Long.MAX_VALUE;
    int highest = 0;
    for (Map.Entry<Long, Integer> entry : frequency.entrySet()) {
      boolean more = entry.getValue() > highest;
      if (more || (entry.getValue() == highest && entry.getKey() < step)) {
        step = entry.getKey();
        highest = entry.getValue();
      }
    }
    return step;
  }

  /** The index of the first time that is no whole number of steps behind the one before, or -1. */
  static int firstOffStep(long[] times, int count, long step) {
    for (int i = 1; i < count; i++) {
      if ((times[i] - times[i - 1]) % step != 0) {
        return i;
      }
    }
    return -1;
  }
}

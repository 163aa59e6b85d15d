package io.rlscaler.simulator.trace.source;

import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts events in steps that begin at whole multiples of the step since 1970, in any order. */
final class StepCounts {
  private final long stepMillis;
  private final TreeMap<Long, Long> counts = new TreeMap<>();
  // lines near each other mostly fall into one step: it is counted here before it enters the map
  private long current = Long.MIN_VALUE;
  private long currentCount;

  StepCounts(Duration step) {
    stepMillis = step.toMillis();
  }

  /** Counts one event; false when it would make the axis of time longer than a trace may be. */
  boolean add(long epochMillis) {
    long step = Math.floorDiv(epochMillis, stepMillis);
    if (step != current) {
      store();
      if (!counts.isEmpty()
          && Math.max(step, counts.lastKey()) - Math.min(step, counts.firstKey())
              >= Trace.MOST_STEPS) {
        current = counts.lastKey();
        return false;
      }
      current = step;
    }
    currentCount++;
    return true;
  }

  private void store() {
    if (currentCount > 0) {
      counts.merge(current, currentCount, Long::sum);
      currentCount = 0;
    }
  }

  /** The number of steps from the first to the last event. */
  int steps() {
    store();
    return counts.isEmpty() ? 0 : (int) (counts.lastKey() - counts.firstKey() + 1);
  }

  /** The longest stretch of steps without an event between two events. */
  Duration longestSilence() {
    store();
    long longest = 0;
    long before = counts.isEmpty() ? 0 : counts.firstKey() - 1;
    for (long step : counts.keySet()) {
      longest = Math.max(longest, step - before - 1);
      before = step;
    }
    return Duration.ofMillis(longest * stepMillis);
  }

  /**
   * The rates.
   *
   * @param unknownAfter a stretch without an event that is at least so long is unknown; empty when
   *     silence always means that there was no request
   */
  Trace trace(String name, Optional<Duration> unknownAfter) {
    double[] rates = new double[steps()];
    long first = counts.firstKey();
    long before = first - 1;
    long mostSilent = unknownAfter.map(limit -> limit.toMillis()).orElse(Long.MAX_VALUE);
    for (Map.Entry<Long, Long> entry : counts.entrySet()) {
      long step = entry.getKey();
      if (step - before > 1 && (step - before - 1) * stepMillis >= mostSilent) {
        Arrays.fill(rates, (int) (before + 1 - first), (int) (step - first), Double.NaN);
      }
      rates[(int) (step - first)] = entry.getValue() / (stepMillis / 1000.0);
      before = step;
    }
    return Trace.of(
        name, Duration.ofMillis(first * stepMillis), Duration.ofMillis(stepMillis), rates);
  }
}

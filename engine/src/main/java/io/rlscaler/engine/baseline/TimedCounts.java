package io.rlscaler.engine.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts with their times. A new count takes the place of the last one in the list that is stale,
 * and the list grows only when none is: it never holds more counts than were ever stored within the
 * time before staleness, and forgets none that is not stale. The controller keeps its slices the
 * same way, so a stale count that has not been overwritten yet is still seen by a reader that looks
 * further back.
 */
final class TimedCounts {

  private static final int INITIAL_CAPACITY = 4;

  private long[] times;
  private int[] counts;
  private int size;

  TimedCounts() {
    this(new long[INITIAL_CAPACITY], new int[INITIAL_CAPACITY], 0);
  }

  private TimedCounts(long[] times, int[] counts, int size) {
    this.times = times;
    this.counts = counts;
    this.size = size;
  }

  static TimedCounts restore(List<HpaState.TimedCount> entries) {
    TimedCounts restored = new TimedCounts();
    for (HpaState.TimedCount entry : entries) {
      restored.append(entry.timeMillis(), entry.count());
    }
    return restored;
  }

  TimedCounts copy() {
    return new TimedCounts(times.clone(), counts.clone(), size);
  }

  List<HpaState.TimedCount> entries() {
    List<HpaState.TimedCount> entries = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      entries.add(new HpaState.TimedCount(times[i], counts[i]));
    }
    return List.copyOf(entries);
  }

  boolean isEmpty() {
    return size == 0;
  }

  int capacity() {
    return times.length;
  }

  void store(long timeMillis, int count, long staleBeforeMillis) {
    for (int i = size - 1; i >= 0; i--) {
      if (times[i] < staleBeforeMillis) {
        times[i] = timeMillis;
        counts[i] = count;
        return;
      }
    }
    append(timeMillis, count);
  }

  int minAfter(long cutoffMillis, int start) {
    int min = start;
    for (int i = 0; i < size; i++) {
      if (times[i] > cutoffMillis) {
        min = Math.min(min, counts[i]);
      }
    }
    return min;
  }

  int maxAfter(long cutoffMillis, int start) {
    int max = start;
    for (int i = 0; i < size; i++) {
      if (times[i] > cutoffMillis) {
        max = Math.max(max, counts[i]);
      }
    }
    return max;
  }

  int sumAfter(long cutoffMillis) {
    int sum = 0;
    for (int i = 0; i < size; i++) {
      if (times[i] > cutoffMillis) {
        sum += counts[i];
      }
    }
    return sum;
  }

  private void append(long timeMillis, int count) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
    }
    times[size] = timeMillis;
    counts[size] = count;
    size++;
  }
}

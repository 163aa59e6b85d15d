package io.rlscaler.simulator.workload;

import java.util.Arrays;

/** Times without an order [s]. */
final class TimeList {
  private double[] times = new double[16];
  private int size;

  void add(double time) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
    }
    times[size++] = time;
  }

  /** Drops all times up to and including one. */
  void dropUntil(double time) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (times[i] > time) {
        times[kept++] = times[i];
      }
    }
    size = kept;
  }

  int size() {
    return size;
  }
}

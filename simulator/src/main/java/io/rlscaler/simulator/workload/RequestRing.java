package io.rlscaler.simulator.workload;

import java.util.Arrays;

/** Waiting requests, first in first out: when each arrived, and in which step. */
final class RequestRing {
  /** What a queue may hold: 2^26 requests take .8 GB. */
  private static final int MOST = 1 << 26;

  private double[] arrivals = new double[64];
  private int[] steps = new int[64];
  private int head;
  private int size;

  int size() {
    return size;
  }

  /** Adds a request at the end. */
  void add(double arrival, int step) {
    if (size == arrivals.length) {
      grow();
    }
    int i = (head + size) & (arrivals.length - 1);
    arrivals[i] = arrival;
    steps[i] = step;
    size++;
  }

  private void grow() {
    if (size >= MOST) {
      throw new IllegalStateException(
          "found more than " + MOST + " waiting requests, expected a queue that fits in memory");
    }
    double[] widerArrivals = Arrays.copyOf(arrivals, 2 * size);
    int[] widerSteps = Arrays.copyOf(steps, 2 * size);
    // what lies before the head comes behind the old end
    System.arraycopy(arrivals, 0, widerArrivals, size, head);
    System.arraycopy(steps, 0, widerSteps, size, head);
    arrivals = widerArrivals;
    steps = widerSteps;
  }

  /** When the first one arrived [s]. */
  double firstArrival() {
    return arrivals[head];
  }

  /** The step in which the first one arrived. */
  int firstStep() {
    return steps[head];
  }

  void removeFirst() {
    head = (head + 1) & (arrivals.length - 1);
    size--;
  }
}

package io.rlscaler.simulator.workload;

import java.util.Arrays;

/** The times at which clients give up; in order, since all have the same patience. */
final class Deadlines {
  private double[] times = new double[64];
  private long[] tickets = new long[64];
  private int head;
  private int size;

  void add(double time, long ticket) {
    if (size == times.length) {
      times = widened(times);
      tickets = widened(tickets);
      head = 0;
    }
    int i = (head + size) & (times.length - 1);
    times[i] = time;
    tickets[i] = ticket;
    size++;
  }

  private double[] widened(double[] full) {
    double[] wide = Arrays.copyOfRange(full, head, head + 2 * full.length);
    System.arraycopy(full, 0, wide, full.length - head, head);
    return wide;
  }

  private long[] widened(long[] full) {
    long[] wide = Arrays.copyOfRange(full, head, head + 2 * full.length);
    System.arraycopy(full, 0, wide, full.length - head, head);
    return wide;
  }

  /** The next time, infinite if there is none. */
  double firstTime() {
    return size == 0 ? Double.POSITIVE_INFINITY : times[head];
  }

  /** Takes out the next one and returns its ticket. */
  long removeFirst() {
    long ticket = tickets[head];
    head = (head + 1) & (times.length - 1);
    size--;
    return ticket;
  }
}

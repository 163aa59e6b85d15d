package io.rlscaler.simulator.workload;

import java.util.Arrays;

/**
 * The attempts under way, one per row of some arrays; rows are used again. Rows are linked to
 * queues, first in first out, by the number of the next one.
 */
final class Attempts {
  /** No row. */
  static final int NONE = -1;

  /** In a queue. */
  static final byte WAITING = 1;

  /** In a queue, but its client has given up. */
  static final byte LEFT = 2;

  /** In a slot. */
  static final byte SERVED = 3;

  /** In a slot, but its client has given up. */
  static final byte ABANDONED = 4;

  /** Its replica is gone; the event of its end is still to come. */
  static final byte KILLED = 5;

  /** To be sent again at an event. */
  static final byte BACKING_OFF = 6;

  double[] arrivedAt = new double[64];
  double[] startedAt = new double[64];
  double[] work = new double[64];
  int[] step = new int[64];
  int[] number = new int[64];
  int[] replica = new int[64];
  int[] next = new int[64];
  byte[] state = new byte[64];
  private int[] uses = new int[64];
  private int rows;
  private int free = NONE;

  /** A row for an attempt of a request. */
  int add(double requestArrivedAt, double requestWork, int requestStep, int attempt) {
    int row = free;
    if (row == NONE) {
      if (rows == step.length) {
        grow();
      }
      row = rows++;
    } else {
      free = next[row];
    }
    arrivedAt[row] = requestArrivedAt;
    work[row] = requestWork;
    step[row] = requestStep;
    number[row] = attempt;
    return row;
  }

  private void grow() {
    int length = 2 * rows;
    arrivedAt = Arrays.copyOf(arrivedAt, length);
    startedAt = Arrays.copyOf(startedAt, length);
    work = Arrays.copyOf(work, length);
    step = Arrays.copyOf(step, length);
    number = Arrays.copyOf(number, length);
    replica = Arrays.copyOf(replica, length);
    next = Arrays.copyOf(next, length);
    state = Arrays.copyOf(state, length);
    uses = Arrays.copyOf(uses, length);
  }

  /** Gives a row back. */
  void release(int row) {
    uses[row]++;
    next[row] = free;
    free = row;
  }

  /** A name of this use of a row. */
  long ticket(int row) {
    return ((long) uses[row] << 32) | row;
  }

  /** Whether a ticket's attempt is still under way. */
  boolean isValid(long ticket) {
    return uses[(int) ticket] == (int) (ticket >>> 32);
  }
}

package io.rlscaler.simulator.workload;

/** Waiting attempts, first in first out; those whose clients have left do not count. */
final class AttemptList {
  private final Attempts attempts;
  private int head = Attempts.NONE;
  private int tail = Attempts.NONE;
  private int size;

  AttemptList(Attempts attempts) {
    this.attempts = attempts;
  }

  int size() {
    return size;
  }

  void add(int row) {
    attempts.state[row] = Attempts.WAITING;
    attempts.next[row] = Attempts.NONE;
    if (head == Attempts.NONE) {
      head = row;
    } else {
      attempts.next[tail] = row;
    }
    tail = row;
    size++;
  }

  /** The client of a waiting attempt gives up; the row is released when its turn comes. */
  void leave(int row) {
    attempts.state[row] = Attempts.LEFT;
    size--;
  }

  /** Takes out the first one that still waits. */
  int poll() {
    while (head != Attempts.NONE) {
      int row = head;
      head = attempts.next[row];
      if (attempts.state[row] == Attempts.WAITING) {
        size--;
        return row;
      }
      attempts.release(row);
    }
    return Attempts.NONE;
  }
}

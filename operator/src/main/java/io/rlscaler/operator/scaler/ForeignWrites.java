package io.rlscaler.operator.scaler;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/**
 * Counts changes of a target's replica count that this operator did not make: {@value #LIMIT}
 * within ten minutes mean that somebody else steers the target.
 */
public final class ForeignWrites {
  static final int LIMIT = 3;
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final int UNSEEN = -1;

  private final ArrayDeque<Instant> changes = new ArrayDeque<>();
  private int lastSeen = UNSEEN;
  private int lastWritten = UNSEEN;

  /**
   * Takes in the count of one tick.
   *
   * @param steering whether this operator is to steer the target; while it only looks on, the
   *     changes of others are no conflict and are forgotten
   */
  public synchronized void sawDesired(Instant now, int desired, boolean steering) {
    if (!steering) {
      changes.clear();
    } else if (lastSeen != UNSEEN && desired != lastSeen && desired != lastWritten) {
      changes.addLast(now);
    }
    lastSeen = desired;
    while (!changes.isEmpty() && changes.peekFirst().isBefore(now.minus(WINDOW))) {
      changes.removeFirst();
    }
  }

  /** Takes note of an own write. */
  public synchronized void wrote(int replicas) {
    lastWritten = replicas;
  }

  /** Whether somebody else steers the target. */
  public synchronized boolean conflict() {
    return changes.size() >= LIMIT;
  }
}

package io.rlscaler.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Replica counts that are fixed beforehand, each from its time on until the next. Before the first
 * time the first count holds, behind the last one the last. Unchangeable.
 */
public final class ReplicaSchedule {
  private final Instant start;
  private final Duration step;
  private final int[] counts;

  /**
   * A schedule.
   *
   * @param start time of the first count
   * @param step between two counts, positive
   * @param counts at least one, each at least 1
   */
  public ReplicaSchedule(Instant start, Duration step, int... counts) {
    if (step.toMillis() < 1 || counts.length == 0 || Arrays.stream(counts).anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "schedule: found "
              + counts.length
              + " counts in steps of "
              + step
              + ", expected at least one count, each at least 1, and steps of a millisecond or"
              + " more");
    }
    this.start = start;
    this.step = step;
    this.counts = counts.clone();
  }

  /** The count at a time. */
  public int at(Instant time) {
    long passed = Math.floorDiv(Duration.between(start, time).toMillis(), step.toMillis());
    return counts[(int) Math.max(0, Math.min(counts.length - 1, passed))];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReplicaSchedule schedule
        && start.equals(schedule.start)
        && step.equals(schedule.step)
        && Arrays.equals(counts, schedule.counts);
  }

  @Override
  public int hashCode() {
    return 31 * start.hashCode() + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return counts.length + " counts in steps of " + step + " from " + start;
  }
}

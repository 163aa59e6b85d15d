package io.rlscaler.simulator.bound;

import io.rlscaler.engine.ReplicaSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Replicas that are to be ready in each tick, and what must be asked for so that they are; before
 * the first tick, counts that serve well enough for no queue to be left. Behind the last tick its
 * count holds.
 */
public final class ReplicaPlan {
  private final Duration period;
  private final int[] before;
  private final int[] ready;
  private final int[] desired;

  /**
   * A plan.
   *
   * @param period between two ticks
   * @param before replicas asked for in each tick before the first one, from the beginning of the
   *     trace on
   * @param ready replicas that serve in each tick, at least one tick
   * @param startUp time from asking until ready; rounded up to whole periods
   * @param max most replicas, starting ones included
   */
  public ReplicaPlan(Duration period, int[] before, int[] ready, Duration startUp, int max) {
    if (ready.length == 0 || period.toMillis() < 1 || startUp.isNegative()) {
      throw new IllegalArgumentException(
          "plan: found "
              + ready.length
              + " ticks of "
              + period
              + " and a start-up of "
              + startUp
              + ", expected at least one tick, a positive period, and no negative start-up");
    }
    this.before = before.clone();
    this.period = period;
    this.ready = ready.clone();
    long ahead = (startUp.toMillis() + period.toMillis() - 1) / period.toMillis();
    desired = desired(ready, (int) Math.min(ready.length, ahead), max);
  }

  private static int[] desired(int[] ready, int ahead, int max) {
    int[] desired = new int[ready.length];
    int starting = 0;
    for (int j = 1; j < ahead; j++) {
      starting += raise(ready, j);
    }
    for (int k = 0; k < ready.length; k++) {
      if (k > 0 && ahead > 0) {
        starting -= raise(ready, k);
      }
      if (ahead > 0) {
        starting += raise(ready, k + ahead);
      }
      desired[k] = Math.min(max, ready[k] + starting);
    }
    return desired;
  }

  private static int raise(int[] ready, int k) {
    return k >= 1 && k < ready.length ? Math.max(0, ready[k] - ready[k - 1]) : 0;
  }

  /** Number of ticks. */
  public int size() {
    return ready.length;
  }

  /** Time of the first tick, counted from the beginning of the trace. */
  public Duration from() {
    return period.multipliedBy(before.length);
  }

  /** Time between two ticks. */
  public Duration period() {
    return period;
  }

  /** Replicas that serve in a tick. */
  public int ready(int tick) {
    return ready[tick];
  }

  /** Replicas asked for in a tick, those included that are still starting. */
  public int desired(int tick) {
    return desired[tick];
  }

  /** What is asked for, as a controller in an episode: its time zero is the epoch. */
  public ReplicaSchedule schedule() {
    int[] all = Arrays.copyOf(before, before.length + desired.length);
    System.arraycopy(desired, 0, all, before.length, desired.length);
    return new ReplicaSchedule(Instant.EPOCH, period, all);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReplicaPlan plan
        && period.equals(plan.period)
        && Arrays.equals(before, plan.before)
        && Arrays.equals(ready, plan.ready)
        && Arrays.equals(desired, plan.desired);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(ready) + period.hashCode();
  }

  @Override
  public String toString() {
    return "plan of " + ready.length + " ticks of " + period + " from " + from();
  }
}

package io.rlscaler.simulator.bound;

import io.rlscaler.engine.ReplicaSchedule;
import io.rlscaler.simulator.workload.StartUpDelay;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Replicas that are to be ready in each tick, and what must be asked for so that they are; before
 * the first tick, counts that serve well enough for no queue to be left. Behind the last tick its
 * count holds.
 */
public final class ReplicaPlan {
  /** The 99.9 % quantile of a standard normal variable. */
  private static final double LATE = 3.09;

  private final Duration period;
  private final int[] before;
  private final int[] ready;
  private final int[] desired;
  private final StartUpDelay startUp;
  private final int max;

  /**
   * A plan.
   *
   * @param period between two ticks
   * @param before replicas asked for in each tick before the first one, from the beginning of the
   *     trace on
   * @param ready replicas that serve in each tick, at least one tick
   * @param startUp time from asking until ready; its median counts, rounded up to whole periods
   * @param max most replicas, starting ones included
   */
  public ReplicaPlan(Duration period, int[] before, int[] ready, StartUpDelay startUp, int max) {
    if (ready.length == 0 || period.toMillis() < 1) {
      throw new IllegalArgumentException(
          "plan: found "
              + ready.length
              + " ticks of "
              + period
              + ", expected at least one tick and a positive period");
    }
    this.before = before.clone();
    this.period = period;
    this.ready = ready.clone();
    this.startUp = startUp;
    this.max = max;
    desired = desired(ready, ticks(startUp.medianSeconds(), period), max);
  }

  /** Whole periods that a time takes; the millionth part forgives the last bits. */
  private static int ticks(double seconds, Duration period) {
    return (int) Math.ceil(seconds * 1000 / period.toMillis() - 1e-6);
  }

  private static int[] desired(int[] ready, int ticksAhead, int max) {
    int ahead = Math.min(ready.length, ticksAhead);
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

  /**
   * The plan as a controller in an episode, whose time zero is the epoch. It asks so early that all
   * but one in a thousand start-ups are over when they are needed: the plan has nothing to spare
   * for a replica that is late.
   */
  public ReplicaSchedule schedule() {
    double late = startUp.medianSeconds() * Math.exp(LATE * startUp.sigma());
    int[] asked = desired(ready, ticks(late, period), max);
    int[] all = Arrays.copyOf(before, before.length + asked.length);
    System.arraycopy(asked, 0, all, before.length, asked.length);
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

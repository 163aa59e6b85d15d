package io.rlscaler.simulator.workload;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The pods of one workload as a ReplicaSet keeps them. Raising the replicas creates pods at once,
 * each of which is ready after its own start-up delay. Lowering them removes pods at once: pending
 * pods before ready ones and, of the pending, the newest first, which is the order of the
 * ReplicaSet controller when all pods have the same deletion cost. A removed pod stops counting
 * immediately.
 *
 * <p>Times are seconds on one axis and never go back. The same seed and calls give the same pods.
 * Only a pool that outgrows its largest number of pending pods so far allocates.
 */
public final class ReplicaPool {
  private final StartUpDelay startUp;
  private final SplittableRandom random;
  private double now = Double.NEGATIVE_INFINITY;
  private int ready;
  private int pending;
  private double[] createdAt = new double[16];
  private double[] readyAt = new double[16];

  /**
   * A pool whose replicas are all ready.
   *
   * @param initial replicas, not negative
   */
  public ReplicaPool(StartUpDelay startUp, int initial, long seed) {
    requireReplicas(initial);
    this.startUp = startUp;
    random = new SplittableRandom(seed);
    ready = initial;
  }

  private static void requireReplicas(int replicas) {
    if (replicas < 0) {
      throw new IllegalArgumentException("replicas are " + replicas + ", expected 0 or more");
    }
  }

  /** Lets time pass: pods whose start-up ends at or before {@code seconds} become ready. */
  public void advanceTo(double seconds) {
    if (!(seconds >= now && seconds <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "time is " + seconds + " s, expected a time from " + now + " on");
    }
    now = seconds;
    int kept = 0;
    for (int i = 0; i < pending; i++) {
      if (readyAt[i] > seconds) {
        createdAt[kept] = createdAt[i];
        readyAt[kept] = readyAt[i];
        kept++;
      }
    }
    ready += pending - kept;
    pending = kept;
  }

  /**
   * Sets the number of replicas at a time, after letting time pass until then.
   *
   * @param replicas not negative
   */
  public void scaleTo(int replicas, double seconds) {
    requireReplicas(replicas);
    advanceTo(seconds);
    int surplus = desired() - replicas;
    if (surplus > 0) {
      int fromPending = Math.min(surplus, pending);
      pending -= fromPending;
      ready -= surplus - fromPending;
    }
    for (int i = surplus; i < 0; i++) {
      create();
    }
    advanceTo(seconds);
  }

  private void create() {
    if (pending == readyAt.length) {
      createdAt = Arrays.copyOf(createdAt, 2 * pending);
      readyAt = Arrays.copyOf(readyAt, 2 * pending);
    }
    createdAt[pending] = now;
    readyAt[pending] = now + startUp.draw(random);
    pending++;
  }

  /** What {@code spec.replicas} says: ready and pending pods. */
  public int desired() {
    return ready + pending;
  }

  /** Pods that serve. */
  public int ready() {
    return ready;
  }

  /** Pods that are still starting. */
  public int pending() {
    return pending;
  }

  /**
   * The age of a pending pod [s].
   *
   * @param i from 0, the oldest, to {@code pending() - 1}
   */
  public double pendingAge(int i) {
    if (i < 0 || i >= pending) {
      throw new IllegalArgumentException(
          "pending pod " + i + " of " + pending + ", expected 0 to " + (pending - 1));
    }
    return now - createdAt[i];
  }
}

package io.rlscaler.simulator.workload;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The pods of one workload as a ReplicaSet keeps them. Raising the replicas creates pods at once,
 * each of which is ready after its own start-up delay, which begins when a node has room. A crashed
 * pod still counts as asked for and is ready again after another start-up delay. A pod that has
 * just become ready works at its warm-up speed for a while.
 *
 * <p>Lowering the replicas removes pods at once: pending ones first, of these the newest first;
 * then crashed ones that restart; then ready ones, of which the one that became ready last goes
 * first. That is the order of the ReplicaSet controller when all pods have the same deletion cost.
 * A removed pod stops counting immediately: what it still does while it drains costs nothing here.
 *
 * <p>Times are seconds on one axis and never go back. The same seed and calls give the same pods.
 * Start-ups, shortages and crashes have random numbers of their own: switching one on leaves what
 * is drawn for the others as it was. Only a pool that outgrows its largest number of pods in one of
 * these states so far allocates.
 */
public final class ReplicaPool {
  private static final double SECONDS_PER_HOUR = 3600;

  // Start-ups draw from the seed itself; any other numbers tell the other streams apart.
  private static final long SHORTAGE_STREAM = 0x5851F42D4C957F2DL;
  private static final long CRASH_STREAM = 0x14057B7EF767814FL;

  private final ReplicaLife life;
  private final SplittableRandom startUps;
  private final SplittableRandom crashes;
  private final NodeShortages shortages;
  private double now = Double.NEGATIVE_INFINITY;
  private int ready;
  private int crashed;
  private final PodTimes readyAt = new PodTimes();
  private final PodTimes restartedAt = new PodTimes();
  private final PodTimes warmAt = new PodTimes();

  /** Time of the next start-up or restart to end. */
  private double nextReady = Double.POSITIVE_INFINITY;

  /** Ready-seconds until the next crash, in units of their mean. */
  private double untilCrash;

  /**
   * A pool whose replicas are all ready and warm.
   *
   * @param initial replicas, not negative
   */
  public ReplicaPool(ReplicaLife life, int initial, long seed) {
    requireReplicas(initial);
    this.life = life;
    startUps = new SplittableRandom(seed);
    shortages = new NodeShortages(life.shortage(), new SplittableRandom(seed ^ SHORTAGE_STREAM));
    crashes = new SplittableRandom(seed ^ CRASH_STREAM);
    untilCrash = crashes.nextExponential();
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
    if (life.crashesPerHour() > 0) {
      liveThroughCrashes(seconds);
    }
    becomeReady(seconds);
    now = seconds;
    becomeWarm();
  }

  /** Whether, with the replicas asked for as they are, what serves may change before a time. */
  public boolean mayChangeBefore(double seconds) {
    return nextReady < seconds || warmAt.size > 0 || life.crashesPerHour() > 0;
  }

  /** Crashes need the ready pods of every moment, so this goes from event to event. */
  private void liveThroughCrashes(double seconds) {
    double crash = nextCrash();
    while (Math.min(crash, nextReady) <= seconds) {
      boolean crashed = crash < nextReady;
      double event = crashed ? crash : nextReady;
      untilCrash -= hazard(event - now);
      now = event;
      becomeReady(event);
      becomeWarm();
      if (crashed) {
        crash();
      }
      crash = nextCrash();
    }
    untilCrash -= hazard(seconds - now);
  }

  /** Expected crashes of the ready pods in a time, none before the first call. */
  private double hazard(double seconds) {
    return ready == 0 || seconds == Double.POSITIVE_INFINITY
        ? 0
        : ready * life.crashesPerHour() / SECONDS_PER_HOUR * seconds;
  }

  private double nextCrash() {
    return ready == 0 || now == Double.NEGATIVE_INFINITY
        ? Double.POSITIVE_INFINITY
        : now + untilCrash / hazard(1);
  }

  private void crash() {
    int victim = crashes.nextInt(ready);
    if (victim < warmAt.size) {
      warmAt.remove(victim);
    }
    ready--;
    crashed++;
    double restarted = now + life.startUp().draw(crashes);
    restartedAt.add(restarted);
    nextReady = Math.min(nextReady, restarted);
    untilCrash = crashes.nextExponential();
  }

  private void becomeReady(double seconds) {
    if (seconds < nextReady) {
      return;
    }
    nextReady = Double.POSITIVE_INFINITY;
    int kept = 0;
    for (int i = 0; i < readyAt.size; i++) {
      if (!startsToServe(readyAt.at[i], seconds)) {
        readyAt.at[kept++] = readyAt.at[i];
      }
    }
    readyAt.size = kept;
    kept = 0;
    for (int i = 0; i < restartedAt.size; i++) {
      if (!startsToServe(restartedAt.at[i], seconds)) {
        restartedAt.at[kept++] = restartedAt.at[i];
      }
    }
    restartedAt.size = kept;
  }

  private boolean startsToServe(double at, double seconds) {
    if (at > seconds) {
      nextReady = Math.min(nextReady, at);
      return false;
    }
    ready++;
    if (!life.warmUp().isNone()) {
      warmAt.insert(at + life.warmUp().seconds());
    }
    return true;
  }

  private void becomeWarm() {
    int warm = 0;
    while (warm < warmAt.size && warmAt.at[warm] <= now) {
      warm++;
    }
    warmAt.removeFirst(warm);
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
      remove(surplus);
    }
    for (int i = surplus; i < 0; i++) {
      create();
    }
    advanceTo(seconds);
  }

  private void remove(int surplus) {
    int starting = readyAt.removeLast(surplus);
    int restarting = restartedAt.removeLast(surplus - starting);
    int serving = surplus - starting - restarting;
    warmAt.removeLast(serving);
    ready -= serving;
  }

  private void create() {
    double startedAt = shortages.roomFrom(now);
    double at = startedAt + life.startUp().draw(startUps);
    readyAt.add(at);
    nextReady = Math.min(nextReady, at);
  }

  /** What {@code spec.replicas} says: ready, pending and restarting pods. */
  public int desired() {
    return ready + pending() + restarting();
  }

  /** Pods that serve. */
  public int ready() {
    return ready;
  }

  /** Pods that are waiting for a node or starting for the first time. */
  public int pending() {
    return readyAt.size;
  }

  /** Pods that are starting again after a crash. */
  public int restarting() {
    return restartedAt.size;
  }

  /** Crashes of ready pods since this was called last. */
  public int takeCrashesOfReady() {
    int count = crashed;
    crashed = 0;
    return count;
  }

  /** Ready pods that still work at their warm-up speed. */
  public int warming() {
    return warmAt.size;
  }

  /** How many warm replicas serve as much as the ready ones do. */
  public double effectiveReady() {
    return ready - (1 - life.warmUp().speed()) * warmAt.size;
  }

  /** Times of pods in one state. */
  private static final class PodTimes {
    private double[] at = new double[16];
    private int size;

    void add(double time) {
      if (size == at.length) {
        at = Arrays.copyOf(at, 2 * size);
      }
      at[size++] = time;
    }

    /** Adds a time to times that are sorted. */
    void insert(double time) {
      add(time);
      int i = size - 1;
      for (; i > 0 && at[i - 1] > time; i--) {
        at[i] = at[i - 1];
      }
      at[i] = time;
    }

    void remove(int i) {
      System.arraycopy(at, i + 1, at, i, size - i - 1);
      size--;
    }

    void removeFirst(int count) {
      System.arraycopy(at, count, at, 0, size - count);
      size -= count;
    }

    /** Removes up to so many from the end; returns how many. */
    int removeLast(int count) {
      int removed = Math.min(count, size);
      size -= removed;
      return removed;
    }
  }
}

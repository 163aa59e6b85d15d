package io.rlscaler.engine.observation;

import java.util.Arrays;

/**
 * Requests and violations of an objective over its window, in {@value #BUCKETS} buckets, and over
 * the last hour in {@value #HOUR_BUCKETS}.
 *
 * <p>With b = 1 - good ratio of the objective: burn = violation share over 1 h / b; budget left = 1
 * - violations / (b * requests) over the window, clipped to [-1, 1]. History that was not seen has
 * neither requests nor violations, so that an empty budget is a full one, and {@link #known()} says
 * whether the last hour was seen.
 */
public final class ErrorBudget {
  static final int BUCKETS = 672;
  static final int HOUR_BUCKETS = 12;
  private static final long HOUR_BUCKET_MILLIS = 5 * 60 * 1000L;
  private static final int KNOWN_AFTER_HOUR_BUCKETS = 3;

  private static final double RECENT_SECONDS = 300;

  private final double budget;
  private final Ring window;
  private final Ring hour;
  private double recentShare;

  /**
   * An empty budget.
   *
   * @param goodRatio the objective's share of good requests, below 1
   * @param windowMillis length of the objective's window
   */
  public ErrorBudget(double goodRatio, long windowMillis) {
    this(
        1 - goodRatio,
        new Ring(BUCKETS, Math.max(1, windowMillis / BUCKETS)),
        new Ring(HOUR_BUCKETS, HOUR_BUCKET_MILLIS));
  }

  private ErrorBudget(double budget, Ring window, Ring hour) {
    this.budget = budget;
    this.window = window;
    this.hour = hour;
  }

  /**
   * Counts the requests of one tick.
   *
   * @param nowMillis time of the tick
   * @param elapsedSeconds time that the tick stands for
   * @param arrivalRate requests/s
   * @param violationShare share of requests that were not good
   */
  public void observe(
      long nowMillis, double elapsedSeconds, double arrivalRate, double violationShare) {
    double requests = arrivalRate * elapsedSeconds;
    window.add(nowMillis, requests, requests * violationShare);
    hour.add(nowMillis, requests, requests * violationShare);
    double weight = 1 - Math.exp(-elapsedSeconds / RECENT_SECONDS);
    recentShare += weight * (violationShare - recentShare);
  }

  /** Violation share over about the last five minutes. */
  public double recentViolationShare() {
    return recentShare;
  }

  /** The allowed violation share. */
  public double budget() {
    return budget;
  }

  /**
   * Violation share over the last hour as a multiple of the allowed one; 1 spends just the budget.
   */
  public double burn() {
    return hour.requests > 0 ? Math.max(0, hour.violations) / hour.requests / budget : 0;
  }

  /** Share of the window's budget that is left, -1..1. */
  public double left() {
    if (window.requests <= 0) {
      return 1;
    }
    double spent = Math.max(0, window.violations) / (budget * window.requests);
    return Math.max(-1, Math.min(1, 1 - spent));
  }

  /** Whether enough of the last hour was seen for the figures to mean something. */
  public boolean known() {
    return hour.seen >= KNOWN_AFTER_HOUR_BUCKETS;
  }

  /** An independent copy. */
  public ErrorBudget copy() {
    ErrorBudget copy = new ErrorBudget(budget, new Ring(window), new Ring(hour));
    copy.recentShare = recentShare;
    return copy;
  }

  /** Sums over a sliding window of equal buckets; a bucket in which nothing was seen is NaN. */
  private static final class Ring {
    private final long bucketMillis;
    private final float[] requestsByBucket;
    private final float[] violationsByBucket;
    private long newest = Long.MIN_VALUE;
    private double requests;
    private double violations;
    private int seen;

    Ring(int buckets, long bucketMillis) {
      this.bucketMillis = bucketMillis;
      requestsByBucket = new float[buckets];
      violationsByBucket = new float[buckets];
      Arrays.fill(requestsByBucket, Float.NaN);
    }

    Ring(Ring other) {
      bucketMillis = other.bucketMillis;
      requestsByBucket = other.requestsByBucket.clone();
      violationsByBucket = other.violationsByBucket.clone();
      newest = other.newest;
      requests = other.requests;
      violations = other.violations;
      seen = other.seen;
    }

    void add(long nowMillis, double moreRequests, double moreViolations) {
      advanceTo(Math.floorDiv(nowMillis, bucketMillis));
      int slot = Math.floorMod(newest, requestsByBucket.length);
      if (Float.isNaN(requestsByBucket[slot])) {
        requestsByBucket[slot] = 0;
        seen++;
      }
      double requestsBefore = requestsByBucket[slot];
      double violationsBefore = violationsByBucket[slot];
      requestsByBucket[slot] += (float) moreRequests;
      violationsByBucket[slot] += (float) moreViolations;
      requests += requestsByBucket[slot] - requestsBefore;
      violations += violationsByBucket[slot] - violationsBefore;
    }

    private void advanceTo(long bucket) {
      if (newest == Long.MIN_VALUE) {
        newest = bucket;
        return;
      }
      long steps = Math.min(bucket - newest, requestsByBucket.length);
      for (long step = 1; step <= steps; step++) {
        int slot = Math.floorMod(bucket - steps + step, requestsByBucket.length);
        if (!Float.isNaN(requestsByBucket[slot])) {
          requests -= requestsByBucket[slot];
          violations -= violationsByBucket[slot];
          seen--;
        }
        requestsByBucket[slot] = Float.NaN;
        violationsByBucket[slot] = 0;
      }
      long rounds = Math.floorDiv(Math.max(newest, bucket), requestsByBucket.length);
      boolean nextRound = rounds > Math.floorDiv(newest, requestsByBucket.length);
      newest = Math.max(newest, bucket);
      if (nextRound) {
        addUp();
      }
    }

    /** Once a round, so that rounding errors of adding and taking away do not pile up. */
    private void addUp() {
      requests = 0;
      violations = 0;
      for (int slot = 0; slot < requestsByBucket.length; slot++) {
        requests += Float.isNaN(requestsByBucket[slot]) ? 0 : requestsByBucket[slot];
        violations += violationsByBucket[slot];
      }
    }
  }
}

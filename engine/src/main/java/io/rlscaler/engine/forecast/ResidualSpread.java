package io.rlscaler.engine.forecast;

import java.util.Arrays;

/**
 * How far the load went above its forecast lately: the root mean square of positive residuals with
 * memories of 10 min, 1 h and 12 h, and the worst one within five minutes of this time yesterday.
 */
final class ResidualSpread {
  private static final double[] MEMORY_SECONDS = {600, 3_600, 43_200};
  private static final long BUCKET_MILLIS = 5 * 60_000L;
  private static final long DAY_MILLIS = 86_400_000L;
  private static final int BUCKETS = 290;
  private static final double CODE_STEPS = 10_000;

  private final double[] shares;
  private final double[] meanSquares;
  private final short[] worstByBucket;
  private long newestBucket;

  /** A spread that starts at {@code priorSigma} and learns a residual every so many seconds. */
  ResidualSpread(double priorSigma, double everySeconds) {
    shares = new double[MEMORY_SECONDS.length];
    Arrays.setAll(shares, i -> 1 - Math.exp(-everySeconds / MEMORY_SECONDS[i]));
    double square = priorSigma * priorSigma;
    meanSquares = new double[] {square, square, square};
    worstByBucket = new short[BUCKETS];
    newestBucket = Long.MIN_VALUE;
  }

  private ResidualSpread(ResidualSpread other) {
    shares = other.shares;
    meanSquares = other.meanSquares.clone();
    worstByBucket = other.worstByBucket.clone();
    newestBucket = other.newestBucket;
  }

  ResidualSpread copy() {
    return new ResidualSpread(this);
  }

  void learn(long atMillis, double residual) {
    double positive = Math.max(residual, 0);
    for (int i = 0; i < meanSquares.length; i++) {
      meanSquares[i] += shares[i] * (positive * positive - meanSquares[i]);
    }
    long bucket = Math.floorDiv(atMillis, BUCKET_MILLIS);
    long steps =
        newestBucket == Long.MIN_VALUE ? BUCKETS : Math.min(bucket - newestBucket, BUCKETS);
    for (long step = 0; step < steps; step++) {
      worstByBucket[Math.floorMod(bucket - step, BUCKETS)] = 0;
    }
    newestBucket = Math.max(newestBucket, bucket);
    int slot = Math.floorMod(bucket, BUCKETS);
    short code = (short) Math.min(Math.round(positive * CODE_STEPS), Short.MAX_VALUE);
    worstByBucket[slot] = (short) Math.max(worstByBucket[slot], code);
  }

  /** Root mean square of the positive residuals with the i-th memory (10 min, 1 h, 12 h). */
  double rootMeanSquare(int memory) {
    return Math.sqrt(meanSquares[memory]);
  }

  double worstYesterday(long nowMillis) {
    long around = Math.floorDiv(nowMillis - DAY_MILLIS, BUCKET_MILLIS);
    int worst = 0;
    for (long bucket = around - 1; bucket <= around + 1; bucket++) {
      if (bucket > newestBucket - BUCKETS && bucket <= newestBucket) {
        worst = Math.max(worst, worstByBucket[Math.floorMod(bucket, BUCKETS)]);
      }
    }
    return worst / CODE_STEPS;
  }

  double largest(long nowMillis) {
    double rms = Math.max(rootMeanSquare(0), Math.max(rootMeanSquare(1), rootMeanSquare(2)));
    return Math.max(rms, worstYesterday(nowMillis));
  }
}

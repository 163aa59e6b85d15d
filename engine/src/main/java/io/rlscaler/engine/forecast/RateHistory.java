package io.rlscaler.engine.forecast;

import java.util.Arrays;

/**
 * Arrival rates of one workload at three resolutions: buckets of the decision period for half an
 * hour, one-minute means for a day, five-minute means for a week.
 *
 * <p>The long ones are kept in 16 bits on a logarithmic scale (relative error below 0.03 %), so
 * that a workload needs less than 9 kB. A bucket without a known rate is a gap, never a zero.
 */
final class RateHistory {
  static final long RECENT_MILLIS = 30 * 60_000L;
  private static final long LEAST_BUCKET_MILLIS = 5_000;
  private static final long MINUTE_MILLIS = 60_000;
  private static final long FIVE_MINUTES_MILLIS = 5 * MINUTE_MILLIS;
  private static final int MINUTES = 1_440 + 30;
  private static final int FIVE_MINUTES = 2_016 + 24;

  private final long periodMillis;
  private final long bucketMillis;
  private final float[] recent;
  private final LogRing minutes;
  private final LogRing fiveMinutes;
  private long newestBucket = Long.MIN_VALUE;
  private int newestCount;

  RateHistory(long periodMillis) {
    this(
        periodMillis,
        new LogRing(MINUTES, MINUTE_MILLIS),
        new LogRing(FIVE_MINUTES, FIVE_MINUTES_MILLIS));
  }

  private RateHistory(long periodMillis, LogRing minutes, LogRing fiveMinutes) {
    this.periodMillis = periodMillis;
    bucketMillis = Math.max(periodMillis, LEAST_BUCKET_MILLIS);
    recent = new float[(int) (RECENT_MILLIS / bucketMillis) + 1];
    Arrays.fill(recent, Float.NaN);
    this.minutes = minutes;
    this.fiveMinutes = fiveMinutes;
  }

  private RateHistory(RateHistory other) {
    periodMillis = other.periodMillis;
    bucketMillis = other.bucketMillis;
    recent = other.recent.clone();
    minutes = new LogRing(other.minutes);
    fiveMinutes = new LogRing(other.fiveMinutes);
    newestBucket = other.newestBucket;
    newestCount = other.newestCount;
  }

  /** The same with another decision period: the long resolutions are kept. */
  RateHistory withPeriod(long newPeriodMillis) {
    return newPeriodMillis == periodMillis
        ? copy()
        : new RateHistory(newPeriodMillis, new LogRing(minutes), new LogRing(fiveMinutes));
  }

  RateHistory copy() {
    return new RateHistory(this);
  }

  /** Records a rate [requests/s]. Times before the newest bucket only fill the long resolutions. */
  void record(long nowMillis, double rate) {
    minutes.add(nowMillis, rate);
    fiveMinutes.add(nowMillis, rate);
    long bucket = Math.floorDiv(nowMillis, bucketMillis);
    if (bucket < newestBucket) {
      return;
    }
    if (bucket > newestBucket) {
      clearBetween(bucket);
      newestBucket = bucket;
      newestCount = 0;
    }
    int slot = Math.floorMod(bucket, recent.length);
    double mean =
        newestCount == 0 ? rate : recent[slot] + (rate - recent[slot]) / (newestCount + 1);
    recent[slot] = (float) mean;
    newestCount++;
  }

  private void clearBetween(long bucket) {
    long steps = newestBucket == Long.MIN_VALUE ? 0 : bucket - newestBucket;
    for (long step = 1; step <= Math.min(steps, recent.length); step++) {
      recent[Math.floorMod(newestBucket + step, recent.length)] = Float.NaN;
    }
  }

  int bucketsIn(long millis) {
    return (int)
        Math.min(recent.length - 1, Math.max(1, Math.round((double) millis / bucketMillis)));
  }

  long bucketMillis() {
    return bucketMillis;
  }

  /** Rate {@code buckets} buckets ago, NaN in a gap. */
  double recentRate(int buckets) {
    return newestBucket == Long.MIN_VALUE
        ? Double.NaN
        : recent[Math.floorMod(newestBucket - buckets, recent.length)];
  }

  /** Mean rate over the five-minute bucket or minute around that time, NaN where unknown. */
  double minuteRate(long atMillis) {
    return minutes.meanAt(atMillis);
  }

  double fiveMinuteRate(long atMillis) {
    return fiveMinutes.meanAt(atMillis);
  }

  /**
   * Largest finished five-minute mean of the last week, NaN when less than {@code least} are known.
   */
  double weekPeak(int least) {
    return fiveMinutes.largest(least);
  }

  long finishedFiveMinutes() {
    return fiveMinutes.newest;
  }

  /** Means per bucket in 16 bits: 0 is unknown, else 1 + 2100 ln(rate / 1e-4 requests/s). */
  private static final class LogRing {
    private static final double LEAST_RATE = 1e-4;
    private static final double STEPS_PER_E = 2_100;

    private final char[] codes;
    private final long bucketMillis;
    private long newest = Long.MIN_VALUE;
    private double sum;
    private int count;

    LogRing(int buckets, long bucketMillis) {
      codes = new char[buckets];
      this.bucketMillis = bucketMillis;
    }

    LogRing(LogRing other) {
      codes = other.codes.clone();
      bucketMillis = other.bucketMillis;
      newest = other.newest;
      sum = other.sum;
      count = other.count;
    }

    void add(long nowMillis, double rate) {
      long bucket = Math.floorDiv(nowMillis, bucketMillis);
      if (bucket < newest) {
        return;
      }
      if (bucket > newest) {
        long steps = newest == Long.MIN_VALUE ? codes.length : bucket - newest;
        for (long step = 0; step < Math.min(steps, codes.length); step++) {
          codes[Math.floorMod(bucket - step, codes.length)] = 0;
        }
        newest = bucket;
        sum = 0;
        count = 0;
      }
      sum += rate;
      count++;
      codes[Math.floorMod(bucket, codes.length)] = encode(sum / count);
    }

    double meanAt(long atMillis) {
      long bucket = Math.floorDiv(atMillis, bucketMillis);
      if (newest == Long.MIN_VALUE || bucket > newest || bucket <= newest - codes.length) {
        return Double.NaN;
      }
      return decode(codes[Math.floorMod(bucket, codes.length)]);
    }

    double largest(int least) {
      char largest = 0;
      int known = 0;
      int newestSlot = Math.floorMod(newest, codes.length);
      for (int slot = 0; slot < codes.length; slot++) {
        char code = codes[slot];
        if (code != 0 && slot != newestSlot) {
          known++;
          largest = code > largest ? code : largest;
        }
      }
      return known < least ? Double.NaN : decode(largest);
    }

    private static char encode(double rate) {
      double steps = STEPS_PER_E * Math.log(Math.max(rate, LEAST_RATE) / LEAST_RATE);
      return (char) (1 + Math.min(Math.round(steps), Character.MAX_VALUE - 1));
    }

    private static double decode(char code) {
      return code == 0 ? Double.NaN : LEAST_RATE * Math.exp((code - 1) / STEPS_PER_E);
    }
  }
}

package io.rlscaler.engine.forecast;

import java.util.Arrays;

/**
 * Arrival rates of one workload at three resolutions: buckets of the decision period, but at least
 * 15 s, for half an hour; one-minute means for a day; five-minute means for a week.
 *
 * <p>The long ones are kept in 16 bits on a logarithmic scale (relative error below 0.03 %) and
 * count once their time is over, so that a workload needs less than 8 kB. A bucket without a known
 * rate is a gap, never a zero.
 */
final class RateHistory {
  static final long RECENT_MILLIS = 30 * 60_000L;
  static final int WEEK_BUCKETS = 2_016;
  private static final long LEAST_BUCKET_MILLIS = 15_000;
  private static final long MINUTE_MILLIS = 60_000;
  private static final long FIVE_MINUTES_MILLIS = 5 * MINUTE_MILLIS;
  // One more than a day and a week, for the bucket under way.
  private static final int MINUTES = 1_440 + 1;
  private static final int FIVE_MINUTES = WEEK_BUCKETS + 1;

  private final long periodMillis;
  private final long bucketMillis;
  private final float[] recent;
  private final LogRing minutes;
  private final LogRing fiveMinutes;
  private long newestStart = Long.MIN_VALUE;
  private int newestSlot;
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
    newestStart = other.newestStart;
    newestSlot = other.newestSlot;
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

  /** Records a rate [requests/s]. A time before the newest bucket changes nothing. */
  void record(long nowMillis, double rate) {
    minutes.add(nowMillis, rate);
    fiveMinutes.add(nowMillis, rate);
    if (newestStart != Long.MIN_VALUE && nowMillis < newestStart) {
      return;
    }
    advanceTo(nowMillis);
    double mean = recent[newestSlot];
    recent[newestSlot] =
        (float) (newestCount == 0 ? rate : mean + (rate - mean) / (newestCount + 1));
    newestCount++;
  }

  /**
   * Buckets start with a tick rather than at round times, and a tick may come up to half a period
   * early or late: jitter makes neither gaps nor doubles.
   */
  private void advanceTo(long nowMillis) {
    if (newestStart == Long.MIN_VALUE) {
      newestStart = nowMillis;
      return;
    }
    long steps = (nowMillis - newestStart + periodMillis / 2) / bucketMillis;
    if (steps == 0) {
      return;
    }
    for (long step = Math.min(steps, recent.length); step > 0; step--) {
      newestSlot = newestSlot + 1 == recent.length ? 0 : newestSlot + 1;
      recent[newestSlot] = Float.NaN;
    }
    newestStart = bucketMillis == periodMillis ? nowMillis : newestStart + steps * bucketMillis;
    newestCount = 0;
  }

  /** How many buckets make up a time, at least one and at most all. */
  int bucketsIn(long millis) {
    long buckets = Math.round((double) millis / bucketMillis);
    return (int) Math.max(1, Math.min(recent.length - 1, buckets));
  }

  /** Rate {@code buckets} buckets ago, NaN in a gap; 0 is the bucket under way. */
  double recentRate(int buckets) {
    int slot = newestSlot - buckets;
    slot += slot < 0 ? recent.length : 0;
    return slot < 0 ? Double.NaN : recent[slot];
  }

  /** Log of the mean rate of the minute at that time, NaN where unknown. */
  double minuteLogRate(long atMillis) {
    return minutes.largestLog(atMillis, atMillis);
  }

  /** Log of the largest mean rate of the minutes from and up to those times, NaN where unknown. */
  double largestMinuteLogRate(long fromMillis, long toMillis) {
    return minutes.largestLog(fromMillis, toMillis);
  }

  /** Log of the mean rate of the five minutes at that time, NaN where unknown. */
  double fiveMinuteLogRate(long atMillis) {
    return fiveMinutes.largestLog(atMillis, atMillis);
  }

  /** As {@link #largestMinuteLogRate}, in steps of five minutes. */
  double largestFiveMinuteLogRate(long fromMillis, long toMillis) {
    return fiveMinutes.largestLog(fromMillis, toMillis);
  }

  /**
   * Largest finished five-minute mean of the last week, NaN when less than {@code least} are known.
   */
  double weekPeak(int least) {
    return fiveMinutes.largest(least);
  }

  /** Means per bucket in 16 bits: 0 is unknown, else 1 + 2100 ln(rate / 1e-4 requests/s). */
  private static final class LogRing {
    private static final double LEAST_RATE = 1e-4;
    private static final double LEAST_LOG = Math.log(LEAST_RATE);
    private static final double STEPS_PER_E = 2_100;

    private final char[] codes;
    private final long bucketMillis;
    private long newest = Long.MIN_VALUE;
    private double sum;
    private int count;
    private int known;
    private char largest;
    private boolean largestIsStale;

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
      known = other.known;
      largest = other.largest;
      largestIsStale = other.largestIsStale;
    }

    void add(long nowMillis, double rate) {
      long bucket = Math.floorDiv(nowMillis, bucketMillis);
      if (bucket < newest) {
        return;
      }
      if (bucket > newest) {
        start(bucket);
      }
      sum += rate;
      count++;
    }

    private void start(long bucket) {
      if (newest != Long.MIN_VALUE) {
        set(slot(newest), encode(sum / count));
        long steps = Math.min(bucket - newest, codes.length);
        for (long step = 0; step < steps; step++) {
          set(slot(bucket - step), (char) 0);
        }
      }
      newest = bucket;
      sum = 0;
      count = 0;
    }

    /** Keeps the largest up to date, but for one that leaves: it is looked for when asked. */
    private void set(int slot, char code) {
      char before = codes[slot];
      codes[slot] = code;
      known += (code == 0 ? 0 : 1) - (before == 0 ? 0 : 1);
      if (code >= largest) {
        largest = code;
        largestIsStale = false;
      } else if (before == largest) {
        largestIsStale = true;
      }
    }

    private int slot(long bucket) {
      return Math.floorMod(bucket, codes.length);
    }

    double largestLog(long fromMillis, long toMillis) {
      if (newest == Long.MIN_VALUE) {
        return Double.NaN;
      }
      long first = Math.max(Math.floorDiv(fromMillis, bucketMillis), newest - codes.length + 1);
      long last = Math.min(Math.floorDiv(toMillis, bucketMillis), newest - 1);
      char highest = 0;
      for (long bucket = first; bucket <= last; bucket++) {
        char code = codes[slot(bucket)];
        highest = code > highest ? code : highest;
      }
      return log(highest);
    }

    /** Largest of all finished buckets; that of the one under way is still 0. */
    double largest(int least) {
      if (known < least) {
        return Double.NaN;
      }
      if (largestIsStale) {
        largest = 0;
        for (char code : codes) {
          largest = code > largest ? code : largest;
        }
        largestIsStale = false;
      }
      return Math.exp(log(largest));
    }

    private static char encode(double rate) {
      double steps = STEPS_PER_E * (Math.log(Math.max(rate, LEAST_RATE)) - LEAST_LOG);
      return (char) (1 + Math.min(Math.round(steps), Character.MAX_VALUE - 1));
    }

    private static double log(char code) {
      return code == 0 ? Double.NaN : LEAST_LOG + (code - 1) / STEPS_PER_E;
    }
  }
}

package io.rlscaler.engine.forecast;

/**
 * The replica load of the last half hour in a few figures, NaN where nothing is known.
 *
 * @param mean1m average over one minute
 * @param mean5m average over five minutes
 * @param mean30m average over thirty minutes
 * @param largest10m largest within ten minutes
 * @param variation5m coefficient of variation (standard deviation over mean) over five minutes
 * @param largestJump5m largest ratio of a load to the one before it within five minutes, at least 1
 */
public record RecentLoad(
    double mean1m,
    double mean5m,
    double mean30m,
    double largest10m,
    double variation5m,
    double largestJump5m) {

  static final RecentLoad NONE =
      new RecentLoad(Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, 1);

  static RecentLoad of(RateHistory history, double capacity) {
    int oneMinute = history.bucketsIn(60_000);
    int fiveMinutes = history.bucketsIn(5 * 60_000L);
    int tenMinutes = history.bucketsIn(10 * 60_000L);
    int thirtyMinutes = history.bucketsIn(RateHistory.RECENT_MILLIS);
    double sum = 0;
    double squares = 0;
    int known = 0;
    double mean1m = Double.NaN;
    double mean5m = Double.NaN;
    double largest10m = Double.NaN;
    double variation = 0;
    double jump = 1;
    double later = Double.NaN;
    for (int bucket = 0; bucket < thirtyMinutes; bucket++) {
      double rate = history.recentRate(bucket);
      if (!Double.isNaN(rate)) {
        sum += rate;
        known++;
        if (bucket < fiveMinutes) {
          squares += rate * rate;
          jump = Math.max(jump, jump(later, rate, capacity));
        }
        if (bucket < tenMinutes) {
          largest10m = rate > largest10m || Double.isNaN(largest10m) ? rate : largest10m;
        }
      }
      later = rate;
      if (bucket + 1 == oneMinute) {
        mean1m = sum / known;
      }
      if (bucket + 1 == fiveMinutes) {
        mean5m = sum / known;
        variation = variation(mean5m, squares / known);
      }
    }
    return new RecentLoad(
        mean1m / capacity,
        mean5m / capacity,
        sum / known / capacity,
        largest10m / capacity,
        variation,
        jump);
  }

  private static double jump(double later, double rate, double capacity) {
    double floor = Forecaster.LOAD_FLOOR * capacity;
    return Double.isNaN(later) ? 1 : Math.max(later, floor) / Math.max(rate, floor);
  }

  private static double variation(double mean, double meanSquare) {
    double variance = Math.max(0, meanSquare - mean * mean);
    return mean > 0 ? Math.sqrt(variance) / mean : 0;
  }
}

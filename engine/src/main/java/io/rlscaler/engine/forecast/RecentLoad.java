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

  // Called on every tick of every workload: the long tail only adds up.
  static RecentLoad of(RateHistory history, double capacity) {
    int oneMinute = history.bucketsIn(60_000);
    int fiveMinutes = history.bucketsIn(5 * 60_000L);
    int tenMinutes = history.bucketsIn(10 * 60_000L);
    int thirtyMinutes = history.bucketsIn(RateHistory.RECENT_MILLIS);
    double sum = 0;
    double squares = 0;
    int known = 0;
    double largest = Double.NaN;
    double jump = 1;
    double later = Double.NaN;
    double mean1m = Double.NaN;
    for (int bucket = 0; bucket < fiveMinutes; bucket++) {
      double rate = history.recentRate(bucket);
      if (!Double.isNaN(rate)) {
        sum += rate;
        squares += rate * rate;
        known++;
        jump = Math.max(jump, jump(later, rate, capacity));
        largest = larger(largest, rate);
      }
      later = rate;
      if (bucket + 1 == oneMinute) {
        mean1m = sum / known;
      }
    }
    double mean5m = sum / known;
    double variation5m = variation(mean5m, squares / known);
    for (int bucket = fiveMinutes; bucket < tenMinutes; bucket++) {
      largest = larger(largest, history.recentRate(bucket));
    }
    for (int bucket = fiveMinutes; bucket < thirtyMinutes; bucket++) {
      double rate = history.recentRate(bucket);
      if (!Double.isNaN(rate)) {
        sum += rate;
        known++;
      }
    }
    return new RecentLoad(
        mean1m / capacity,
        mean5m / capacity,
        sum / known / capacity,
        largest / capacity,
        variation5m,
        jump);
  }

  /** The larger of two, where NaN is unknown. */
  private static double larger(double largest, double rate) {
    return rate > largest || Double.isNaN(largest) ? rate : largest;
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

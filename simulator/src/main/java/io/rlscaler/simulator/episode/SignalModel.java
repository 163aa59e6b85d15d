package io.rlscaler.simulator.episode;

import java.time.Duration;
import java.util.Optional;

/**
 * How the truth about a workload becomes the signals that an operator reads.
 *
 * @param scrapeInterval time between two scrapes, at most one hour; zero when every decision is
 *     preceded by a scrape of its own
 * @param rateWindow time that rates, ratios and means are taken over, from one second to one day;
 *     empty for the decision period
 * @param lag time from a scrape until a decision can use it, at most one hour
 * @param noise standard deviation of the logarithm of the factor on each signal, 0 to 1; on the
 *     share of bad requests instead of the good ratio
 * @param dropouts probability that a scrape is lost, 0 to 1
 */
public record SignalModel(
    Duration scrapeInterval,
    Optional<Duration> rateWindow,
    Duration lag,
    double noise,
    double dropouts) {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Clean signals over the decision period that are half a minute old. */
  public static final SignalModel DEFAULT =
      new SignalModel(Duration.ZERO, Optional.empty(), Duration.ofSeconds(30), 0, 0);

  /** Checks the ranges. */
  public SignalModel {
    if (scrapeInterval.isNegative() || scrapeInterval.compareTo(HOUR) > 0) {
      throw new IllegalArgumentException(
          "scrape interval: found " + scrapeInterval + ", expected zero to one hour");
    }
    if (rateWindow.isPresent()
        && (rateWindow.get().toMillis() < 1000
            || rateWindow.get().compareTo(Duration.ofDays(1)) > 0)) {
      throw new IllegalArgumentException(
          "rate window: found " + rateWindow.get() + ", expected one second to one day");
    }
    if (lag.isNegative() || lag.compareTo(HOUR) > 0) {
      throw new IllegalArgumentException(
          "metric lag: found " + lag + ", expected zero to one hour");
    }
    if (!(noise >= 0 && noise <= 1)) {
      throw new IllegalArgumentException("noise: found " + noise + ", expected 0 to 1");
    }
    if (!(dropouts >= 0 && dropouts <= 1)) {
      throw new IllegalArgumentException("dropouts: found " + dropouts + ", expected 0 to 1");
    }
  }
}

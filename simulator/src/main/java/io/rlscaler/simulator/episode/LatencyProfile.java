package io.rlscaler.simulator.episode;

import io.rlscaler.simulator.workload.FastModel;
import io.rlscaler.simulator.workload.ServiceModel;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The distribution of latency per decision period and overall, from the share of requests beyond
 * each of a grid of thresholds: the fast model is run once per threshold over the logged rates and
 * replicas, on all cores. Between two thresholds the logarithm of the share is taken as straight.
 */
final class LatencyProfile implements EpisodeLatency {
  /** Thresholds in mean service times, fine where the quantiles of an unhurried service lie. */
  private static final double[] THRESHOLDS = {
    .25, .5, .65, .8, .9, 1, 1.15, 1.3, 1.5, 1.75, 2, 2.3, 2.6, 3, 3.5, 4, 5, 6.25, 8, 10, 13, 17,
    23, 30, 45, 70, 110, 200, 400, 1000, 4000, 20_000
  };

  /** Shares below it are not told apart; it keeps the logarithm finite. */
  private static final double LEAST_SHARE = 1e-9;

  private final double meanSeconds;
  private final double[] requests;
  private final double[][] exceeding;

  private LatencyProfile(double meanSeconds, int periods) {
    this.meanSeconds = meanSeconds;
    requests = new double[periods];
    exceeding = new double[THRESHOLDS.length][periods];
  }

  static LatencyProfile of(StepLog log, ServiceModel service, long periodMillis) {
    int last = log.size() - 1;
    int periods = last < 0 ? 0 : (int) (log.startMillis(last) / periodMillis) + 1;
    LatencyProfile profile = new LatencyProfile(service.meanSeconds(), periods);
    for (int i = 0; i <= last; i++) {
      int period = (int) (log.startMillis(i) / periodMillis);
      profile.requests[period] += log.requests(i);
    }
    IntStream.range(0, THRESHOLDS.length)
        .parallel()
        .forEach(
            k -> {
              FastModel model = FastModel.of(service, THRESHOLDS[k] * service.meanSeconds());
              replay(log, model, periodMillis, profile.exceeding[k]);
            });
    return profile;
  }

  private static void replay(StepLog log, FastModel model, long periodMillis, double[] exceeding) {
    FastModel.State queue = new FastModel.State();
    for (int i = 0; i <= log.size(); i++) {
      if (i < log.size()) {
        double arrivals = log.isKnown(i) ? log.rate(i) : 0;
        model.step(queue, arrivals, log.serving(i), log.seconds(i));
      } else {
        model.finish(queue);
      }
      if (i > 0 && log.isKnown(i - 1)) {
        int period = (int) (log.startMillis(i - 1) / periodMillis);
        exceeding[period] += queue.scoredRequests() * queue.violationShare();
      }
    }
  }

  @Override
  public EpisodeResult.Latency overall() {
    double[] shares = new double[THRESHOLDS.length];
    double total = sum(requests);
    for (int k = 0; k < shares.length; k++) {
      shares[k] = sum(exceeding[k]) / total;
    }
    return latency(shares);
  }

  @Override
  public EpisodeResult.Latency ofPeriod(int period) {
    double[] shares = new double[THRESHOLDS.length];
    for (int k = 0; k < shares.length; k++) {
      shares[k] = exceeding[k][period] / requests[period];
    }
    return latency(shares);
  }

  private EpisodeResult.Latency latency(double[] shares) {
    return new EpisodeResult.Latency(
        quantile(shares, .5), quantile(shares, .05), quantile(shares, .01));
  }

  /** The latency that is exceeded by a share of the requests. */
  private OptionalDouble quantile(double[] shares, double exceededBy) {
    int k = 0;
    while (k < shares.length && shares[k] > exceededBy) {
      k++;
    }
    if (k == shares.length || Double.isNaN(shares[k])) {
      return OptionalDouble.empty();
    }
    if (k == 0) {
      return OptionalDouble.of(THRESHOLDS[0] * meanSeconds);
    }
    double upper = Math.log(Math.max(LEAST_SHARE, shares[k - 1]));
    double lower = Math.log(Math.max(LEAST_SHARE, shares[k]));
    double right = upper > lower ? (upper - Math.log(exceededBy)) / (upper - lower) : 1;
    double means = THRESHOLDS[k - 1] + right * (THRESHOLDS[k] - THRESHOLDS[k - 1]);
    return OptionalDouble.of(means * meanSeconds);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}

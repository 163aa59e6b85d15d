package io.rlscaler.simulator.fitting;

import io.rlscaler.simulator.workload.ServiceModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One measured latency figure over windows: the share of requests beyond a latency, or a quantile
 * of the latency. To predict a quantile, shares beyond some latencies around the measured ones are
 * predicted; between two of them the logarithm of the share is straight in the logarithm of the
 * latency.
 */
final class LatencySeries {
  private static final int LATENCIES = 9;
  private static final double MARGIN = 1.6;

  private final double parameter;
  private final boolean share;
  private final double[] measured;
  private final double[] latencies;

  private LatencySeries(double parameter, boolean share, double[] measured, double[] latencies) {
    this.parameter = parameter;
    this.share = share;
    this.measured = measured;
    this.latencies = latencies;
  }

  /** All series of a history that are known in some window. */
  static List<LatencySeries> of(ServiceHistory history, int[] windows) {
    List<LatencySeries> all = new ArrayList<>();
    history
        .goodRatios()
        .forEach(
            (latency, good) -> {
              double[] measured = Arrays.stream(windows).mapToDouble(i -> 1 - good.at(i)).toArray();
              all.add(new LatencySeries(latency, true, measured, new double[] {latency}));
            });
    history
        .quantiles()
        .forEach(
            (probability, latency) -> {
              double[] measured = Arrays.stream(windows).mapToDouble(latency::at).toArray();
              positive(measured);
              all.add(new LatencySeries(probability, false, measured, grid(measured)));
            });
    all.removeIf(one -> Arrays.stream(one.measured).allMatch(Double::isNaN));
    return all;
  }

  /** A latency of zero has no logarithm and is no latency. */
  private static void positive(double[] latencies) {
    for (int i = 0; i < latencies.length; i++) {
      latencies[i] = latencies[i] > 0 ? latencies[i] : Double.NaN;
    }
  }

  private static double[] grid(double[] measured) {
    double[] known = Arrays.stream(measured).filter(v -> !Double.isNaN(v)).sorted().toArray();
    double[] grid = new double[LATENCIES];
    if (known.length > 0) {
      double low = BlockBootstrap.quantile(known, .01) / MARGIN;
      double high = BlockBootstrap.quantile(known, .99) * MARGIN;
      Arrays.setAll(grid, k -> low * Math.pow(high / low, (double) k / (LATENCIES - 1)));
    }
    return grid;
  }

  /** Whether it is a share of requests; else it is a latency. */
  boolean isShare() {
    return share;
  }

  /** The latency [s] of a share, or the probability of a quantile. */
  double parameter() {
    return parameter;
  }

  /** Whether a window was measured. */
  boolean isKnown(int window) {
    return !Double.isNaN(measured[window]);
  }

  /** Whether windows differ. */
  boolean varies() {
    return Arrays.stream(measured).filter(v -> !Double.isNaN(v)).distinct().count() > 1;
  }

  /** What was measured in a window. */
  double measured(int window) {
    return measured[window];
  }

  /** The largest latency that matters for the prediction [s]. */
  double longestLatency() {
    return latencies[latencies.length - 1];
  }

  /** What a model predicts for windows. */
  double[] predicted(HistoryReplay replay, ServiceModel service, int[] windows) {
    if (share) {
      return replay.exceedingShares(service, parameter, windows);
    }
    double[][] shares = new double[latencies.length][];
    for (int k = 0; k < shares.length; k++) {
      shares[k] = replay.exceedingShares(service, latencies[k], windows);
    }
    double[] predicted = new double[windows.length];
    for (int w = 0; w < predicted.length; w++) {
      predicted[w] = quantile(shares, w);
    }
    return predicted;
  }

  private double quantile(double[][] shares, int window) {
    double target = 1 - parameter;
    int k = 0;
    while (k < latencies.length && shares[k][window] > target) {
      k++;
    }
    if (k == 0 || k == latencies.length) {
      return latencies[Math.min(k, latencies.length - 1)];
    }
    double upper = Math.log(shares[k - 1][window]);
    double lower = Math.log(Math.max(1e-9, shares[k][window]));
    double part = (upper - Math.log(target)) / (upper - lower);
    return latencies[k - 1] * Math.pow(latencies[k] / latencies[k - 1], part);
  }
}

package io.rlscaler.simulator.fitting;

import io.rlscaler.simulator.workload.ServiceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares a model's predictions with the latencies measured in windows it was not fitted to. */
final class HeldOutPrediction {
  private static final int BLOCKS = 20;

  private final HistoryReplay replay;
  private final ServiceModel service;
  private final int[] windows;
  private final double[] requests;

  private HeldOutPrediction(HistoryReplay replay, ServiceModel service, int[] windows) {
    this.replay = replay;
    this.service = service;
    this.windows = windows;
    requests = new double[windows.length];
    for (int w = 0; w < windows.length; w++) {
      requests[w] = replay.requests(windows[w]);
    }
  }

  /** The error of a model on windows; empty when no latency was measured there. */
  static Optional<PredictionError> of(
      ServiceHistory history, HistoryReplay replay, int[] windows, ServiceModel service) {
    HeldOutPrediction prediction = new HeldOutPrediction(replay, service, windows);
    List<PredictionError.Share> shares = new ArrayList<>();
    List<PredictionError.Quantile> quantiles = new ArrayList<>();
    for (LatencySeries series : LatencySeries.of(history, windows)) {
      if (series.isShare()) {
        shares.add(prediction.share(series));
      } else {
        quantiles.add(prediction.quantile(series));
      }
    }
    double seconds = windows.length * history.windowSteps() * history.stepSeconds();
    return shares.isEmpty() && quantiles.isEmpty()
        ? Optional.empty()
        : Optional.of(new PredictionError(seconds, shares, quantiles));
  }

  private PredictionError.Share share(LatencySeries series) {
    double[] predicted = series.predicted(replay, service, windows);
    double[][] sums = new double[BLOCKS][3];
    for (int w = 0; w < windows.length; w++) {
      if (series.isKnown(w)) {
        double[] block = sums[(int) ((long) w * BLOCKS / windows.length)];
        block[0] += requests[w];
        block[1] += requests[w] * predicted[w];
        block[2] += requests[w] * series.measured(w);
      }
    }
    double[] total = total(sums, all());
    double[] range =
        BlockBootstrap.interval(
            BLOCKS,
            drawn -> {
              double[] sum = total(sums, drawn);
              return sum[0] > 0 ? (sum[1] - sum[2]) / sum[0] : Double.NaN;
            });
    double share = total[1] / total[0];
    double observed = total[2] / total[0];
    return new PredictionError.Share(
        series.parameter(), share, observed, Estimate.around(share - observed, range[0], range[1]));
  }

  private static int[] all() {
    int[] all = new int[BLOCKS];
    for (int b = 0; b < BLOCKS; b++) {
      all[b] = b;
    }
    return all;
  }

  private static double[] total(double[][] sums, int[] blocks) {
    double[] total = new double[3];
    for (int b : blocks) {
      for (int k = 0; k < total.length; k++) {
        total[k] += sums[b][k];
      }
    }
    return total;
  }

  private PredictionError.Quantile quantile(LatencySeries series) {
    double[] predicted = series.predicted(replay, service, windows);
    double weight = 0;
    double sum = 0;
    double observed = 0;
    for (int w = 0; w < windows.length; w++) {
      if (series.isKnown(w)) {
        weight += requests[w];
        sum += requests[w] * predicted[w];
        observed += requests[w] * series.measured(w);
      }
    }
    return new PredictionError.Quantile(series.parameter(), sum / weight, observed / weight);
  }
}

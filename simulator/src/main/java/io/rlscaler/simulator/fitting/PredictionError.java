package io.rlscaler.simulator.fitting;

import java.util.List;

/**
 * What a fitted model predicted for a part of the history that the fit had not seen, beside what
 * was measured there: the error that stands beside every figure computed with the model.
 *
 * @param seconds of measured windows in that part
 * @param shares of requests beyond latencies
 * @param quantiles of latency
 */
public record PredictionError(double seconds, List<Share> shares, List<Quantile> quantiles) {
  /** Copies the lists. */
  public PredictionError {
    shares = List.copyOf(shares);
    quantiles = List.copyOf(quantiles);
  }

  /**
   * The share of all requests that took longer than a latency.
   *
   * @param latencySeconds the latency [s]
   * @param predicted by the model
   * @param observed in the history
   * @param difference predicted less observed, with its range
   */
  public record Share(
      double latencySeconds, double predicted, double observed, Estimate difference) {}

  /**
   * The mean over windows, weighted with their requests, of a quantile of the latency.
   *
   * @param probability of the quantile
   * @param predicted by the model [s]
   * @param observed in the history [s]
   */
  public record Quantile(double probability, double predicted, double observed) {}
}

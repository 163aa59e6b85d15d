package io.rlscaler.trainer.prior;

import java.util.List;

/**
 * How far loads were from their forecasts [log units].
 *
 * @param meanSquare of the residuals
 * @param meanPositive of the residuals, those below zero taken as zero
 * @param meanPositiveSquare the same of their squares
 */
record ForecastErrors(double meanSquare, double meanPositive, double meanPositiveSquare) {

  /** The mean over traces, each of the same weight. */
  static ForecastErrors mean(List<ForecastErrors> errors) {
    return new ForecastErrors(
        errors.stream().mapToDouble(ForecastErrors::meanSquare).average().orElseThrow(),
        errors.stream().mapToDouble(ForecastErrors::meanPositive).average().orElseThrow(),
        errors.stream().mapToDouble(ForecastErrors::meanPositiveSquare).average().orElseThrow());
  }

  /** Root mean square of the positive residuals, as the engine's sigma. */
  double sigma() {
    return Math.sqrt(meanPositiveSquare);
  }

  /** Of the traces' sigmas the middle one: a bursty service in ten makes no other bursty. */
  static double medianSigma(List<ForecastErrors> errors) {
    double[] sorted = errors.stream().mapToDouble(ForecastErrors::sigma).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** Sums on the way to errors. */
  static final class Sums {
    private double square;
    private double positive;
    private double positiveSquare;
    private long count;

    void add(double residual) {
      double above = Math.max(residual, 0);
      square += residual * residual;
      positive += above;
      positiveSquare += above * above;
      count++;
    }

    ForecastErrors errors() {
      return new ForecastErrors(square / count, positive / count, positiveSquare / count);
    }
  }
}

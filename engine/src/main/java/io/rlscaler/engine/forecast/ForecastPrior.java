package io.rlscaler.engine.forecast;

import java.util.Collections;
import java.util.List;

/**
 * What is believed of a forecast before a workload has shown its own habits.
 *
 * @param startUpSeconds the start-up time for which it was fitted
 * @param coefficients one per regressor of {@link Forecaster}
 * @param sigma expected root mean square of positive residuals [log units]
 */
public record ForecastPrior(double startUpSeconds, List<Double> coefficients, double sigma) {
  private static final List<Double> ZEROS =
      List.copyOf(Collections.nCopies(Forecaster.REGRESSORS, 0.0));

  /** Checks length and finiteness. */
  public ForecastPrior {
    coefficients = List.copyOf(coefficients);
    if (coefficients.size() != Forecaster.REGRESSORS) {
      throw new IllegalArgumentException(
          "forecastPrior.coefficients: found "
              + coefficients.size()
              + " values, expected "
              + Forecaster.REGRESSORS);
    }
    if (!coefficients.stream().allMatch(Double::isFinite)
        || !Double.isFinite(sigma)
        || sigma < 0
        || !(startUpSeconds > 0)) {
      throw new IllegalArgumentException(
          "forecastPrior: found a value that is not finite, a negative sigma or a start-up time <= 0");
    }
  }

  /** The forecast "it stays as it is", used until a prior was trained. */
  public static ForecastPrior persistence(double startUpSeconds) {
    return new ForecastPrior(startUpSeconds, ZEROS, 0.05);
  }

  /** The prior among {@code priors} whose start-up time is nearest on a logarithmic scale. */
  public static ForecastPrior nearest(List<ForecastPrior> priors, double startUpSeconds) {
    if (priors.isEmpty()) {
      return persistence(startUpSeconds);
    }
    ForecastPrior nearest = priors.get(0);
    for (ForecastPrior prior : priors) {
      nearest = prior.distance(startUpSeconds) < nearest.distance(startUpSeconds) ? prior : nearest;
    }
    return nearest;
  }

  private double distance(double otherStartUpSeconds) {
    return Math.max(startUpSeconds / otherStartUpSeconds, otherStartUpSeconds / startUpSeconds);
  }
}

package io.rlscaler.simulator.workload;

import io.rlscaler.simulator.workload.ServiceModel.Distribution;

/**
 * The inverse distribution function of a service time of mean 1, by Newton's method in logarithms
 * from the value found before: fast for probabilities asked in a row. Not for hot paths.
 */
abstract class Quantiles {
  private static final double LARGEST_STEP = 1;
  private static final int MOST_STEPS = 200;

  private double lowerGuess;
  private double upperGuess;

  /** The quantiles of a family. */
  static Quantiles of(Distribution distribution, double variation) {
    double s = variation * variation;
    return distribution == Distribution.GAMMA
        ? new Gamma(1 / s)
        : new LogNormal(Math.sqrt(Math.log1p(s)));
  }

  /** The value that is exceeded with a probability of at most one half. */
  double upper(double probability) {
    upperGuess = solve(probability, true, upperGuess);
    return value(upperGuess);
  }

  /** The value that is not reached with a probability of at most one half. */
  double lower(double probability) {
    lowerGuess = solve(probability, false, lowerGuess);
    return value(lowerGuess);
  }

  private double solve(double probability, boolean above, double guess) {
    double y = guess;
    for (int i = 0; i < MOST_STEPS; i++) {
      double tail = tail(y, above);
      double slope = (above ? -1 : 1) * density(y) / tail;
      double step = (Math.log(probability) - Math.log(tail)) / slope;
      y += Math.max(-LARGEST_STEP, Math.min(LARGEST_STEP, step));
      if (Math.abs(step) < 1e-10) {
        break;
      }
    }
    return y;
  }

  /** Probability beyond a point of the scale, above or below. */
  abstract double tail(double y, boolean above);

  /** Probability density on the scale. */
  abstract double density(double y);

  /** From the scale to the value. */
  abstract double value(double y);

  /** Solved on the scale of the logarithm. */
  private static final class Gamma extends Quantiles {
    private final double shape;
    private final double logGamma;

    Gamma(double shape) {
      this.shape = shape;
      logGamma = SpecialFunctions.logGamma(shape);
    }

    @Override
    double tail(double y, boolean above) {
      double x = shape * Math.exp(y);
      return above ? SpecialFunctions.upperGamma(shape, x) : SpecialFunctions.lowerGamma(shape, x);
    }

    @Override
    double density(double y) {
      double x = shape * Math.exp(y);
      return Math.exp(shape * (Math.log(shape) + y) - x - logGamma);
    }

    @Override
    double value(double y) {
      return Math.exp(y);
    }
  }

  /** Solved on the scale of the standard normal variable. */
  private static final class LogNormal extends Quantiles {
    private final double sigma;

    LogNormal(double sigma) {
      this.sigma = sigma;
    }

    @Override
    double tail(double y, boolean above) {
      return SpecialFunctions.normal(above ? -y : y);
    }

    @Override
    double density(double y) {
      return Math.exp(-y * y / 2) / Math.sqrt(2 * Math.PI);
    }

    @Override
    double value(double y) {
      return Math.exp(sigma * y - sigma * sigma / 2);
    }
  }
}

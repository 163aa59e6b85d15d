package io.rlscaler.simulator.workload;

/**
 * Distribution functions that the tables are built from, by the series and continued fractions of
 * Abramowitz and Stegun, chapters 6 and 26. Relative error about 1e-10; not for hot paths.
 */
final class SpecialFunctions {
  private static final int MOST_TERMS = 10_000;

  private SpecialFunctions() {}

  /** Q(a, x): probability that a gamma variable of shape a and scale 1 exceeds x. */
  static double upperGamma(double shape, double x) {
    if (x <= 0) {
      return 1;
    }
    double front = Math.exp(shape * Math.log(x) - x - logGamma(shape));
    return x < shape + 1 ? 1 - front * series(shape, x) : front * fraction(shape, x);
  }

  /** P(a, x) = 1 - Q(a, x), without cancellation for small values. */
  static double lowerGamma(double shape, double x) {
    if (x <= 0) {
      return 0;
    }
    double front = Math.exp(shape * Math.log(x) - x - logGamma(shape));
    return x < shape + 1 ? front * series(shape, x) : 1 - front * fraction(shape, x);
  }

  /** P(Z &lt;= z) of a standard normal variable. */
  static double normal(double z) {
    double half = .5 * upperGamma(.5, z * z / 2);
    return z > 0 ? 1 - half : half;
  }

  /**
   * 1 / (R(a) - ...) in Mills' ratio: phi(a) / (1 - Phi(a)) - a, without cancellation for a > 2.
   */
  static double inverseMillsExcess(double a) {
    if (a > 2) {
      double tail = 0;
      for (int k = 200; k >= 2; k--) {
        tail = k / (a + tail);
      }
      return 1 / (a + tail);
    }
    return Math.exp(-a * a / 2) / Math.sqrt(2 * Math.PI) / normal(-a) - a;
  }

  /** The logarithm of the gamma function for x > 0: Stirling's series after a shift to x >= 10. */
  static double logGamma(double x) {
    double shifted = x;
    double product = 1;
    while (shifted < 10) {
      product *= shifted;
      shifted++;
    }
    double inverse = 1 / shifted;
    double square = inverse * inverse;
    double correction =
        inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)));
    return (shifted - .5) * Math.log(shifted)
        - shifted
        + .5 * Math.log(2 * Math.PI)
        + correction
        - Math.log(product);
  }

  private static double series(double shape, double x) {
    double term = 1 / shape;
    double sum = term;
    for (int k = 1; k < MOST_TERMS && term > sum * 1e-14; k++) {
      term *= x / (shape + k);
      sum += term;
    }
    return sum;
  }

  /** Lentz's method for the continued fraction 6.5.31. */
  private static double fraction(double shape, double x) {
    double b = x + 1 - shape;
    double c = 1e300;
    double d = 1 / b;
    double value = d;
    for (int k = 1; k < MOST_TERMS; k++) {
      double a = -k * (k - shape);
      b += 2;
      d = 1 / (a * d + b);
      c = b + a / c;
      double factor = c * d;
      value *= factor;
      if (Math.abs(factor - 1) < 1e-14) {
        break;
      }
    }
    return value;
  }
}

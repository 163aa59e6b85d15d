package io.rlscaler.simulator.workload;

import java.util.SplittableRandom;

/**
 * The time from the creation of a pod until it is ready: log-normal, or fixed at a sigma of 0.
 *
 * @param medianSeconds median [s], 0 or more
 * @param sigma standard deviation of the logarithm, 0 to 3
 */
public record StartUpDelay(double medianSeconds, double sigma) {
  /** The 90 % quantile of a standard normal variable. */
  private static final double NORMAL_P90 = 1.2815515655446004;

  /** Checks the ranges. */
  public StartUpDelay {
    if (!(medianSeconds >= 0 && Double.isFinite(medianSeconds))) {
      throw new IllegalArgumentException(
          "median start-up time is " + medianSeconds + " s, expected 0 or more");
    }
    if (!(sigma >= 0 && sigma <= 3)) {
      throw new IllegalArgumentException(
          "sigma of the start-up time is " + sigma + ", expected 0 to 3");
    }
  }

  /** The same delay for every pod. */
  public static StartUpDelay fixed(double seconds) {
    return new StartUpDelay(seconds, 0);
  }

  /**
   * A delay whose 90 % quantile is so many times its median.
   *
   * @param medianSeconds median [s], 0 or more
   * @param tail at least 1, which makes all alike
   */
  public static StartUpDelay withTail(double medianSeconds, double tail) {
    if (!(tail >= 1)) {
      throw new IllegalArgumentException(
          "slowest tenth of the start-ups takes "
              + tail
              + " times the median, expected at least 1 times");
    }
    return new StartUpDelay(medianSeconds, Math.log(tail) / NORMAL_P90);
  }

  /** The 90 % quantile [s]. */
  public double p90Seconds() {
    return medianSeconds * Math.exp(NORMAL_P90 * sigma);
  }

  double draw(SplittableRandom random) {
    return sigma == 0 ? medianSeconds : medianSeconds * Math.exp(sigma * random.nextGaussian());
  }
}

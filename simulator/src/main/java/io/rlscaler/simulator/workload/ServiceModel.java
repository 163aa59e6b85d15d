package io.rlscaler.simulator.workload;

/**
 * The work of a request and how requests reach the slots of the replicas.
 *
 * @param slots requests that one replica works on at a time, 1 to 4096
 * @param meanSeconds mean service time of a request [s], positive
 * @param variation coefficient of variation of the service time, .01 to 5
 * @param distribution family of the service time
 * @param routing how a request finds its slot
 */
public record ServiceModel(
    int slots, double meanSeconds, double variation, Distribution distribution, Routing routing) {
  private static final int MOST_SLOTS = 4096;

  /** Family of a service time. */
  public enum Distribution {
    /** The logarithm is normal. */
    LOG_NORMAL,
    /** Gamma; exponential at a coefficient of variation of 1. */
    GAMMA
  }

  /** How a request finds its slot. */
  public enum Routing {
    /** One queue for all replicas, first come first served. */
    CENTRAL,
    /** A replica drawn at random, each with its own queue. */
    RANDOM,
    /** The less loaded of two replicas drawn at random, each with its own queue. */
    POWER_OF_TWO,
    /** The replica with the fewest requests, each with its own queue. */
    LEAST_LOADED
  }

  /** Checks the ranges. */
  public ServiceModel {
    if (slots < 1 || slots > MOST_SLOTS) {
      throw new IllegalArgumentException("slots is " + slots + ", expected 1 to " + MOST_SLOTS);
    }
    if (!(meanSeconds > 0 && Double.isFinite(meanSeconds))) {
      throw new IllegalArgumentException(
          "mean service time is " + meanSeconds + " s, expected a positive time");
    }
    if (!(variation >= .01 && variation <= 5)) {
      throw new IllegalArgumentException(
          "coefficient of variation is " + variation + ", expected .01 to 5");
    }
  }

  /** What one replica serves at 100 % [requests/s]. */
  public double capacity() {
    return slots / meanSeconds;
  }

  /** P(service time &gt; seconds). */
  public double exceedance(double seconds) {
    if (seconds <= 0) {
      return 1;
    }
    double relative = seconds / meanSeconds;
    if (distribution == Distribution.GAMMA) {
      double shape = 1 / (variation * variation);
      return SpecialFunctions.upperGamma(shape, shape * relative);
    }
    double logVariance = Math.log1p(variation * variation);
    return SpecialFunctions.normal(
        -(Math.log(relative) + logVariance / 2) / Math.sqrt(logVariance));
  }

  /** E[S^3] / E[S]^3. */
  double thirdMoment() {
    double s = variation * variation;
    return distribution == Distribution.GAMMA ? (1 + s) * (1 + 2 * s) : (1 + s) * (1 + s) * (1 + s);
  }
}

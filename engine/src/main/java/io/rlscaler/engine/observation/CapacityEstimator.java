package io.rlscaler.engine.observation;

import java.util.OptionalDouble;

/**
 * Estimates the requests/s that one ready replica serves at 100 % utilization.
 *
 * <p>The estimate is the ratio of two decayed sums, of the arrival rate and of ready replicas times
 * utilization. Samples with a utilization outside [0.1, 0.95] tell little (idle overhead,
 * saturation) and are left out. It is unknown until {@value #NEEDED_SAMPLES} samples were taken.
 */
public final class CapacityEstimator {
  static final int NEEDED_SAMPLES = 20;
  private static final double HALF_LIFE_SECONDS = 30 * 60;
  private static final double LEAST_UTILIZATION = 0.1;
  private static final double MOST_UTILIZATION = 0.95;

  private double rates;
  private double busyReplicas;
  private int samples;

  /** An estimator that has seen nothing. */
  public CapacityEstimator() {}

  private CapacityEstimator(CapacityEstimator other) {
    rates = other.rates;
    busyReplicas = other.busyReplicas;
    samples = other.samples;
  }

  /** Learns from one tick that came {@code elapsedSeconds} after the one before. */
  public void observe(double elapsedSeconds, double arrivalRate, double utilization, int ready) {
    double keep = Math.pow(0.5, elapsedSeconds / HALF_LIFE_SECONDS);
    rates *= keep;
    busyReplicas *= keep;
    if (ready > 0 && utilization >= LEAST_UTILIZATION && utilization <= MOST_UTILIZATION) {
      rates += arrivalRate;
      busyReplicas += ready * utilization;
      samples = Math.min(samples + 1, NEEDED_SAMPLES);
    }
  }

  /** Capacity per replica [requests/s], empty until there are enough samples. */
  public OptionalDouble capacityPerReplica() {
    boolean usable = samples >= NEEDED_SAMPLES && rates > 0 && busyReplicas > 0;
    return usable ? OptionalDouble.of(rates / busyReplicas) : OptionalDouble.empty();
  }

  /** An independent copy. */
  public CapacityEstimator copy() {
    return new CapacityEstimator(this);
  }
}

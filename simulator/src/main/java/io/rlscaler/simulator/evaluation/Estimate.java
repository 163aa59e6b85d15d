package io.rlscaler.simulator.evaluation;

/**
 * A figure with its 90 % interval. The figure comes from all the data, the interval from resamples;
 * so the figure may lie outside in a skewed sample.
 *
 * @param value of all the data
 * @param interval of the resamples
 */
public record Estimate(double value, Interval interval) {

  /** Refuses a value that is no number. */
  public Estimate {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("estimate: found " + value + ", expected a finite number");
    }
  }

  /** Of a ratio of costs: whether the interval covers 1. */
  public boolean withinNoise() {
    return interval.covers(1);
  }
}

package io.rlscaler.simulator.workload;

import java.util.SplittableRandom;

/**
 * A Poisson process whose rate is given step by step: exponential gaps of mean 1 on the scale of
 * expected arrivals. The gap that is under way at the end of a step goes on in the next one.
 *
 * <p>With an index of dispersion I above 1, the expected arrivals of every second are drawn from a
 * gamma distribution of the same mean and scale I - 1, which makes the counts of any whole seconds
 * negative binomial with a variance of I times the mean.
 */
final class ArrivalStream {
  private static final double SLICE_SECONDS = 1;

  private final SampleTable gaps = SampleTable.exponential();
  private final SplittableRandom random;
  private final SplittableRandom modulation;
  private final double scale;
  private double rate;
  private double sliceBegin;
  private double sliceEnd;
  private double stepEnd;
  private double secondsPerArrival;
  private double expected;

  /** Expected arrivals from the beginning of the slice to the next arrival. */
  private double position;

  /**
   * A stream before its first step.
   *
   * @param dispersion at least 1
   * @param random of the gaps
   * @param modulation of the rates
   */
  ArrivalStream(double dispersion, SplittableRandom random, SplittableRandom modulation) {
    scale = dispersion - 1;
    this.random = random;
    this.modulation = modulation;
    position = gaps.draw(random);
  }

  /** Starts a step. */
  void begin(double time, double newRate, double seconds) {
    rate = newRate;
    sliceEnd = time;
    stepEnd = time + seconds;
    slice(scale == 0 ? seconds : Math.min(SLICE_SECONDS, seconds));
  }

  /** Starts the time after the latest slice. */
  private void slice(double length) {
    position -= expected;
    sliceBegin = sliceEnd;
    sliceEnd = sliceBegin + length;
    expected = rate * length;
    if (scale > 0 && expected > 0) {
      expected = scale * GammaSampler.draw(expected / scale, modulation);
    }
    secondsPerArrival = length / expected;
  }

  /** The time of the next arrival of the step [s], infinite if there is none. */
  double next() {
    while (position >= expected) {
      double left = stepEnd - sliceEnd;
      if (left <= 0) {
        return Double.POSITIVE_INFINITY;
      }
      slice(Math.min(SLICE_SECONDS, left));
    }
    double time = sliceBegin + position * secondsPerArrival;
    position += gaps.draw(random);
    return time;
  }
}

package io.rlscaler.simulator.workload;

import java.util.SplittableRandom;

/**
 * A Poisson process whose rate is given step by step: exponential gaps of mean 1 on the scale of
 * expected arrivals. The gap that is under way at the end of a step goes on in the next one.
 */
final class ArrivalStream {
  private final SampleTable gaps = SampleTable.exponential();
  private final SplittableRandom random;
  private double begin;
  private double secondsPerArrival;
  private double expected;

  /** Expected arrivals from the beginning of the step to the next arrival. */
  private double position;

  ArrivalStream(SplittableRandom random) {
    this.random = random;
    position = gaps.draw(random);
  }

  /** Starts a step. */
  void begin(double time, double rate, double seconds) {
    position -= expected;
    begin = time;
    expected = rate * seconds;
    secondsPerArrival = seconds / expected;
  }

  /** The time of the next arrival of the step [s], infinite if there is none. */
  double next() {
    if (position >= expected) {
      return Double.POSITIVE_INFINITY;
    }
    double time = begin + position * secondsPerArrival;
    position += gaps.draw(random);
    return time;
  }
}

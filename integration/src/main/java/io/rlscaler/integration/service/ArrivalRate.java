package io.rlscaler.integration.service;

import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;

/** The traffic of a workload: requests/s at each time since the traffic began. */
@FunctionalInterface
public interface ArrivalRate {

  /** Returns the rate at a time since the beginning [requests/s], finite and not negative. */
  double at(Duration elapsed);

  /**
   * Traffic that does not change.
   *
   * @throws IllegalArgumentException when the rate is negative or not finite
   */
  static ArrivalRate constant(double rate) {
    requireRate(rate);
    return elapsed -> rate;
  }

  /**
   * The traffic of a trace, whose last rate stays when it is over.
   *
   * @param trace without gaps
   * @param speed so many seconds of the trace pass in one second; rates stay as they are, so the
   *     same load rises and falls faster; positive
   * @throws IllegalArgumentException when the trace has a gap or the speed is not positive
   */
  static ArrivalRate following(Trace trace, double speed) {
    if (trace.knownSteps() != trace.size()) {
      throw new IllegalArgumentException(
          "trace " + trace + " has unknown steps, expected one without gaps");
    }
    if (!(speed > 0 && Double.isFinite(speed))) {
      throw new IllegalArgumentException("speed is " + speed + ", expected a positive number");
    }
    return elapsed -> {
      double position = elapsed.toNanos() / 1e9 * speed / trace.stepSeconds();
      return trace.rate((int) Math.min(position, trace.size() - 1));
    };
  }

  /** Returns a rate that is finite and not negative. */
  static double requireRate(double rate) {
    if (!(rate >= 0 && Double.isFinite(rate))) {
      throw new IllegalArgumentException("rate is " + rate + ", expected a finite number >= 0");
    }
    return rate;
  }
}

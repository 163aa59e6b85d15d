package io.rlscaler.simulator.evaluation;

import java.time.Duration;

/**
 * How a trace was cut and used.
 *
 * @param trace its name
 * @param source the data set that it comes from
 * @param digest of the file, as {@code sha256:...}
 * @param step between two of its rates
 * @param past the first part, on which controllers were calibrated
 * @param scored the rest, which every figure stands for
 * @param clippedShare of the time at which the load needs more than the most replicas and was cut
 */
public record TraceFacts(
    String trace,
    String source,
    String digest,
    Duration step,
    Duration past,
    Duration scored,
    double clippedShare) {

  /** Refuses an impossible cut. */
  public TraceFacts {
    if (step.isNegative() || step.isZero() || past.isNegative() || scored.isNegative()) {
      throw new IllegalArgumentException(
          "%s: found step %s, past %s and scored part %s, expected a positive step and no negative part"
              .formatted(trace, step, past, scored));
    }
    if (!(clippedShare >= 0 && clippedShare <= 1)) {
      throw new IllegalArgumentException(
          "clippedShare: found " + clippedShare + ", expected 0 to 1");
    }
  }
}

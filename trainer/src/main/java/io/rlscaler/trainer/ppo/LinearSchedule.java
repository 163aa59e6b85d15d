package io.rlscaler.trainer.ppo;

/**
 * A value that goes in a straight line from its start to its end as training goes on.
 *
 * @param start at the first iteration
 * @param end when all iterations are done
 */
public record LinearSchedule(double start, double end) {
  /** Refuses values that are negative or not finite. */
  public LinearSchedule {
    if (!(start >= 0) || !(end >= 0) || Double.isInfinite(start) || Double.isInfinite(end)) {
      throw new IllegalArgumentException(
          "schedule: found %s to %s, expected finite values of 0 or more".formatted(start, end));
    }
  }

  /**
   * The value for an iteration: the first one has the start, and none has the end.
   *
   * @param iteration from 0
   * @param iterations of the whole training
   */
  public double at(long iteration, long iterations) {
    if (iteration < 0 || iteration >= iterations) {
      throw new IllegalArgumentException(
          "iteration: found %d of %d, expected 0 or more and less than their number"
              .formatted(iteration, iterations));
    }
    return start + (end - start) * iteration / iterations;
  }
}

package io.rlscaler.trainer.learning;

import java.time.Duration;

/**
 * When a stage is over.
 *
 * @param time that it may take, where it is not bounded in decisions
 * @param steps decisions that it may take, 0 to be bounded in time
 */
record StageLimit(Duration time, long steps) {

  /** How far a stage is, 0 to 1. */
  double progress(long stepsTaken, double secondsTaken) {
    double share =
        steps > 0 ? (double) stepsTaken / steps : secondsTaken / (time.toMillis() / 1000.0);
    return Math.min(1, share);
  }
}

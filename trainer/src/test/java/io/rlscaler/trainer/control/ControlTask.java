package io.rlscaler.trainer.control;

import java.util.SplittableRandom;

/** An episode of a classic control task; a step gives a reward. */
interface ControlTask {
  /** Begins a new episode. */
  void reset(SplittableRandom random);

  /** What the policy sees. */
  float[] observation();

  /** Acts, by an index or by numbers that are bounded here, and gives the reward. */
  double step(float[] action);

  /** Whether the episode has reached its end. */
  boolean terminated();

  /** Whether the episode is cut off, and would have gone on. */
  boolean truncated();
}

package io.rlscaler.trainer.learning;

import io.rlscaler.engine.policy.Feature;
import io.rlscaler.trainer.ppo.RunningMoments;
import io.rlscaler.trainer.run.Checkpoint;
import java.util.Arrays;

/** The normalisation of features where a training begins, and in its checkpoints. */
final class FeatureMoments {
  private static final double ROWS_OF_FIRST = 5e4;

  private FeatureMoments() {}

  /**
   * Mean 0 and variance 1, worth some decisions: what hardly ever changes in training is not made
   * huge when it does.
   */
  static RunningMoments first() {
    double[] variance = new double[Feature.COUNT];
    Arrays.fill(variance, 1);
    return new RunningMoments(new double[Feature.COUNT], variance, ROWS_OF_FIRST);
  }

  /** What a checkpoint holds under a name. */
  static RunningMoments of(Checkpoint at, String name) {
    return new RunningMoments(
        at.doubles(name + ".mean"), at.doubles(name + ".variance"), at.doubles(name + ".count")[0]);
  }
}

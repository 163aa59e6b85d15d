package io.rlscaler.trainer.learning;

import io.rlscaler.trainer.environment.Rollouts;
import io.rlscaler.trainer.environment.Segment;
import io.rlscaler.trainer.ppo.PpoLearner;
import io.rlscaler.trainer.ppo.RunningMoments;
import java.util.List;
import java.util.SplittableRandom;

/** A part of a training that learns in its own way from what the policy does. */
interface Stage {
  /** How the policy acts while it is learned from. */
  Rollouts.Choice choice();

  /**
   * Improves the learner's weights.
   *
   * @param progress of the stage, 0 to 1
   */
  Figures learn(
      PpoLearner learner,
      List<Segment> segments,
      RunningMoments moments,
      double progress,
      SplittableRandom random);

  /** What must be kept to go on, apart from the learner. */
  StrictnessScale scale();

  /**
   * What is reported of an iteration, 0 where a stage has no such thing.
   *
   * @param kl approximate divergence of the new policy from the old [nats]
   * @param entropy of the policy [nats]
   * @param policyLoss what is lowered
   * @param valueLoss of the critic
   * @param learningRate of the optimiser
   */
  record Figures(
      double kl, double entropy, double policyLoss, double valueLoss, double learningRate) {}
}

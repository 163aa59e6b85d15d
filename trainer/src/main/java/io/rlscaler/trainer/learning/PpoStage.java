package io.rlscaler.trainer.learning;

import io.rlscaler.engine.policy.Feature;
import io.rlscaler.trainer.environment.Segment;
import io.rlscaler.trainer.environment.Transition;
import io.rlscaler.trainer.ppo.Experience;
import io.rlscaler.trainer.ppo.PpoLearner;
import io.rlscaler.trainer.ppo.RunningMoments;
import io.rlscaler.trainer.ppo.UpdateReport;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One update by PPO on decisions whose returns are their own, by attribution: the advantage is the
 * return less the critic's value, without discounting and bootstrapping.
 */
final class PpoStage {
  private final PpoLearner learner;
  private final StrictnessScale scale;

  PpoStage(PpoLearner learner, StrictnessScale scale) {
    this.learner = learner;
    this.scale = scale;
  }

  UpdateReport learn(
      List<Segment> segments,
      RunningMoments moments,
      double learningRate,
      double entropyCoefficient,
      SplittableRandom random) {
    float[] observations = moments.normalise(Samples.features(segments), Feature.CLIP);
    double[] strictness = Samples.strictness(segments);
    double[] returned = Samples.of(segments, Transition::returned);
    scale.learn(strictness, returned);
    float[] values = learner.predict(observations).values();
    float[] returns = new float[values.length];
    float[] advantages = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      returns[i] =
          (float) ((returned[i] - scale.mean(strictness[i])) / scale.deviation(strictness[i]));
      advantages[i] = returns[i] - values[i];
    }
    Experience experience =
        new Experience(
            observations,
            floats(Samples.of(segments, Transition::action)),
            floats(Samples.of(segments, Transition::logProbability)),
            values,
            advantages,
            returns);
    return learner.update(experience, learningRate, entropyCoefficient, random);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}

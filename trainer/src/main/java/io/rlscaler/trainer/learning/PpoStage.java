package io.rlscaler.trainer.learning;

import io.rlscaler.engine.policy.Feature;
import io.rlscaler.trainer.environment.Rollouts;
import io.rlscaler.trainer.environment.Segment;
import io.rlscaler.trainer.environment.Transition;
import io.rlscaler.trainer.ppo.Experience;
import io.rlscaler.trainer.ppo.PpoLearner;
import io.rlscaler.trainer.ppo.RunningMoments;
import io.rlscaler.trainer.ppo.UpdateReport;
import io.rlscaler.trainer.run.TrainingConfig;
import java.util.List;
import java.util.SplittableRandom;

/**
 * PPO on decisions whose returns are their own, by attribution: the advantage is the return less
 * the critic's value, without discounting and bootstrapping. Returns are brought to one size for
 * every strictness.
 *
 * @param settings of the learner
 * @param foresight whether the critic also sees what is about to come
 * @param scale of the returns
 */
record PpoStage(TrainingConfig.Ppo settings, boolean foresight, StrictnessScale scale)
    implements Stage {
  @Override
  public Rollouts.Choice choice() {
    return Rollouts.Choice.SAMPLED;
  }

  @Override
  public Figures learn(
      PpoLearner learner,
      List<Segment> segments,
      RunningMoments moments,
      double progress,
      SplittableRandom random) {
    double rate = settings.learningRate() * (1 - progress);
    double entropy =
        settings.entropy().from()
            + progress * (settings.entropy().to() - settings.entropy().from());
    UpdateReport report =
        learner.update(experience(learner, segments, moments), rate, entropy, random);
    // a first minibatch may already be too far from the policy that acted
    return report.steps() == 0
        ? new Figures(report.approximateKl(), 0, 0, 0, rate)
        : new Figures(
            report.approximateKl(),
            report.entropy(),
            report.policyLoss(),
            report.valueLoss(),
            rate);
  }

  private Experience experience(
      PpoLearner learner, List<Segment> segments, RunningMoments moments) {
    float[] observations = moments.normalise(Samples.features(segments), Feature.CLIP);
    double[] strictness = Samples.strictness(segments);
    double[] returned = Samples.of(segments, Transition::returned);
    scale.learn(strictness, returned);
    float[] criticObservations =
        foresight ? Samples.withForesight(segments, observations) : observations;
    float[] values = learner.predict(observations, criticObservations).values();
    float[] returns = new float[values.length];
    float[] advantages = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      double centred = returned[i] - scale.mean(strictness[i]);
      returns[i] = (float) (centred / scale.deviation(strictness[i]));
      advantages[i] = returns[i] - values[i];
    }
    return new Experience(
            observations,
            Samples.floats(segments, Transition::action),
            Samples.floats(segments, Transition::logProbability),
            values,
            advantages,
            returns)
        .withCriticObservations(criticObservations);
  }
}

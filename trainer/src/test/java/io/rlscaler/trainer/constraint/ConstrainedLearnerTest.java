package io.rlscaler.trainer.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlscaler.trainer.constraint.ConstrainedLearner.Constraint;
import io.rlscaler.trainer.ppo.ActorCriticShape;
import io.rlscaler.trainer.ppo.Experience;
import io.rlscaler.trainer.ppo.PolicyHead;
import io.rlscaler.trainer.ppo.PpoLearner;
import io.rlscaler.trainer.ppo.PpoSettings;
import io.rlscaler.trainer.ppo.ValueLearner;
import io.rlscaler.trainer.ppo.ValueShape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConstrainedLearnerTest {
  private static final int SAMPLES = 32;
  private static final List<Integer> HIDDEN = List.of(8);
  private static final ActorCriticShape SHAPE =
      new ActorCriticShape(2, HIDDEN, PolicyHead.categorical(2));
  private static final ValueShape COST_SHAPE = new ValueShape(2, HIDDEN);

  // integral only, so that the multiplier after one update is the error
  private static final PidSettings GAINS = new PidSettings(0, 1, 0, 1, false, 100);

  private static PpoSettings settings() {
    PpoSettings d = PpoSettings.defaults();
    return new PpoSettings(
        1,
        SAMPLES,
        16,
        2,
        d.gamma(),
        d.gaeLambda(),
        d.clip(),
        d.valueClip(),
        d.valueCoefficient(),
        d.entropyCoefficient(),
        d.learningRate(),
        d.adam(),
        d.gradientNorm(),
        d.targetKl(),
        HIDDEN);
  }

  private static PpoLearner policy() {
    return new PpoLearner(SHAPE, settings(), SHAPE.initialWeights(new SplittableRandom(1)));
  }

  private static ValueLearner critic() {
    return new ValueLearner(
        COST_SHAPE, settings(), COST_SHAPE.initialWeights(new SplittableRandom(2)));
  }

  private static float[] gaussian(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Samples of a policy that is uniform, or that gave all actions {@code logProbability}. */
  private static Experience experience(double logProbability) {
    float[] actions = new float[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      actions[i] = i % 2;
    }
    float[] logProbabilities = new float[SAMPLES];
    Arrays.fill(logProbabilities, (float) logProbability);
    return new Experience(
        gaussian(3, 2 * SAMPLES),
        actions,
        logProbabilities,
        new float[SAMPLES],
        gaussian(4, SAMPLES),
        gaussian(5, SAMPLES));
  }

  private static CostSignal cost(double mean) {
    return new CostSignal(mean, gaussian(6, SAMPLES), gaussian(7, SAMPLES));
  }

  private static ConstrainedLearner.Report update(
      ConstrainedLearner learner, Experience experience, double cost) {
    return learner.update(experience, List.of(cost(cost)), 1e-3, 0, new SplittableRandom(8));
  }

  @Test
  void thePolicyIsUpdatedWithTheMultiplierOfThisVeryRollout() {
    try (PpoLearner constrained = policy();
        PpoLearner plain = policy();
        ValueLearner critic = critic()) {
      ConstrainedLearner learner =
          new ConstrainedLearner(
              constrained, List.of(new Constraint(new PidLagrangian(GAINS), critic)));
      Experience experience = experience(Math.log(.5));

      ConstrainedLearner.Report report = update(learner, experience, 4);

      assertThat(report.multipliers()).containsExactly(3.);
      float[] advantages =
          LagrangianAdvantage.of(
              experience.advantages(), List.of(gaussian(6, SAMPLES)), new double[] {3});
      plain.update(experience.withAdvantages(advantages), 1e-3, 0, new SplittableRandom(8));
      assertThat(constrained.weights()).isEqualTo(plain.weights());
    }
  }

  @Test
  void theIntegralIsFrozenAfterAnUpdateThatTheDivergenceStopped() {
    try (PpoLearner policy = policy();
        ValueLearner critic = critic()) {
      ConstrainedLearner learner =
          new ConstrainedLearner(policy, List.of(new Constraint(new PidLagrangian(GAINS), critic)));

      // probabilities that the policy never had: the update stops before its first step
      assertThat(update(learner, experience(-2), 4).multipliers()).containsExactly(3.);
      assertThat(learner.stoppedEarly()).isTrue();
      assertThat(update(learner, experience(Math.log(.5)), 4).multipliers()).containsExactly(3.);
      assertThat(learner.stoppedEarly()).isFalse();
      assertThat(update(learner, experience(Math.log(.5)), 4).multipliers()).containsExactly(6.);
    }
  }

  @Test
  void theCriticOfTheCostLearnsBesideThePolicyWithItsOwnOptimiser() {
    try (PpoLearner policy = policy();
        ValueLearner critic = critic();
        ValueLearner alone = critic()) {
      ConstrainedLearner learner =
          new ConstrainedLearner(policy, List.of(new Constraint(new PidLagrangian(GAINS), critic)));
      Experience experience = experience(-2);

      // the policy does not step, the critic does all of its two epochs of two minibatches
      assertThat(update(learner, experience, 4).critics().get(0).steps()).isEqualTo(4);
      assertThat(policy.optimiser().steps()).isZero();
      assertThat(critic.optimiser().steps()).isEqualTo(4);

      alone.restore(critic.weights(), critic.optimiser());
      critic.update(experience, gaussian(7, SAMPLES), 1e-3, new SplittableRandom(9));
      alone.update(experience, gaussian(7, SAMPLES), 1e-3, new SplittableRandom(9));
      assertThat(alone.weights()).isEqualTo(critic.weights());
      assertThat(alone.optimiser()).isEqualTo(critic.optimiser());
    }
  }

  @Test
  void refusesCostsOfOtherConstraints() {
    try (PpoLearner policy = policy()) {
      ConstrainedLearner learner = new ConstrainedLearner(policy, List.of());
      assertThatThrownBy(() -> update(learner, experience(-2), 4))
          .hasMessage("costs: found 1, expected 0");
    }
  }
}

package io.rlscaler.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PpoLearnerTest {
  // float32 on numbers around 1
  private static final float GOLDEN = 1e-6f;

  private static PpoSettings settings(
      int minibatch, int epochs, double targetKl, OptionalDouble valueClip) {
    PpoSettings d = PpoSettings.defaults();
    return new PpoSettings(
        1,
        64,
        minibatch,
        epochs,
        d.gamma(),
        d.gaeLambda(),
        d.clip(),
        valueClip,
        d.valueCoefficient(),
        d.entropyCoefficient(),
        d.learningRate(),
        d.adam(),
        d.gradientNorm(),
        targetKl,
        List.of(8, 8));
  }

  private static final ActorCriticShape SMALL =
      new ActorCriticShape(4, List.of(8, 8), PolicyHead.categorical(3));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void anUpdateGivesTheGoldenLossesGradientsAndWeights(int index) throws Exception {
    GoldenCase golden = new GoldenCase(index);
    PpoSettings settings = settings(16, 1, 1, golden.valueClip());
    try (PpoLearner learner = new PpoLearner(golden.shape(), settings, golden.weights())) {
      for (int step = 0; step < 3; step++) {
        PpoLearner.Step found =
            learner.step(golden.loss(), golden.experience(), golden.rows(), golden.learningRate());

        golden.requireSame(step, found);
        assertThat(learner.weights()).containsExactly(golden.weightsAfter(step), offset(GOLDEN));
        if (step == 0) {
          // the first moment after one step is a tenth of the clipped gradient
          float[] gradients = learner.optimiser().first();
          for (int i = 0; i < gradients.length; i++) {
            gradients[i] *= 10;
          }
          assertThat(gradients).containsExactly(golden.clippedGradients(), offset(GOLDEN));
        }
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameWeightsAndAnotherOneOthers() {
    assertThat(weightsAfterAnUpdate(7)).isEqualTo(weightsAfterAnUpdate(7));
    assertThat(weightsAfterAnUpdate(7)).isNotEqualTo(weightsAfterAnUpdate(8));
  }

  @Test
  void aStepDownAGradientMovesTheOutputsAgainstIt() {
    try (PpoLearner learner = learner(settings(16, 1, 1, OptionalDouble.empty()))) {
      float[] observations = gaussian(new SplittableRandom(3), 5 * SMALL.observations());
      float[] before = learner.actorOutputs(observations);
      float[] gradients = new float[before.length];
      Arrays.fill(gradients, 0, 5, 1);
      // the first output of every row is to fall
      learner.descend(observations, gradients, 1e-3);
      float[] after = learner.actorOutputs(observations);
      for (int row = 0; row < 5; row++) {
        assertThat(after[row]).isLessThan(before[row]);
      }
    }
  }

  private static float[] weightsAfterAnUpdate(long seed) {
    try (PpoLearner learner = learner(settings(16, 4, 1, OptionalDouble.empty()))) {
      learner.update(experience(learner, 64), 3e-4, .01, new SplittableRandom(seed));
      return learner.weights();
    }
  }

  private static PpoLearner learner(PpoSettings settings) {
    return new PpoLearner(SMALL, settings, SMALL.initialWeights(new SplittableRandom(1)));
  }

  /** Random observations and returns; actions and what goes with them of the learner's policy. */
  private static Experience experience(PpoLearner learner, int samples) {
    SplittableRandom random = new SplittableRandom(2);
    float[] observations = gaussian(random, samples * SMALL.observations());
    Predictions predictions = learner.predict(observations);
    float[] actions = new float[samples];
    float[] logProbabilities = new float[samples];
    for (int i = 0; i < samples; i++) {
      ActionDistribution policy =
          new ActionDistribution(Arrays.copyOfRange(predictions.policy(), 3 * i, 3 * i + 3));
      int action = policy.sample(random);
      actions[i] = action;
      logProbabilities[i] = (float) policy.logProbability(action);
    }
    return new Experience(
        observations,
        actions,
        logProbabilities,
        predictions.values(),
        gaussian(random, samples),
        gaussian(random, samples));
  }

  private static float[] gaussian(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void eachEpochTakesEveryWholeMinibatchOnce() {
    try (PpoLearner learner = learner(settings(24, 3, 1, OptionalDouble.empty()))) {
      UpdateReport report =
          learner.update(experience(learner, 64), 3e-4, .01, new SplittableRandom(3));
      assertThat(report.steps()).isEqualTo(3 * 2);
      assertThat(report.stoppedEarly()).isFalse();
    }
  }

  @Test
  void theFirstStepSeesTheVeryPolicyThatActed() {
    try (PpoLearner learner = learner(settings(64, 1, 1, OptionalDouble.empty()))) {
      UpdateReport report =
          learner.update(experience(learner, 64), 3e-4, .01, new SplittableRandom(3));
      // two ways to the same log-probability in float32
      assertThat(report.approximateKl()).isCloseTo(0, offset(1e-7));
      assertThat(report.clipFraction()).isZero();
    }
  }

  @Test
  void divergenceStopsAnUpdateBeforeTheStep() {
    try (PpoLearner learner = learner(settings(64, 4, .02, OptionalDouble.empty()))) {
      Experience experience = experience(learner, 64);
      for (int i = 0; i < 64; i++) {
        experience.logProbabilities[i] -= 1;
      }
      float[] before = learner.weights();

      UpdateReport report = learner.update(experience, 3e-4, .01, new SplittableRandom(3));

      assertThat(report.stoppedEarly()).isTrue();
      assertThat(report.steps()).isZero();
      // mean(e - 1 - 1)
      assertThat(report.approximateKl()).isCloseTo(Math.E - 2, offset(1e-6));
      assertThat(learner.weights()).isEqualTo(before);
    }
  }

  @Test
  void divergenceIsToleratedUpToOneAndAHalfTimesTheTarget() {
    double divergence = Math.E - 2;
    for (double targetKl : new double[] {divergence / 1.49, divergence / 1.51}) {
      try (PpoLearner learner = learner(settings(64, 1, targetKl, OptionalDouble.empty()))) {
        Experience experience = experience(learner, 64);
        for (int i = 0; i < 64; i++) {
          experience.logProbabilities[i] -= 1;
        }
        UpdateReport report = learner.update(experience, 3e-4, .01, new SplittableRandom(3));
        assertThat(report.stoppedEarly()).isEqualTo(targetKl < divergence / 1.5);
      }
    }
  }

  @Test
  void anUpdateMayBoundTheRatioOtherwiseThanTheSettings() {
    PpoSettings settings = settings(64, 2, 1, OptionalDouble.empty());
    try (PpoLearner plain = learner(settings);
        PpoLearner same = learner(settings);
        PpoLearner narrow = learner(settings)) {
      Experience experience = experience(plain, 64);
      plain.update(experience, 3e-4, .01, new SplittableRandom(3));
      same.update(experience, 3e-4, .01, settings.clip(), new SplittableRandom(3));
      assertThat(same.weights()).isEqualTo(plain.weights());

      // after the first of two steps no ratio is 1 any more, none is 1e-9 away from it
      UpdateReport report = narrow.update(experience, 3e-4, .01, 1e-9, new SplittableRandom(3));
      assertThat(report.clipFraction()).isBetween(.45, 1.);
    }
  }

  @Test
  void aMaskedActionHasNoProbabilityNoEntropyAndNoGradient() {
    try (PpoLearner learner = learner(settings(64, 1, 1, OptionalDouble.empty()))) {
      Experience all = experience(learner, 64);
      boolean[] allowed = new boolean[3 * 64];
      for (int i = 0; i < 64; i++) {
        all.actions[i] = i % 2;
        all.logProbabilities[i] = (float) Math.log(.5);
        allowed[3 * i] = true;
        allowed[3 * i + 1] = true;
      }
      UpdateReport report =
          learner.update(all.withMasks(allowed), 3e-4, .01, new SplittableRandom(3));

      // two actions that the initial policy holds for nearly alike
      assertThat(report.entropy()).isCloseTo(Math.log(2), offset(1e-3));
      TanhNetwork.Layer last = SMALL.actor().get(2);
      float[] moments = learner.optimiser().first();
      assertThat(moments[last.biasOffset() + 2]).isZero();
      assertThat(moments[last.biasOffset()]).isNotZero();
    }
  }

  @Test
  void aRestoredLearnerGoesOnToTheVerySameWeights() {
    PpoSettings settings = settings(16, 2, 1, OptionalDouble.empty());
    try (PpoLearner first = learner(settings);
        PpoLearner second = learner(settings)) {
      Experience experience = experience(first, 64);
      first.update(experience, 3e-4, .01, new SplittableRandom(3));
      second.restore(first.weights(), first.optimiser());
      first.update(experience, 2e-4, .01, new SplittableRandom(4));
      second.update(experience, 2e-4, .01, new SplittableRandom(4));
      assertThat(second.weights()).isEqualTo(first.weights());
      assertThat(second.optimiser()).isEqualTo(first.optimiser());
    }
  }

  @Test
  void updatesLeaveNothingInNativeMemory() {
    try (PpoLearner learner = learner(settings(16, 4, 1, OptionalDouble.empty()))) {
      Experience experience = experience(learner, 64);
      learner.update(experience, 3e-4, .01, new SplittableRandom(3));
      learner.predict(experience.observations);
      assertThat(learner.arraysHeld()).isZero();
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    try (PpoLearner learner = learner(settings(16, 1, 1, OptionalDouble.empty()))) {
      assertThatThrownBy(() -> learner.predict(new float[5]))
          .hasMessage("observations: found 5 values, expected rows of 4");
      Experience experience = experience(learner, 16);
      experience.actions[5] = 3;
      assertThatThrownBy(() -> learner.update(experience, 1, 0, new SplittableRandom(1)))
          .hasMessage("actions[5]: found 3.0, expected an index below 3");
    }
  }
}

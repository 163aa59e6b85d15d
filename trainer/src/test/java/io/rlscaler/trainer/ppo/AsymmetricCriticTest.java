package io.rlscaler.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Returns are what only the critic may see; the actor sees noise. */
class AsymmetricCriticTest {
  private static final int SAMPLES = 512;
  private static final ActorCriticShape WIDE =
      new ActorCriticShape(2, 3, List.of(16), PolicyHead.categorical(3));

  // clips no gradient, so that the critic's do not reach the actor by the common norm
  private static final PpoSettings SETTINGS = settings(1e9);

  private static PpoSettings settings(double gradientNorm) {
    PpoSettings d = PpoSettings.defaults();
    return new PpoSettings(
        1,
        SAMPLES,
        SAMPLES,
        10,
        d.gamma(),
        d.gaeLambda(),
        d.clip(),
        OptionalDouble.empty(),
        d.valueCoefficient(),
        d.entropyCoefficient(),
        d.learningRate(),
        d.adam(),
        gradientNorm,
        1e9,
        List.of(16));
  }

  private static PpoLearner learner(ActorCriticShape shape) {
    return new PpoLearner(shape, SETTINGS, shape.initialWeights(new SplittableRandom(1)));
  }

  private final float[] seen = gaussian(2, 2 * SAMPLES);
  private final float[] hidden = gaussian(3, SAMPLES);

  private static float[] gaussian(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** What the actor sees, and one column more. */
  private float[] with(float[] column) {
    float[] rows = new float[3 * SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      System.arraycopy(seen, 2 * i, rows, 3 * i, 2);
      rows[3 * i + 2] = column[i];
    }
    return rows;
  }

  private Experience experience() {
    float[] logProbabilities = new float[SAMPLES];
    Arrays.fill(logProbabilities, (float) -Math.log(3));
    float[] actions = new float[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      actions[i] = i % 3;
    }
    return new Experience(
        seen, actions, logProbabilities, new float[SAMPLES], gaussian(4, SAMPLES), hidden);
  }

  private static double valueLossAfter(PpoLearner learner, Experience experience) {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 20; i++) {
      learner.update(experience, 1e-2, 0, random);
    }
    return learner.update(experience, 0, 0, random).valueLoss();
  }

  @Test
  void theCriticLearnsFromWhatOnlyItSees() {
    ActorCriticShape narrow = new ActorCriticShape(2, List.of(16), PolicyHead.categorical(3));
    try (PpoLearner blind = learner(narrow);
        PpoLearner seeing = learner(WIDE)) {
      // fitting 512 draws of variance 1 to noise brings the loss below 1, but not far
      assertThat(valueLossAfter(blind, experience())).isBetween(.6, 1.1);
      assertThat(valueLossAfter(seeing, experience().withCriticObservations(with(hidden))))
          .isLessThan(.02);
    }
  }

  @Test
  void theActorLearnsTheSameWhateverTheCriticSees() {
    try (PpoLearner one = learner(WIDE);
        PpoLearner other = learner(WIDE)) {
      one.update(
          experience().withCriticObservations(with(hidden)), 3e-3, 0, new SplittableRandom(5));
      other.update(
          experience().withCriticObservations(with(gaussian(6, SAMPLES))),
          3e-3,
          0,
          new SplittableRandom(5));

      assertThat(one.weights()).isNotEqualTo(other.weights());
      assertThat(one.act(seen)).isEqualTo(other.act(seen));
    }
  }

  @Test
  void theActorAnswersAloneAsItDoesBesideTheCritic() {
    try (PpoLearner learner = learner(WIDE)) {
      Predictions both = learner.predict(seen, with(hidden));
      Predictions others = learner.predict(seen, with(gaussian(6, SAMPLES)));
      assertThat(learner.act(seen)).isEqualTo(both.policy()).isEqualTo(others.policy());
      assertThat(both.values()).isNotEqualTo(others.values());
    }
  }

  @Test
  void refusesRowsThatDoNotFitTheCritic() {
    try (PpoLearner learner = learner(WIDE)) {
      assertThatThrownBy(() -> learner.predict(new float[4], new float[9]))
          .hasMessage("rows of critic observations: found 3, expected 2");
      assertThatThrownBy(() -> learner.update(experience(), 0, 0, new SplittableRandom(1)))
          .hasMessage("critic observation width: found 2, expected 3");
      assertThatThrownBy(() -> experience().withCriticObservations(new float[SAMPLES + 1]))
          .hasMessage("criticObservations: found 513 values, expected rows for 512 samples");
    }
  }
}

package io.rlscaler.trainer.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.trainer.control.ControlTraining.ControlSetup;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** PPO learns what others' PPO learns; scores are means of 100 episodes without exploration. */
class ControlLearningTest {
  private static final int EPISODES = 100;

  // of at most 500: Gymnasium calls CartPole-v1 solved there
  private static final double UPRIGHT = 475;

  @Test
  void cartPoleIsLearnedWithin100000Steps() {
    assertThat(stepsUntilUpright(1)).isBetween(1, 100_000);
  }

  @Test
  @Tag("learning")
  void cartPoleIsLearnedWithin100000StepsOnTenOfTenSeeds(TestReporter reporter) {
    List<Integer> steps = new ArrayList<>();
    for (int seed = 1; seed <= 10; seed++) {
      steps.add(stepsUntilUpright(seed));
      reporter.publishEntry("steps until upright, seed " + seed, "" + steps.get(seed - 1));
    }
    assertThat(steps).allSatisfy(count -> assertThat(count).isBetween(1, 100_000));
  }

  @Test
  @Tag("learning")
  void acrobotIsLearnedOnFourOfFiveSeeds(TestReporter reporter) {
    List<Double> scores = scores(ControlSetups.acrobot(), 5, reporter);
    assertThat(scores.stream().filter(score -> score >= -86).count())
        .as("scores %s of -86 or more", scores)
        .isGreaterThanOrEqualTo(4);
  }

  @Test
  @Tag("learning")
  void pendulumIsLearnedOnThreeOfFiveSeeds(TestReporter reporter) {
    List<Double> scores = scores(ControlSetups.pendulum(), 5, reporter);
    assertThat(scores.stream().filter(score -> score >= -200).count())
        .as("scores %s of -200 or more", scores)
        .isGreaterThanOrEqualTo(3);
  }

  /** Steps after which the pole is kept upright, looked at every 5,120; -1 when it never is. */
  private static int stepsUntilUpright(long seed) {
    try (ControlTraining training = new ControlTraining(ControlSetups.cartPole(), seed)) {
      while (!training.done()) {
        training.iterate();
        if (training.steps() % 5120 == 0 && training.evaluate(EPISODES) >= UPRIGHT) {
          return training.steps();
        }
      }
    }
    return -1;
  }

  private static List<Double> scores(ControlSetup setup, int seeds, TestReporter reporter) {
    List<Double> scores = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      try (ControlTraining training = new ControlTraining(setup, seed)) {
        while (!training.done()) {
          training.iterate();
        }
        scores.add(training.evaluate(EPISODES));
      }
      reporter.publishEntry("score of seed " + seed, "" + scores.get(seed - 1));
    }
    return scores;
  }
}

package io.rlscaler.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.rlscaler.trainer.golden.GoldenNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CartPoleTest {
  // Gymnasium gives float32
  private static final float GOLDEN = 1e-5f;

  @Test
  void thePortTakesTheGoldenSteps() throws Exception {
    GoldenNumbers golden = new GoldenNumbers("classic_control");
    CartPole environment = new CartPole(golden.doubles("CartPole.initial"));
    double[] actions = golden.doubles("CartPole.actions");
    float[] observations = golden.floats("CartPole.observations");
    boolean[] terminated = golden.flags("CartPole.terminated");
    for (int step = 0; step < actions.length; step++) {
      environment.step((int) actions[step]);
      assertThat(environment.observation())
          .containsExactly(
              Arrays.copyOfRange(observations, 4 * step, 4 * step + 4), offset(GOLDEN));
      assertThat(environment.terminated()).isEqualTo(terminated[step]);
    }
    assertThat(environment.terminated()).isTrue();
  }

  @Test
  void ppoLearnsToKeepThePoleUpright() {
    // rl-zoo's settings for CartPole-v1, with a constant clip
    PpoSettings settings =
        new PpoSettings(
            8,
            32,
            256,
            20,
            .98,
            .8,
            .2,
            OptionalDouble.empty(),
            .5,
            new LinearSchedule(0, 0),
            new LinearSchedule(1e-3, 0),
            Adam.Settings.defaults(),
            .5,
            1e9,
            List.of(64, 64));
    CartPoleTraining training = new CartPoleTraining(settings, 1);
    try (training) {
      int iterations = 100_000 / settings.rollout();
      boolean learned = false;
      for (int iteration = 0; iteration < iterations && !learned; iteration++) {
        training.iterate(iteration, iterations);
        // the mark of rl-zoo's agents: 475 of at most 500 steps
        learned = iteration % 40 == 39 && training.meanLength(20) >= 475;
      }
      assertThat(learned).isTrue();
    }
  }

  /** Rollouts of several poles, and updates. */
  private static final class CartPoleTraining implements AutoCloseable {
    private final PpoSettings settings;
    private final SplittableRandom random;
    private final PpoLearner learner;
    private final List<CartPole> environments = new ArrayList<>();

    CartPoleTraining(PpoSettings settings, long seed) {
      this.settings = settings;
      random = new SplittableRandom(seed);
      ActorCriticShape shape =
          new ActorCriticShape(
              CartPole.OBSERVATIONS, settings.hidden(), PolicyHead.categorical(CartPole.ACTIONS));
      learner = new PpoLearner(shape, settings, shape.initialWeights(random.split()));
      for (int i = 0; i < settings.environments(); i++) {
        environments.add(new CartPole(random));
      }
    }

    void iterate(int iteration, int iterations) {
      learner.update(
          rollout(),
          settings.learningRate().at(iteration, iterations),
          settings.entropyCoefficient().at(iteration, iterations),
          random.split());
    }

    private Experience rollout() {
      int width = environments.size();
      int samples = settings.rollout();
      float[] observations = new float[samples * CartPole.OBSERVATIONS];
      float[] actions = new float[samples];
      float[] logProbabilities = new float[samples];
      float[] values = new float[samples];
      float[] rewards = new float[samples];
      boolean[] done = new boolean[samples];
      boolean[] truncated = new boolean[samples];
      float[] finalValues = new float[samples];
      for (int step = 0; step < settings.steps(); step++) {
        float[] seen = observe();
        System.arraycopy(seen, 0, observations, step * seen.length, seen.length);
        Predictions predictions = learner.predict(seen);
        System.arraycopy(predictions.values(), 0, values, step * width, width);
        float[] logits = predictions.policy();
        for (int i = 0; i < width; i++) {
          int sample = step * width + i;
          CartPole environment = environments.get(i);
          ActionDistribution policy =
              new ActionDistribution(Arrays.copyOfRange(logits, 2 * i, 2 * i + 2));
          int action = policy.sample(random);
          actions[sample] = action;
          logProbabilities[sample] = (float) policy.logProbability(action);
          environment.step(action);
          rewards[sample] = 1;
          truncated[sample] = environment.truncated();
          done[sample] = environment.terminated() || truncated[sample];
          if (truncated[sample]) {
            finalValues[sample] = learner.predict(environment.observation()).values()[0];
          }
          if (done[sample]) {
            environment.reset(random);
          }
        }
      }
      float[] lastValues = learner.predict(observe()).values();
      GeneralisedAdvantage.Estimate estimate =
          new GeneralisedAdvantage(settings.gamma(), settings.gaeLambda())
              .estimate(
                  new Trajectories(rewards, values, done, truncated, finalValues, lastValues));
      return new Experience(
          observations,
          actions,
          logProbabilities,
          values,
          estimate.advantages(),
          estimate.returns());
    }

    private float[] observe() {
      float[] all = new float[environments.size() * CartPole.OBSERVATIONS];
      for (int i = 0; i < environments.size(); i++) {
        System.arraycopy(environments.get(i).observation(), 0, all, 4 * i, 4);
      }
      return all;
    }

    /** Mean length of fresh episodes with the most probable action. */
    double meanLength(int episodes) {
      SplittableRandom fresh = new SplittableRandom(99);
      double sum = 0;
      for (int i = 0; i < episodes; i++) {
        CartPole environment = new CartPole(fresh);
        while (!environment.terminated() && !environment.truncated()) {
          float[] logits = learner.predict(environment.observation()).policy();
          environment.step(new ActionDistribution(logits).mode());
        }
        sum += environment.steps();
      }
      return sum / episodes;
    }

    @Override
    public void close() {
      learner.close();
    }
  }
}

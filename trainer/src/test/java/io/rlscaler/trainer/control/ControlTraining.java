package io.rlscaler.trainer.control;

import io.rlscaler.trainer.ppo.ActionDistribution;
import io.rlscaler.trainer.ppo.ActorCriticShape;
import io.rlscaler.trainer.ppo.Experience;
import io.rlscaler.trainer.ppo.GeneralisedAdvantage;
import io.rlscaler.trainer.ppo.LinearSchedule;
import io.rlscaler.trainer.ppo.PolicyHead;
import io.rlscaler.trainer.ppo.PpoLearner;
import io.rlscaler.trainer.ppo.PpoSettings;
import io.rlscaler.trainer.ppo.Predictions;
import io.rlscaler.trainer.ppo.RunningMoments;
import io.rlscaler.trainer.ppo.Trajectories;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Rollouts of several episodes side by side, and updates. */
final class ControlTraining implements AutoCloseable {
  private static final int CLIP = 10;

  private final ControlSetup setup;
  private final PpoSettings settings;
  private final SplittableRandom random;
  private final ActorCriticShape shape;
  private final PpoLearner learner;
  private final List<ControlTask> tasks = new ArrayList<>();
  private final RunningMoments seen;
  private final RunningMoments earned = new RunningMoments(1);
  private final double[] discounted;
  private int iteration;

  ControlTraining(ControlSetup setup, long seed) {
    this.setup = setup;
    settings = setup.settings();
    random = new SplittableRandom(seed);
    shape = new ActorCriticShape(setup.observations(), settings.hidden(), setup.head());
    learner = new PpoLearner(shape, settings, shape.initialWeights(random.split()));
    seen = new RunningMoments(setup.observations());
    discounted = new double[settings.environments()];
    for (int i = 0; i < settings.environments(); i++) {
      tasks.add(setup.task().apply(random));
    }
  }

  /** What a training is of. */
  record ControlSetup(
      Function<SplittableRandom, ControlTask> task,
      int observations,
      PolicyHead head,
      boolean continuous,
      boolean normalise,
      PpoSettings settings,
      LinearSchedule clip,
      int steps) {
    int iterations() {
      return steps / settings.rollout();
    }
  }

  /** Steps so far. */
  int steps() {
    return iteration * settings.rollout();
  }

  boolean done() {
    return iteration >= setup.iterations();
  }

  /** A rollout and its update. */
  void iterate() {
    learner.update(
        rollout(),
        settings.learningRate().at(iteration, setup.iterations()),
        settings.entropyCoefficient().at(iteration, setup.iterations()),
        setup.clip().at(iteration, setup.iterations()),
        random.split());
    iteration++;
  }

  @SuppressWarnings("ArrayRecordComponent") // made once per step, never compared
  private record Choice(float[] action, float logProbability) {}

  /** An action of a row of what the actor said. */
  private Choice choose(float[] policy, float[] logDeviations) {
    if (!setup.continuous()) {
      ActionDistribution distribution = new ActionDistribution(policy);
      int action = distribution.sample(random);
      return new Choice(new float[] {action}, (float) distribution.logProbability(action));
    }
    float[] action = new float[policy.length];
    double logProbability = 0;
    for (int i = 0; i < action.length; i++) {
      double distance = random.nextGaussian();
      action[i] = (float) (policy[i] + Math.exp(logDeviations[i]) * distance);
      logProbability -= distance * distance / 2 + logDeviations[i] + Math.log(2 * Math.PI) / 2;
    }
    return new Choice(action, (float) logProbability);
  }

  private Experience rollout() {
    int width = tasks.size();
    int samples = settings.rollout();
    int features = setup.observations();
    float[] logDeviations = shape.freeParameters(learner.weights());
    float[] observations = new float[samples * features];
    float[] logProbabilities = new float[samples];
    float[] actions = new float[samples * Math.max(1, logDeviations.length)];
    float[] values = new float[samples];
    float[] rewards = new float[samples];
    boolean[] done = new boolean[samples];
    boolean[] truncated = new boolean[samples];
    float[] finalValues = new float[samples];
    for (int step = 0; step < settings.steps(); step++) {
      float[] rows = observe(tasks);
      learnScale(rows);
      float[] normal = normal(rows);
      System.arraycopy(normal, 0, observations, step * normal.length, normal.length);
      Predictions predictions = learner.predict(normal);
      System.arraycopy(predictions.values(), 0, values, step * width, width);
      float[] policy = predictions.policy();
      int outputs = policy.length / width;
      for (int i = 0; i < width; i++) {
        int sample = step * width + i;
        ControlTask task = tasks.get(i);
        Choice choice =
            choose(Arrays.copyOfRange(policy, outputs * i, outputs * (i + 1)), logDeviations);
        System.arraycopy(
            choice.action(), 0, actions, sample * choice.action().length, choice.action().length);
        logProbabilities[sample] = choice.logProbability();
        rewards[sample] = scaled(i, task.step(choice.action()));
        truncated[sample] = task.truncated();
        done[sample] = task.terminated() || truncated[sample];
        if (truncated[sample]) {
          finalValues[sample] = learner.predict(normal(task.observation())).values()[0];
        }
        if (done[sample]) {
          discounted[i] = 0;
          task.reset(random);
        }
      }
    }
    float[] lastValues = learner.predict(normal(observe(tasks))).values();
    GeneralisedAdvantage.Estimate estimate =
        new GeneralisedAdvantage(settings.gamma(), settings.gaeLambda())
            .estimate(new Trajectories(rewards, values, done, truncated, finalValues, lastValues));
    return new Experience(
        observations, actions, logProbabilities, values, estimate.advantages(), estimate.returns());
  }

  private float[] observe(List<ControlTask> of) {
    int features = setup.observations();
    float[] all = new float[of.size() * features];
    for (int i = 0; i < of.size(); i++) {
      System.arraycopy(of.get(i).observation(), 0, all, features * i, features);
    }
    return all;
  }

  private void learnScale(float[] rows) {
    if (setup.normalise()) {
      double[] batch = new double[rows.length];
      Arrays.setAll(batch, i -> rows[i]);
      seen.update(batch);
    }
  }

  private float[] normal(float[] rows) {
    return setup.normalise() ? seen.normalise(rows, CLIP) : rows;
  }

  /** Rewards over the deviation of the discounted sums of an episode so far. */
  private float scaled(int environment, double reward) {
    if (!setup.normalise()) {
      return (float) reward;
    }
    discounted[environment] = settings.gamma() * discounted[environment] + reward;
    earned.update(new double[] {discounted[environment]});
    double scaled = reward / earned.deviation()[0];
    return (float) Math.max(-CLIP, Math.min(CLIP, scaled));
  }

  /** Mean sum of rewards of fresh episodes with the most probable actions. */
  double evaluate(int episodes) {
    SplittableRandom fresh = new SplittableRandom(99);
    List<ControlTask> running = new ArrayList<>();
    for (int i = 0; i < episodes; i++) {
      running.add(setup.task().apply(fresh));
    }
    double sum = 0;
    while (!running.isEmpty()) {
      float[] policy = learner.act(normal(observe(running)));
      int outputs = policy.length / running.size();
      for (int i = 0; i < running.size(); i++) {
        float[] row = Arrays.copyOfRange(policy, outputs * i, outputs * (i + 1));
        sum +=
            running
                .get(i)
                .step(setup.continuous() ? row : new float[] {new ActionDistribution(row).mode()});
      }
      running.removeIf(task -> task.terminated() || task.truncated());
    }
    return sum / episodes;
  }

  @Override
  public void close() {
    learner.close();
  }
}

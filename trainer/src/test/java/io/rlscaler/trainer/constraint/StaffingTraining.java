package io.rlscaler.trainer.constraint;

import io.rlscaler.trainer.ppo.ActionDistribution;
import io.rlscaler.trainer.ppo.ActorCriticShape;
import io.rlscaler.trainer.ppo.Adam;
import io.rlscaler.trainer.ppo.Experience;
import io.rlscaler.trainer.ppo.LinearSchedule;
import io.rlscaler.trainer.ppo.PolicyHead;
import io.rlscaler.trainer.ppo.PpoLearner;
import io.rlscaler.trainer.ppo.PpoSettings;
import io.rlscaler.trainer.ppo.Predictions;
import io.rlscaler.trainer.ppo.ValueLearner;
import io.rlscaler.trainer.ppo.ValueShape;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** Learns {@link Staffing} by single steps: reward is minus the servers, cost the late share. */
final class StaffingTraining implements AutoCloseable {
  static final int ITERATIONS = 160;

  private static final int SAMPLES = 1024;
  // the multiplier has settled by then, and goes a little up and down around its mean
  private static final int LATE = 100;
  private static final double LEARNING_RATE = 3e-3;
  // an action that nobody tries any more has no gradient left when the multiplier comes to want it
  private static final LinearSchedule ENTROPY = new LinearSchedule(.2, .01);

  private final SplittableRandom random;
  private final PpoLearner policy;
  private final ValueLearner critic;
  private final ConstrainedLearner learner;
  private double multiplierSum;
  private double costSum;
  private double serverSum;

  StaffingTraining(double limit, long seed) {
    random = new SplittableRandom(seed);
    List<Integer> hidden = List.of(16);
    PpoSettings settings =
        new PpoSettings(
            SAMPLES,
            1,
            256,
            4,
            0,
            .95,
            .2,
            OptionalDouble.empty(),
            .5,
            new LinearSchedule(0, 0),
            new LinearSchedule(LEARNING_RATE, 0),
            Adam.Settings.defaults(),
            .5,
            .05,
            hidden);
    ActorCriticShape shape =
        new ActorCriticShape(1, hidden, PolicyHead.categorical(Staffing.CHOICES));
    policy = new PpoLearner(shape, settings, shape.initialWeights(random));
    ValueShape costs = new ValueShape(1, hidden);
    critic = new ValueLearner(costs, settings, costs.initialWeights(random));
    PidLagrangian multiplier = new PidLagrangian(new PidSettings(5, .5, 0, limit, true, 100));
    learner =
        new ConstrainedLearner(
            policy, List.of(new ConstrainedLearner.Constraint(multiplier, critic)));
  }

  void iterate(int iteration) {
    int[] loads = new int[SAMPLES];
    float[] observations = new float[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      loads[i] = Staffing.load(random);
      observations[i] = Staffing.observation(loads[i]);
    }
    Predictions predictions = policy.predict(observations);
    float[] logits = predictions.policy();
    float[] values = predictions.values();
    float[] costValues = critic.predict(observations);
    float[] actions = new float[SAMPLES];
    float[] logProbabilities = new float[SAMPLES];
    float[] rewards = new float[SAMPLES];
    float[] costs = new float[SAMPLES];
    double cost = 0;
    double servers = 0;
    for (int i = 0; i < SAMPLES; i++) {
      int from = i * Staffing.CHOICES;
      ActionDistribution distribution =
          new ActionDistribution(Arrays.copyOfRange(logits, from, from + Staffing.CHOICES));
      int action = distribution.sample(random);
      actions[i] = action;
      logProbabilities[i] = (float) distribution.logProbability(action);
      rewards[i] = -action;
      costs[i] = (float) Staffing.late(loads[i], action, random);
      cost += costs[i] / SAMPLES;
      servers += (double) Staffing.servers(loads[i], action) / SAMPLES;
    }
    Experience experience =
        new Experience(
            observations, actions, logProbabilities, values, difference(rewards, values), rewards);
    CostSignal signal = new CostSignal(cost, difference(costs, costValues), costs);
    // decays to a third, so that policy and multiplier come to rest
    double rate = LEARNING_RATE * (1 - iteration / (1.5 * ITERATIONS));
    ConstrainedLearner.Report report =
        learner.update(
            experience, List.of(signal), rate, ENTROPY.at(iteration, ITERATIONS), random);
    if (iteration >= LATE) {
      multiplierSum += report.multipliers().get(0);
      costSum += cost;
      serverSum += servers;
    }
  }

  private static float[] difference(float[] left, float[] right) {
    float[] difference = new float[left.length];
    for (int i = 0; i < left.length; i++) {
      difference[i] = left[i] - right[i];
    }
    return difference;
  }

  /** Mean multiplier of the late iterations. */
  double lateMultiplier() {
    return multiplierSum / (ITERATIONS - LATE);
  }

  /** Mean share of customers who waited, of the late iterations. */
  double lateCost() {
    return costSum / (ITERATIONS - LATE);
  }

  /** Mean servers of the late iterations. */
  double lateServers() {
    return serverSum / (ITERATIONS - LATE);
  }

  @Override
  public void close() {
    policy.close();
    critic.close();
  }
}

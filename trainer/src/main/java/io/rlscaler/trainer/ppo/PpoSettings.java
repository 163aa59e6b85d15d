package io.rlscaler.trainer.ppo;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Everything that can be set about PPO; {@link #defaults()} is the one home of every default.
 *
 * @param environments that are rolled out side by side
 * @param steps of each environment in one rollout
 * @param minibatch samples of one optimiser step
 * @param epochs passes over a rollout
 * @param gamma discount per step
 * @param gaeLambda lambda of the generalised advantage
 * @param clip how far the ratio of probabilities may leave 1 and still count
 * @param valueClip how far a value may move from the rollout's, when bounded
 * @param valueCoefficient weight of the value loss
 * @param entropyCoefficient weight of the entropy, over the training
 * @param learningRate of Adam, over the training
 * @param adam the rest of the optimiser
 * @param gradientNorm where the norm over all gradients is clipped
 * @param targetKl approximate divergence; an update stops at {@value #KL_TOLERANCE} times this
 * @param hidden sizes of the tanh layers, of actor and critic alike
 */
public record PpoSettings(
    int environments,
    int steps,
    int minibatch,
    int epochs,
    double gamma,
    double gaeLambda,
    double clip,
    OptionalDouble valueClip,
    double valueCoefficient,
    LinearSchedule entropyCoefficient,
    LinearSchedule learningRate,
    Adam.Settings adam,
    double gradientNorm,
    double targetKl,
    List<Integer> hidden) {

  /** Stops an update at this multiple of the target. Source: Stable-Baselines3. */
  public static final double KL_TOLERANCE = 1.5;

  /** Discount when each violation is charged to the decision that caused it. */
  public static final double ATTRIBUTED_GAMMA = 0;

  /** Refuses values outside their range. */
  public PpoSettings {
    positive("environments", environments);
    positive("steps", steps);
    positive("epochs", epochs);
    within("minibatch", minibatch, 2, (double) environments * steps);
    within("gamma", gamma, 0, 1);
    within("gaeLambda", gaeLambda, 0, 1);
    aboveZero("clip", clip);
    valueClip.ifPresent(value -> aboveZero("valueClip", value));
    within("valueCoefficient", valueCoefficient, 0, Double.MAX_VALUE);
    aboveZero("gradientNorm", gradientNorm);
    aboveZero("targetKl", targetKl);
    hidden = List.copyOf(hidden);
    hidden.forEach(size -> positive("hidden", size));
  }

  /** What the trainer uses when nothing else is said. */
  public static PpoSettings defaults() {
    return new PpoSettings(
        // middle of 64 to 256: a rollout of 16,384 samples gives 4 minibatches of good throughput
        128,
        // half an hour of decisions of 15 s, more than any start-up time
        128,
        // DJL's throughput levels off here on two cores
        4096,
        // fewer than the paper's 10: large batches, and three times the steps per second
        4,
        // a horizon of 25 min at decisions of 15 s; see ATTRIBUTED_GAMMA
        .99,
        // Schulman et al. 2017, "Proximal Policy Optimization Algorithms", table 3
        .95,
        // Schulman et al. 2017, table 1: the best of those tried
        .2,
        // Andrychowicz et al. 2021, "What Matters in On-Policy RL?": clipping never helped
        OptionalDouble.empty(),
        // Stable-Baselines3; matters little with separate networks
        .5,
        // Schulman et al. 2017, table 5 (.01), then nearly none so that the policy can settle
        new LinearSchedule(.01, .001),
        // Schulman et al. 2017, table 3, with the linear decay of its table 5
        new LinearSchedule(3e-4, 0),
        Adam.Settings.defaults(),
        // Huang et al. 2022, "The 37 Implementation Details of PPO", detail 11
        .5,
        // between the .01 of Spinning Up and the .03 of common tuned settings
        .02,
        // Schulman et al. 2017, section 6.1: two tanh layers of 64
        List.of(64, 64));
  }

  /** Samples of one rollout. */
  public int rollout() {
    return environments * steps;
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": found " + value + ", expected 1 or more");
    }
  }

  static void within(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s: found %s, expected %s to %s".formatted(name, value, least, most));
    }
  }

  static void aboveZero(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          name + ": found " + value + ", expected a finite value above 0");
    }
  }
}

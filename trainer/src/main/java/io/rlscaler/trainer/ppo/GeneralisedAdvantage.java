package io.rlscaler.trainer.ppo;

/**
 * Generalised advantage estimation: how much better a step was than expected.
 *
 * <pre>
 * r'(t) = r(t) + gamma V(final observation)   when step t was truncated, else r(t)
 * d(t)  = r'(t) + gamma V(t+1) (1 - done(t)) - V(t)
 * A(t)  = d(t) + gamma lambda (1 - done(t)) A(t+1)
 * R(t)  = A(t) + V(t)
 * </pre>
 *
 * Source: Schulman et al., "High-Dimensional Continuous Control Using Generalized Advantage
 * Estimation", 2016, equation 16; truncation: Pardo et al., "Time Limits in Reinforcement
 * Learning", 2018.
 *
 * @param gamma discount per step
 * @param lambda 0: one step ahead, biased; 1: the whole return, noisy
 */
public record GeneralisedAdvantage(double gamma, double lambda) {
  /** Refuses values outside 0..1. */
  public GeneralisedAdvantage {
    PpoSettings.within("gamma", gamma, 0, 1);
    PpoSettings.within("lambda", lambda, 0, 1);
  }

  /** Advantages and returns, time-major like the trajectories. Unchangeable. */
  public static final class Estimate {
    private final float[] advantages;
    private final float[] returns;

    private Estimate(float[] advantages, float[] returns) {
      this.advantages = advantages;
      this.returns = returns;
    }

    /** A of each step; a copy. */
    public float[] advantages() {
      return advantages.clone();
    }

    /** R of each step, what the critic learns; a copy. */
    public float[] returns() {
      return returns.clone();
    }
  }

  /** Estimates all steps of a rollout. */
  public Estimate estimate(Trajectories rollout) {
    int environments = rollout.environments;
    int samples = rollout.rewards.length;
    float[] advantages = new float[samples];
    float[] returns = new float[samples];
    for (int environment = 0; environment < environments; environment++) {
      double next = rollout.lastValues[environment];
      double advantage = 0;
      for (int i = samples - environments + environment; i >= 0; i -= environments) {
        double goesOn = rollout.done[i] ? 0 : 1;
        double reward = rollout.rewards[i];
        if (rollout.truncated[i]) {
          reward += gamma * rollout.finalValues[i];
        }
        double surprise = reward + gamma * next * goesOn - rollout.values[i];
        advantage = surprise + gamma * lambda * goesOn * advantage;
        next = rollout.values[i];
        advantages[i] = (float) advantage;
        returns[i] = (float) (advantage + next);
      }
    }
    return new Estimate(advantages, returns);
  }
}

package io.rlscaler.trainer.ppo;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The policy's choice among several actions, for rollouts; in double precision. */
public final class ActionDistribution {
  private final double[] logProbabilities;

  /** All actions are allowed. */
  public ActionDistribution(float[] logits) {
    this(logits, allTrue(logits.length));
  }

  /**
   * Takes all probability from actions that are not allowed.
   *
   * @throws IllegalArgumentException when none is allowed or an allowed logit is not finite
   */
  public ActionDistribution(float[] logits, boolean[] allowed) {
    if (logits.length != allowed.length) {
      throw new IllegalArgumentException(
          "mask: found %d actions, expected %d".formatted(allowed.length, logits.length));
    }
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logits.length; i++) {
      if (allowed[i] && !Float.isFinite(logits[i])) {
        throw new IllegalArgumentException(
            "logits[%d]: found %s, expected a finite value".formatted(i, logits[i]));
      }
      most = allowed[i] ? Math.max(most, logits[i]) : most;
    }
    if (most == Double.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException("mask: found no allowed action, expected 1 or more");
    }
    logProbabilities = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      logProbabilities[i] = allowed[i] ? logits[i] - most : Double.NEGATIVE_INFINITY;
      sum += Math.exp(logProbabilities[i]);
    }
    for (int i = 0; i < logits.length; i++) {
      logProbabilities[i] -= Math.log(sum);
    }
  }

  private static boolean[] allTrue(int length) {
    boolean[] all = new boolean[length];
    Arrays.fill(all, true);
    return all;
  }

  /** An action, each as often as it is probable. */
  public int sample(SplittableRandom random) {
    return quantile(random.nextDouble());
  }

  /**
   * The action at which the probabilities of all up to it first exceed a number; of a uniform one
   * it is a sample, and of the same one a lasting inclination to later or earlier actions.
   *
   * @param uniform 0 to below 1
   */
  public int quantile(double uniform) {
    double left = uniform;
    int last = mode();
    for (int action = 0; action < logProbabilities.length; action++) {
      double probability = Math.exp(logProbabilities[action]);
      if (left < probability) {
        return action;
      }
      left -= probability;
      last = probability > 0 ? action : last;
    }
    // probabilities may add up to a little less than 1
    return last;
  }

  /** The most probable action, the lowest of equals. */
  public int mode() {
    int best = 0;
    for (int action = 1; action < logProbabilities.length; action++) {
      best = logProbabilities[action] > logProbabilities[best] ? action : best;
    }
    return best;
  }

  /** Logarithm of an action's probability; negative infinity when it is not allowed. */
  public double logProbability(int action) {
    return logProbabilities[action];
  }
}

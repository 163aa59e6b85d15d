package io.rlscaler.engine.safety;

import io.rlscaler.engine.policy.ActionTable;

/**
 * Chooses among a policy's actions: the most probable one that is allowed.
 *
 * <p>Levels that come to the same count are one choice: the lowest of them stands for all and has
 * their probabilities together, else a policy that is sure of its level would lose to a neighbour
 * in a small pool, where many levels mean the same count. {@code follow-baseline} stays on its own.
 * Allowed are actions that do not go below the current count, or whose risk is within the limit. If
 * none is allowed, the least risky one is taken.
 *
 * @param action the choice
 * @param probability softmax probability of the choice, of all levels that it stands for
 * @param preferred the most probable action, allowed or not
 * @param anyAllowed whether any action was allowed
 */
record ActionChoice(int action, double probability, int preferred, boolean anyAllowed) {

  static ActionChoice among(Wish.Actions actions, int current, double maxRisk) {
    double limit = Math.min(maxRisk, actions.riskLimit());
    double[] weights = weights(actions);
    int preferred = -1;
    int allowed = -1;
    int safest = -1;
    double total = 0;
    for (int action = 0; action < weights.length; action++) {
      total += weights[action];
      if (!stays(actions.counts(), action)) {
        continue;
      }
      preferred = heavier(weights, preferred, action);
      safest = safer(actions.risks(), safest, action);
      if (actions.counts()[action] >= current || actions.risks()[action] <= limit) {
        allowed = heavier(weights, allowed, action);
      }
    }
    int chosen = allowed >= 0 ? allowed : safest;
    return new ActionChoice(chosen, weights[chosen] / total, preferred, allowed >= 0);
  }

  /** Softmax weights, those of equal levels gathered at the lowest; the largest logit weighs 1. */
  private static double[] weights(Wish.Actions actions) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : actions.logits()) {
      largest = Math.max(largest, logit);
    }
    double[] weights = new double[actions.logits().length];
    int lowest = ActionTable.FOLLOW_BASELINE;
    for (int action = 0; action < weights.length; action++) {
      lowest = stays(actions.counts(), action) ? action : lowest;
      weights[lowest] += Math.exp(actions.logits()[action] - largest);
    }
    return weights;
  }

  private static boolean stays(int[] counts, int action) {
    boolean lowestLevel = action - 1 <= ActionTable.FOLLOW_BASELINE;
    // Counts do not fall with the level, so equal ones are neighbours.
    return lowestLevel || counts[action - 1] != counts[action];
  }

  private static int heavier(double[] weights, int best, int action) {
    return best < 0 || weights[action] > weights[best] ? action : best;
  }

  private static int safer(double[] risks, int best, int action) {
    return best < 0 || risks[action] < risks[best] ? action : best;
  }
}

package io.rlscaler.engine.safety;

import io.rlscaler.engine.policy.ActionTable;

/**
 * Chooses among a policy's actions: the most probable one that is allowed.
 *
 * <p>Of levels with equal counts only the lowest stays; {@code follow-baseline} always stays.
 * Allowed are actions that do not go below the current count, or whose risk is within the limit. If
 * none is allowed, the least risky one is taken.
 *
 * @param action the choice
 * @param probability softmax probability among the actions that stay
 * @param preferred the most probable action, allowed or not
 * @param anyAllowed whether any action was allowed
 */
record ActionChoice(int action, double probability, int preferred, boolean anyAllowed) {

  static ActionChoice among(Wish.Actions actions, int current, double maxRisk) {
    double limit = Math.min(maxRisk, actions.riskLimit());
    int preferred = -1;
    int allowed = -1;
    int safest = -1;
    double total = 0;
    double largest = largestLogit(actions);
    for (int action = 0; action < actions.counts().length; action++) {
      if (!stays(actions.counts(), action)) {
        continue;
      }
      total += Math.exp(actions.logits()[action] - largest);
      preferred = betterLogit(actions, preferred, action);
      safest = saferAction(actions, safest, action);
      if (actions.counts()[action] >= current || actions.risks()[action] <= limit) {
        allowed = betterLogit(actions, allowed, action);
      }
    }
    int chosen = allowed >= 0 ? allowed : safest;
    double probability = Math.exp(actions.logits()[chosen] - largest) / total;
    return new ActionChoice(chosen, probability, preferred, allowed >= 0);
  }

  private static boolean stays(int[] counts, int action) {
    boolean isLevel = action != ActionTable.FOLLOW_BASELINE;
    // Counts do not fall with the level, so equal ones are neighbours.
    boolean sameAsLower =
        action - 1 > ActionTable.FOLLOW_BASELINE && counts[action - 1] == counts[action];
    return !(isLevel && sameAsLower);
  }

  private static double largestLogit(Wish.Actions actions) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int action = 0; action < actions.counts().length; action++) {
      if (stays(actions.counts(), action)) {
        largest = Math.max(largest, actions.logits()[action]);
      }
    }
    return largest;
  }

  private static int betterLogit(Wish.Actions actions, int best, int action) {
    return best < 0 || actions.logits()[action] > actions.logits()[best] ? action : best;
  }

  private static int saferAction(Wish.Actions actions, int best, int action) {
    return best < 0 || actions.risks()[action] < actions.risks()[best] ? action : best;
  }
}

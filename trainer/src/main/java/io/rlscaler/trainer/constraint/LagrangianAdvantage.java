package io.rlscaler.trainer.constraint;

import java.util.List;

/**
 * One advantage of reward and costs:
 *
 * <pre>
 * A = (A_r - sum of lambda (A_c - mean A_c)) / (1 + sum of lambda)
 * </pre>
 *
 * Costs are centred but not brought to a deviation of 1, nor is the reward: lambda stays the price
 * of a unit of cost in units of reward, and the division keeps the size of steps. Source: Stooke,
 * Achiam and Abbeel 2020, section 5.
 */
public final class LagrangianAdvantage {
  private LagrangianAdvantage() {}

  /**
   * Combines the advantages of a rollout.
   *
   * @param reward A_r of each sample
   * @param costs A_c of each sample, of each cost
   * @param multipliers lambda of each cost
   * @throws IllegalArgumentException when sizes differ or a multiplier is negative
   */
  public static float[] of(float[] reward, List<float[]> costs, double[] multipliers) {
    same("multipliers", multipliers.length, costs.size());
    double total = 1;
    double[] sum = new double[reward.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = reward[i];
    }
    for (int cost = 0; cost < multipliers.length; cost++) {
      PidSettings.atLeastZero("multipliers[" + cost + "]", multipliers[cost]);
      same("costs[" + cost + "]", costs.get(cost).length, reward.length);
      total += multipliers[cost];
      subtract(sum, costs.get(cost), multipliers[cost]);
    }
    float[] combined = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      combined[i] = (float) (sum[i] / total);
    }
    return combined;
  }

  private static void subtract(double[] sum, float[] cost, double multiplier) {
    double mean = 0;
    for (float value : cost) {
      mean += (double) value / cost.length;
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] -= multiplier * (cost[i] - mean);
    }
  }

  private static void same(String name, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          name + ": found " + found + " values, expected " + expected);
    }
  }
}

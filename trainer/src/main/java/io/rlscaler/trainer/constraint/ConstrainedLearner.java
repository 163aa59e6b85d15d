package io.rlscaler.trainer.constraint;

import io.rlscaler.trainer.ppo.Experience;
import io.rlscaler.trainer.ppo.PpoLearner;
import io.rlscaler.trainer.ppo.UpdateReport;
import io.rlscaler.trainer.ppo.ValueLearner;
import io.rlscaler.trainer.ppo.ValueReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A policy that learns to earn reward within budgets of cost.
 *
 * <p>Each update moves the multipliers by this rollout's costs first, then the policy by {@link
 * LagrangianAdvantage}, then the critics of the costs. Integrals stay as they are when the
 * divergence stopped the policy's last update early. Learners belong to the caller, who closes
 * them.
 */
public final class ConstrainedLearner {
  private final PpoLearner policy;
  private final List<Constraint> constraints;
  private boolean stoppedEarly;

  /**
   * A budget.
   *
   * @param multiplier that prices the cost
   * @param critic of the cost, on the observations of the reward's critic
   */
  public record Constraint(PidLagrangian multiplier, ValueLearner critic) {}

  /**
   * What an update did.
   *
   * @param policy its networks
   * @param multipliers that it was updated with, of each constraint
   * @param critics of the costs
   */
  public record Report(UpdateReport policy, List<Double> multipliers, List<ValueReport> critics) {}

  /** Takes a policy and its budgets. */
  public ConstrainedLearner(PpoLearner policy, List<Constraint> constraints) {
    this.policy = policy;
    this.constraints = List.copyOf(constraints);
  }

  /** Whether the divergence stopped the last policy update; part of a checkpoint. */
  public boolean stoppedEarly() {
    return stoppedEarly;
  }

  /** Goes on from a checkpoint; learners and multipliers are restored one by one. */
  public void restore(boolean lastStoppedEarly) {
    stoppedEarly = lastStoppedEarly;
  }

  /**
   * Updates multipliers, policy and critics, in this order.
   *
   * @param experience with the advantages of the reward
   * @param costs of each constraint, of the same samples
   * @param learningRate of all optimiser steps
   * @param entropyCoefficient of the policy
   * @param random decides the order of samples
   */
  public Report update(
      Experience experience,
      List<CostSignal> costs,
      double learningRate,
      double entropyCoefficient,
      SplittableRandom random) {
    if (costs.size() != constraints.size()) {
      throw new IllegalArgumentException(
          "costs: found %d, expected %d".formatted(costs.size(), constraints.size()));
    }
    double[] multipliers = new double[costs.size()];
    for (int i = 0; i < multipliers.length; i++) {
      multipliers[i] = constraints.get(i).multiplier().update(costs.get(i).mean(), stoppedEarly);
    }
    float[] advantages =
        LagrangianAdvantage.of(
            experience.advantages(),
            costs.stream().map(CostSignal::advantages).toList(),
            multipliers);
    UpdateReport report =
        policy.update(
            experience.withAdvantages(advantages), learningRate, entropyCoefficient, random);
    stoppedEarly = report.stoppedEarly();
    List<ValueReport> critics = new ArrayList<>();
    for (int i = 0; i < multipliers.length; i++) {
      critics.add(
          constraints
              .get(i)
              .critic()
              .update(experience, costs.get(i).returns(), learningRate, random));
    }
    return new Report(report, Arrays.stream(multipliers).boxed().toList(), critics);
  }
}

package io.rlscaler.trainer.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one iteration of a training came to.
 *
 * @param iteration counted from 1
 * @param environmentSteps decisions taken since the begin of the training
 * @param seconds of training so far, over all its resumed parts
 * @param stepsPerSecond in this iteration
 * @param cost replicas asked for over the mean load
 * @param violationShare share of violating requests
 * @param lambda multiplier of the constraint, 0 where strictness is an input
 * @param kl approximate divergence of the new policy from the old, in nats
 * @param entropy mean entropy of the policy, in nats
 * @param policyLoss of the last epoch
 * @param valueLoss of the last epoch
 * @param learningRate of this iteration
 * @param gapClosed share of the gap to the bound on the validation traces, where it was measured
 */
public record IterationReport(
    long iteration,
    long environmentSteps,
    double seconds,
    double stepsPerSecond,
    double cost,
    double violationShare,
    double lambda,
    double kl,
    double entropy,
    double policyLoss,
    double valueLoss,
    double learningRate,
    OptionalDouble gapClosed) {

  /** Refuses figures that are not finite: the training has diverged. */
  public IterationReport {
    if (iteration < 1 || environmentSteps < 0) {
      throw new IllegalArgumentException(
          "found iteration %d with %d steps, expected 1 or more with 0 or more"
              .formatted(iteration, environmentSteps));
    }
    requireFinite(iteration, "seconds", seconds);
    requireFinite(iteration, "steps per second", stepsPerSecond);
    requireFinite(iteration, "cost", cost);
    requireFinite(iteration, "violation share", violationShare);
    requireFinite(iteration, "lambda", lambda);
    requireFinite(iteration, "KL", kl);
    requireFinite(iteration, "entropy", entropy);
    requireFinite(iteration, "policy loss", policyLoss);
    requireFinite(iteration, "value loss", valueLoss);
    requireFinite(iteration, "learning rate", learningRate);
    requireFinite(iteration, "gap closed", gapClosed.orElse(0));
  }

  private static void requireFinite(long iteration, String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "iteration %d: %s: found %s, expected a finite number; the training has diverged"
              .formatted(iteration, name, value));
    }
  }

  /** The figures that are charted, by their tag. */
  Map<String, Double> scalars() {
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("train/cost", cost);
    scalars.put("train/violation_share", violationShare);
    scalars.put("train/lambda", lambda);
    scalars.put("train/kl", kl);
    scalars.put("train/entropy", entropy);
    scalars.put("train/policy_loss", policyLoss);
    scalars.put("train/value_loss", valueLoss);
    scalars.put("train/learning_rate", learningRate);
    scalars.put("time/steps_per_second", stepsPerSecond);
    gapClosed.ifPresent(gap -> scalars.put("validation/gap_closed", gap));
    return scalars;
  }
}

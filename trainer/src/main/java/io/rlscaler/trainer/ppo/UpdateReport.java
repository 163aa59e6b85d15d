package io.rlscaler.trainer.ppo;

/**
 * What an update did. Losses, entropy, clip fraction and norm are means over its optimiser steps,
 * NaN when there was none.
 *
 * @param steps of the optimiser
 * @param stoppedEarly whether the divergence ended it before its last epoch was through
 * @param policyLoss clipped surrogate, negative
 * @param valueLoss mean squared error of the critic
 * @param entropy of the policy
 * @param clipFraction share of samples whose ratio lay outside the clip
 * @param gradientNorm before clipping
 * @param approximateKl of the last minibatch that was looked at, stepped or not
 * @param explainedVariance 1 - var(returns - values) / var(returns) of the rollout; 0 when the
 *     returns do not vary
 */
public record UpdateReport(
    int steps,
    boolean stoppedEarly,
    double policyLoss,
    double valueLoss,
    double entropy,
    double clipFraction,
    double gradientNorm,
    double approximateKl,
    double explainedVariance) {}

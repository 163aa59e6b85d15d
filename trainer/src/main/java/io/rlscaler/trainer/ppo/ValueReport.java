package io.rlscaler.trainer.ppo;

/**
 * What an update of a critic did.
 *
 * @param steps of the optimiser
 * @param loss mean squared error, mean over the steps
 * @param gradientNorm before clipping, mean over the steps
 */
public record ValueReport(int steps, double loss, double gradientNorm) {}

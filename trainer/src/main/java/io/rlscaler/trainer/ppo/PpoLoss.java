package io.rlscaler.trainer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.OptionalDouble;

/**
 * The loss that an optimiser step lowers.
 *
 * <pre>
 * rho   = exp(log pi(a|s) - log pi_old(a|s))
 * loss  = -mean(min(rho A, clamp(rho, 1 - clip, 1 + clip) A))
 *         + valueCoefficient mean((R - V)^2) - entropyCoefficient mean(entropy)
 * KL    = mean(rho - 1 - log rho)
 * </pre>
 *
 * With value clipping V is V_old + clamp(V - V_old, -valueClip, valueClip). Source: Schulman et al.
 * 2017, equations 7 and 9; KL: Schulman, "Approximating KL Divergence", 2020.
 */
record PpoLoss(
    double clip, OptionalDouble valueClip, double valueCoefficient, double entropyCoefficient) {

  /** The loss, and what to report of it. */
  record Terms(NDArray loss, NDArray statistics) {}

  /** Numbers of a minibatch before the step, read in one piece. */
  record Statistics(
      double policyLoss,
      double valueLoss,
      double entropy,
      double loss,
      double approximateKl,
      double clipFraction) {
    static Statistics of(Terms terms) {
      float[] read = terms.statistics().toFloatArray();
      return new Statistics(read[0], read[1], read[2], read[3], read[4], read[5]);
    }
  }

  /** The loss of a minibatch, when {@code parameters} are the sigmoid form of the weights. */
  Terms evaluate(ActorCriticShape shape, NDArray parameters, Minibatch batch) {
    ActorCritic networks = new ActorCritic(shape, parameters);
    PolicyHead.Terms policy =
        shape.head().terms(networks.act(batch.observations()), networks.free(), batch);
    NDArray logRatio = policy.logProbability().sub(batch.logProbabilities());
    NDArray ratio = logRatio.exp();
    NDArray policyLoss = policyLoss(ratio, batch.advantages());
    NDArray valueLoss = valueLoss(networks.value(batch.criticObservations()), batch);
    NDArray entropy = policy.entropy().mean();
    // a scalar times a double would be a double; between float and double the array's type wins
    NDArray loss =
        policyLoss
            .add(valueLoss.mul((float) valueCoefficient))
            .sub(entropy.mul((float) entropyCoefficient));
    NDArray divergence = ratio.sub(1).sub(logRatio).mean();
    NDArray clipped = ratio.sub(1).abs().gt(clip).toType(ratio.getDataType(), false).mean();
    return new Terms(
        loss,
        NDArrays.stack(new NDList(policyLoss, valueLoss, entropy, loss, divergence, clipped)));
  }

  private NDArray policyLoss(NDArray ratio, NDArray advantages) {
    NDArray free = ratio.mul(advantages);
    NDArray bounded = ratio.clip(1 - clip, 1 + clip).mul(advantages);
    return free.minimum(bounded).mean().neg();
  }

  private NDArray valueLoss(NDArray values, Minibatch batch) {
    NDArray counted = values;
    if (valueClip.isPresent()) {
      double most = valueClip.getAsDouble();
      counted = batch.values().add(values.sub(batch.values()).clip(-most, most));
    }
    return batch.returns().sub(counted).square().mean();
  }
}

package io.rlscaler.trainer.ppo;

import ai.djl.ndarray.NDArray;
import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.trainer.export.ActorNetwork;

/** How the actor's last layer becomes a distribution over actions. */
public abstract sealed class PolicyHead permits DiscreteHead, GaussianHead {
  PolicyHead() {}

  /** One free logit for each of {@code actions} actions. */
  public static PolicyHead categorical(int actions) {
    return new CategoricalHead(actions);
  }

  /** Independent normal distributions, whose deviations do not depend on the observation. */
  public static PolicyHead gaussian(int dimensions) {
    return new GaussianHead(dimensions);
  }

  /** The ordered levels of {@link ActionTable} as {@link ActorNetwork} reads them. */
  public static PolicyHead orderedLevels() {
    return new OrderedLevelsHead();
  }

  /** Outputs of the actor's last layer. */
  abstract int outputs();

  /** Parameters of the distribution that are not outputs of the network. */
  abstract int freeParameters();

  /** Numbers that say one action. */
  abstract int actionWidth();

  /** Entries of an action mask, 0 when actions cannot be masked. */
  abstract int choices();

  /** Logits [choices, B], or means [dimensions, B], of the last layer [outputs, B]. */
  abstract NDArray readable(NDArray outputs);

  /**
   * Log-probability and entropy of each sample.
   *
   * @param outputs [outputs, B] of the last layer
   * @param free [freeParameters]
   * @param batch actions [actionWidth, B] and penalties
   */
  abstract Terms terms(NDArray outputs, NDArray free, Minibatch batch);

  /** [B] and [B], or [] when the entropy is the same for all samples. */
  record Terms(NDArray logProbability, NDArray entropy) {}
}

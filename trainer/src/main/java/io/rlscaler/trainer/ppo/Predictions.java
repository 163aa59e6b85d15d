package io.rlscaler.trainer.ppo;

/** What both networks say of several observations. Unchangeable. */
public final class Predictions {
  private final float[] policy;
  private final float[] values;

  Predictions(float[] policy, float[] values) {
    this.policy = policy;
    this.values = values;
  }

  /** Logits [rows, actions] of a discrete head, means [rows, dimensions] of a Gaussian; a copy. */
  public float[] policy() {
    return policy.clone();
  }

  /** V [rows]; a copy. */
  public float[] values() {
    return values.clone();
  }
}

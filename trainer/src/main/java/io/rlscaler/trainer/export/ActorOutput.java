package io.rlscaler.trainer.export;

/** What an actor says of one workload: logits [A], risk [A] in 0..1, and value. Unchangeable. */
public final class ActorOutput {
  private final double[] logits;
  private final double[] risk;
  private final double value;

  ActorOutput(double[] logits, double[] risk, double value) {
    this.logits = logits.clone();
    this.risk = risk.clone();
    this.value = value;
  }

  /** Logit of each action; a copy. */
  public double[] logits() {
    return logits.clone();
  }

  /** Risk of each action; a copy. */
  public double[] risk() {
    return risk.clone();
  }

  /** Expected regret. */
  public double value() {
    return value;
  }

  /** The action with the largest logit, the lowest of equals. */
  public int action() {
    int best = 0;
    for (int action = 1; action < logits.length; action++) {
      best = logits[action] > logits[best] ? action : best;
    }
    return best;
  }
}

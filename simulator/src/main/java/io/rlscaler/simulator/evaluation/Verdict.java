package io.rlscaler.simulator.evaluation;

import java.util.List;

/**
 * What an evaluation says.
 *
 * @param passes whether the gate is passed
 * @param sentence the finding, with baseline, split, seeds and interval
 * @param reasons why the gate is not passed, one sentence each; empty when it is
 */
public record Verdict(boolean passes, String sentence, List<String> reasons) {

  /** Copies the reasons, and refuses a verdict that contradicts them. */
  public Verdict {
    reasons = List.copyOf(reasons);
    if (passes != reasons.isEmpty()) {
      throw new IllegalArgumentException(
          "verdict: found passes " + passes + " with " + reasons.size() + " reasons against");
    }
  }
}

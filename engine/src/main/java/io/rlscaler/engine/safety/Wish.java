package io.rlscaler.engine.safety;

/** What a controller asks of the shield. */
public sealed interface Wish {

  /**
   * The actions of a policy, all of the same length.
   *
   * @param counts replicas of each action; index 0 follows the baseline
   * @param logits as the policy gave them, finite
   * @param risks calibrated risk of each action
   * @param riskLimit the contract's most risk
   */
  @SuppressWarnings("ArrayRecordComponent") // made once per decision, never compared
  record Actions(int[] counts, double[] logits, double[] risks, double riskLimit) implements Wish {}

  /** One count, of a fixed controller. */
  record Count(int replicas) implements Wish {}

  /** The HPA algorithm is to decide, as in mode Baseline. */
  record Baseline() implements Wish {}

  /** The capacity per replica is not known yet. */
  record CapacityUnknown() implements Wish {}

  /** The policy cannot be used; {@code detail} is for people. */
  record Fault(String detail) implements Wish {}
}

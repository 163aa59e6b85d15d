package io.rlscaler.engine.safety;

/**
 * Who decided, and why: one enum for status, events, metrics and documents. What the shield then
 * changed stands in the decision's {@link Adjustment}s.
 */
public enum Reason {
  /** The policy chose a headroom level. */
  POLICY("PolicyDecision", "the policy chose a headroom level"),
  /** The policy chose to do what the baseline does. */
  POLICY_FOLLOWS_BASELINE("PolicyFollowsBaseline", "the policy chose to follow the baseline"),
  /** A fixed controller (headroom, spread, static) decided. */
  FIXED_CONTROLLER("FixedController", "a fixed controller decided"),
  /** Mode Baseline: the HPA algorithm decides. */
  BASELINE_MODE("BaselineMode", "mode Baseline: the HPA algorithm decided"),
  /** The kill switch hands over to the baseline. */
  KILL_SWITCH_BASELINE("KillSwitchBaseline", "kill switch: the baseline decided"),
  /** The kill switch keeps the count. */
  KILL_SWITCH_FREEZE("KillSwitchFreeze", "kill switch: the replica count is frozen"),
  /** A required signal is unknown for less than three periods: keep. */
  HOLD_UNKNOWN_DATA("HoldUnknownData", "a required signal is unknown: holding"),
  /** Required signals stay unknown; the baseline's own inputs are known, and it may only raise. */
  BASELINE_UNKNOWN_DATA(
      "BaselineUnknownData", "a required signal stays unknown: the baseline may raise"),
  /** Required signals stay unknown, the baseline's too: keep. */
  KEEP_UNKNOWN_DATA("KeepUnknownData", "required signals stay unknown: keeping the replica count"),
  /** The capacity per replica is not known yet: the baseline decides. */
  BASELINE_CAPACITY_UNKNOWN(
      "BaselineCapacityUnknown", "capacity per replica not known yet: the baseline decided"),
  /** The policy is not usable: the baseline decides. */
  POLICY_FAULT_BASELINE("PolicyFaultBaseline", "the policy is not usable: the baseline decided"),
  /** The policy is not usable and the fallback is Freeze: keep. */
  POLICY_FAULT_FREEZE("PolicyFaultFreeze", "the policy is not usable: the replica count is frozen"),
  /** The target is at zero replicas, which pauses scaling as it does for the HPA. */
  SCALING_DISABLED("ScalingDisabled", "the target has 0 replicas: scaling is paused");

  private final String label;
  private final String sentence;

  Reason(String label, String sentence) {
    this.label = label;
    this.sentence = sentence;
  }

  /** The name in status, events and metrics, in upper camel case. */
  public String label() {
    return label;
  }

  /** Whether nobody decided, so that the count stays but for its bounds. */
  public boolean keeps() {
    return switch (this) {
      case KILL_SWITCH_FREEZE,
          HOLD_UNKNOWN_DATA,
          KEEP_UNKNOWN_DATA,
          POLICY_FAULT_FREEZE,
          SCALING_DISABLED ->
          true;
      case POLICY,
          POLICY_FOLLOWS_BASELINE,
          FIXED_CONTROLLER,
          BASELINE_MODE,
          KILL_SWITCH_BASELINE,
          BASELINE_UNKNOWN_DATA,
          BASELINE_CAPACITY_UNKNOWN,
          POLICY_FAULT_BASELINE ->
          false;
    };
  }

  /** The reason in words. */
  public String sentence() {
    return sentence;
  }
}

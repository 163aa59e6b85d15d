package io.rlscaler.engine;

/** What may happen with a decision. */
public enum Mode {
  /** Decide and report, never write. */
  SHADOW,
  /** Write what the policy decides, behind the shield. */
  ACTIVE,
  /** Write what the HPA algorithm decides. */
  BASELINE
}

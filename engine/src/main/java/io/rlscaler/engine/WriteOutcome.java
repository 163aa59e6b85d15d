package io.rlscaler.engine;

/** What became of a decision. */
public enum WriteOutcome {
  /** Nothing to write: the count stays. */
  UNCHANGED,
  /** Mode Shadow: nothing is ever written. */
  SHADOW,
  /** Written. */
  WRITTEN,
  /**
   * The count, or its resource version, is not the one that was decided on; the next tick decides
   * anew.
   */
  CONFLICT,
  /** This process does not lead. */
  NOT_LEADING,
  /** The kill switch was pulled between decision and write. */
  KILL_SWITCH,
  /** Another autoscaler or person steers the target. */
  BLOCKED,
  /** The API server refused or did not answer. */
  FAILED
}

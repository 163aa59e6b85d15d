package io.rlscaler.simulator.evaluation;

import java.util.Locale;

/** Whether a controller stayed within the violation budget of a cell. */
public enum Kept {
  /** The share is within the budget. */
  KEPT,
  /** The lower end of the share's 90 % interval is above the budget. */
  MISSED,
  /** The share is above the budget, the lower end of its interval is not. */
  UNDECIDED;

  static Kept of(double share, Interval interval, double budget) {
    if (share <= budget) {
      return KEPT;
    }
    return interval.low() > budget ? MISSED : UNDECIDED;
  }

  /** The word for documents. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

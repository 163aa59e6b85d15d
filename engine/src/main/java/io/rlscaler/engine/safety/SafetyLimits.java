package io.rlscaler.engine.safety;

/**
 * How much a policy is trusted with a workload.
 *
 * @param maxRisk most risk of an action below the current count, 0..1
 * @param maxBelowBaseline how far below the baseline it may go, as a share of the baseline, 0..1
 * @param fallback who acts when the policy cannot
 */
public record SafetyLimits(double maxRisk, double maxBelowBaseline, Fallback fallback) {
  /** The documented defaults. */
  public static final SafetyLimits DEFAULT = new SafetyLimits(0.02, 0.4, Fallback.BASELINE);

  /** Refuses shares outside 0..1. */
  public SafetyLimits {
    require("maxRisk", maxRisk);
    require("maxBelowBaseline", maxBelowBaseline);
  }

  private static void require(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("safety." + name + ": found " + share + ", expected 0..1");
    }
  }

  /** Who acts when the policy cannot. */
  public enum Fallback {
    /** The HPA algorithm. */
    BASELINE,
    /** Nobody. */
    FREEZE
  }
}

package io.rlscaler.engine.safety;

/**
 * A change that the shield made to a wish.
 *
 * @param constraint what acted
 * @param before replicas before it
 * @param after replicas after it
 */
public record Adjustment(Constraint constraint, int before, int after) {

  /** What can change a wish. */
  public enum Constraint {
    /** The most probable action was riskier than allowed; another one was taken. */
    RISK("risk"),
    /** No allowed action was safe; the one with the least risk was taken. */
    LEAST_RISK("leastRisk"),
    /** Not further below the baseline than allowed. */
    AUTHORITY("authority"),
    /** Recent wishes were higher: the scale-down window or the hold keeps. */
    HOLD("hold"),
    /** Recent wishes were lower: the scale-up window keeps. */
    UP_WINDOW("upWindow"),
    /** The behavior's policies limit the speed. */
    RATE("rate"),
    /** No fall while required data are unknown. */
    NO_FALL("noFall"),
    /** Not below minReplicas. */
    MIN("min"),
    /** Not above maxReplicas. */
    MAX("max");

    private final String label;

    Constraint(String label) {
      this.label = label;
    }

    /** The name in explanations and metrics. */
    public String label() {
      return label;
    }
  }
}

package io.rlscaler.engine.baseline;

/**
 * A wished replica count after stabilization and rate limits.
 *
 * @param replicas the count to scale to
 * @param stabilized the count between the two steps
 * @param stabilization whether recent recommendations changed the wish
 * @param limit what then bounded the stabilized count
 */
public record LimitedReplicas(
    int replicas, int stabilized, Stabilization stabilization, Limit limit) {

  /** The effect of recent recommendations; the reason of the HPA's condition AbleToScale. */
  public enum Stabilization {
    /** None: ReadyForNewScale. */
    NONE,
    /** A lower recent recommendation held a raise back: ScaleUpStabilized. */
    UP,
    /** A higher recent recommendation held a reduction back: ScaleDownStabilized. */
    DOWN
  }

  /** The bound that acted; the reason of the HPA's condition ScalingLimited. */
  public enum Limit {
    /** None: DesiredWithinRange. */
    NONE,
    /** The scale-up policies: ScaleUpLimit. */
    SCALE_UP_RATE,
    /** The highest allowed count: TooManyReplicas. */
    MAX_REPLICAS,
    /** The scale-down policies: ScaleDownLimit. */
    SCALE_DOWN_RATE,
    /** The lowest allowed count: TooFewReplicas. */
    MIN_REPLICAS
  }
}

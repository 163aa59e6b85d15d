package io.rlscaler.trainer.constraint;

/**
 * Gains and limits of a {@link PidLagrangian}.
 *
 * @param proportionalGain Kp
 * @param integralGain Ki
 * @param derivativeGain Kd, which acts on rising cost only
 * @param costLimit d: the cost that is allowed, in the unit of the cost
 * @param normalise whether the error is divided by the limit, so that gains fit any limit
 * @param mostMultiplier where the multiplier is clamped
 */
public record PidSettings(
    double proportionalGain,
    double integralGain,
    double derivativeGain,
    double costLimit,
    boolean normalise,
    double mostMultiplier) {

  /** Refuses negative gains, and limits that are not above 0. */
  public PidSettings {
    atLeastZero("proportionalGain", proportionalGain);
    atLeastZero("integralGain", integralGain);
    atLeastZero("derivativeGain", derivativeGain);
    aboveZero("costLimit", costLimit);
    aboveZero("mostMultiplier", mostMultiplier);
  }

  static void atLeastZero(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          name + ": found " + value + ", expected a finite value of 0 or more");
    }
  }

  private static void aboveZero(String name, double value) {
    atLeastZero(name, value);
    if (value == 0) {
      throw new IllegalArgumentException(name + ": found 0, expected a value above 0");
    }
  }
}

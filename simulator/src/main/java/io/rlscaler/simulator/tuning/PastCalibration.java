package io.rlscaler.simulator.tuning;

/**
 * Chooses the settings of a family day by day from the past alone, among the coarse settings of its
 * axes.
 */
public final class PastCalibration {
  private PastCalibration() {}

  /**
   * Calibrates for one objective.
   *
   * @param replays runs the settings and remembers them
   * @param goodRatio that is promised
   */
  public static Calibration calibrate(Replays replays, double goodRatio) {
    throw new UnsupportedOperationException(replays + " " + goodRatio);
  }
}

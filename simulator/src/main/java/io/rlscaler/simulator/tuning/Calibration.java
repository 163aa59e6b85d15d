package io.rlscaler.simulator.tuning;

import io.rlscaler.simulator.episode.ControllerSetup;
import java.util.List;

/**
 * The settings that a family would have been given day by day from the past alone.
 *
 * @param setup the standard setting during the first past, then one choice per day
 * @param choices one per day of the scored part
 */
public record Calibration(ControllerSetup.Dated setup, List<Choice> choices) {
  /** Copies the list. */
  public Calibration {
    choices = List.copyOf(choices);
  }

  /**
   * The choice of one day.
   *
   * @param fromSeconds when it takes over
   * @param values one per axis of the family
   * @param judged T of the rule, the violation share to be reckoned with; NaN without a past
   * @param keeps whether that is within the budget; otherwise no setting promised to keep it and
   *     this one has the least, or there was no past
   * @param unavoidable u of the rule, NaN without a past
   * @param pastDays days of past with load, the first six hours left out
   */
  public record Choice(
      double fromSeconds,
      List<Double> values,
      double judged,
      boolean keeps,
      double unavoidable,
      double pastDays) {
    /** Copies the list. */
    public Choice {
      values = List.copyOf(values);
    }
  }
}

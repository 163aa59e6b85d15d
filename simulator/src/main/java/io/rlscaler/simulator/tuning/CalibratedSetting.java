package io.rlscaler.simulator.tuning;

import java.util.List;

/**
 * The setting that the past of a workload recommends for the time to come.
 *
 * @param family whose setting it is
 * @param values one per axis of the family
 * @param judged T of the rule, the violation share to be reckoned with
 * @param keeps whether that is within the budget; otherwise no setting promises to keep it and this
 *     one has the least
 * @param violationShare in the past
 * @param unavoidable u of the rule: the share that no setting could have prevented
 * @param meanReplicas what it would have cost in the past: replicas asked for, on average
 * @param headroom what it keeps ready, and when that was not enough
 * @param pastDays days of past with load, the first six hours left out
 * @param tried settings among which it was chosen
 */
public record CalibratedSetting(
    Family family,
    List<Double> values,
    double judged,
    boolean keeps,
    double violationShare,
    double unavoidable,
    double meanReplicas,
    StandingHeadroom headroom,
    double pastDays,
    int tried) {
  /** Copies the list. */
  public CalibratedSetting {
    values = List.copyOf(values);
  }

  /** Whether people should be told that the objective needs standing headroom. */
  public boolean isDear() {
    return !keeps || headroom.isLarge();
  }

  /**
   * Whether a fixed size is the better choice: it keeps the objective, and this setting either does
   * not or costs more.
   */
  public boolean isBeatenBy(CalibratedSetting fixed) {
    return fixed.keeps() && (!keeps || fixed.meanReplicas() < meanReplicas);
  }
}

package io.rlscaler.simulator.evaluation;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The figures of one controller in one cell, or of the bound.
 *
 * @param cell which
 * @param controller its name, or {@link ControllerRun#BOUND}
 * @param run what was run; empty for the bound
 * @param costOverBound cost over the dual value
 * @param violationShare as audited, pooled over seeds; empty for the bound
 * @param kept whether that share is within the budget; empty for the bound
 * @param gapClosed share of the way from hpa-tuned to the bound, at most 0 where the budget was
 *     missed; empty where hpa-tuned missed it or is not above the bound
 * @param costAtEqualViolation cost over that of an HPA with the same violation share; empty where
 *     no HPA that was tried has so small a share
 * @param costOverHpaPast cost over that of hpa-past; empty where that did not take part
 * @param replicaChangesPerHour mean over seeds; empty for the bound
 * @param money mean cost of the scored part in the user's currency; empty without a price
 */
public record RowFigures(
    Cell cell,
    String controller,
    Optional<ControllerRun> run,
    Estimate costOverBound,
    Optional<Estimate> violationShare,
    Optional<Kept> kept,
    OptionalDouble gapClosed,
    OptionalDouble costAtEqualViolation,
    Optional<Estimate> costOverHpaPast,
    OptionalDouble replicaChangesPerHour,
    OptionalDouble money) {

  /** Number of days that were scored; 0 for the bound. */
  public int days() {
    return run.map(ControllerRun::days).orElse(0);
  }

  /** Whether the budget was kept, as far as the data tell. */
  public boolean isKept() {
    return kept.filter(Kept.KEPT::equals).isPresent();
  }

  /** Whether the budget was missed beyond noise. */
  public boolean isMissed() {
    return kept.filter(Kept.MISSED::equals).isPresent();
  }
}

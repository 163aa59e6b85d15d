package io.rlscaler.simulator.evaluation;

import static io.rlscaler.simulator.evaluation.SampleRuns.cell;
import static io.rlscaler.simulator.evaluation.SampleRuns.result;
import static io.rlscaler.simulator.evaluation.SampleRuns.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Every day costs the same unless said otherwise, so that intervals can be told by hand. */
class CellFiguresTest {
  private static final OptionalDouble PRICE = OptionalDouble.of(0.36);

  /** Sums of products differ from the figures worked out by hand in the last digits only. */
  private static final Offset<Double> ROUNDING = within(1e-12);

  private static RowFigures row(CellResult result, String controller) {
    return CellFigures.of(result, PRICE).stream()
        .filter(row -> row.controller().equals(controller))
        .findFirst()
        .orElseThrow();
  }

  private static CellResult oneCell(ControllerRun run) {
    return result(
        cell("source", 1),
        4,
        run(ControllerRun.HPA_TUNED, 4, day -> 1500, 0.008),
        run(ControllerRun.HPA_PAST, 4, day -> 1600, 0.006),
        run);
  }

  @Test
  void costsAreComparedWithTheBoundAndWithTheHpaOfThePast() {
    RowFigures row = row(oneCell(run("policy", 4, day -> 1200, 0.005)), "policy");
    assertThat(row.costOverBound()).isEqualTo(new Estimate(1.2, new Interval(1.2, 1.2)));
    assertThat(row.costOverHpaPast().orElseThrow().value()).isEqualTo(0.75);
    assertThat(row.kept()).hasValue(Kept.KEPT);
  }

  @Test
  void gapClosedIsTheShareOfTheWayFromTheTunedHpaToTheBound() {
    // (1500 - 1200) / (1500 - 1000)
    CellResult result = oneCell(run("policy", 4, day -> 1200, 0.005));
    assertThat(row(result, "policy").gapClosed().orElseThrow()).isCloseTo(0.6, ROUNDING);
    assertThat(row(result, "hpa-tuned").gapClosed()).hasValue(0);
    assertThat(row(result, "bound").gapClosed()).hasValue(1);
    assertThat(row(result, "hpa-past").gapClosed().orElseThrow()).isCloseTo(-0.2, ROUNDING);
  }

  @Test
  void missingTheObjectiveClosesNoGap() {
    CellResult cheap = oneCell(run("policy", 4, day -> 1200, 0.02));
    assertThat(row(cheap, "policy").kept()).hasValue(Kept.MISSED);
    assertThat(row(cheap, "policy").gapClosed()).hasValue(0);
    CellResult dear = oneCell(run("policy", 4, day -> 1600, 0.02));
    assertThat(row(dear, "policy").gapClosed().orElseThrow()).isCloseTo(-0.2, ROUNDING);
  }

  @Test
  void gapIsUnknownWhereTheTunedHpaIsNoReference() {
    CellResult missed =
        result(
            cell("source", 1),
            4,
            run(ControllerRun.HPA_TUNED, 4, day -> 1500, 0.02),
            run("policy", 4, day -> 1200, 0.005));
    assertThat(row(missed, "policy").gapClosed()).isEmpty();
    CellResult belowBound =
        result(
            cell("source", 1),
            4,
            run(ControllerRun.HPA_TUNED, 4, day -> 990, 0.005),
            run("policy", 4, day -> 1200, 0.005));
    assertThat(row(belowBound, "policy").gapClosed()).isEmpty();
  }

  @Test
  void auditCorrectsTheShareAndWidensItsInterval() {
    // every day has .009; the audit saw .012 where the fast model saw .010: .009 + .002 = .011
    Audit audit = new Audit(0.012, 0.0115, 0.0130, 40, 0.010);
    RowFigures row =
        row(oneCell(run("policy", 4, day -> 1200, day -> 0.009, Optional.of(audit))), "policy");
    Estimate share = row.violationShare().orElseThrow();
    assertThat(share.value()).isCloseTo(0.011, ROUNDING);
    assertThat(share.interval().low()).isCloseTo(0.0105, ROUNDING);
    assertThat(share.interval().high()).isCloseTo(0.012, ROUNDING);
    assertThat(row.kept()).hasValue(Kept.MISSED);
  }

  @Test
  void shareAboveTheBudgetWithinItsIntervalIsUndecided() {
    // all violations fall on one of four days: a resample without that day has none
    RowFigures row =
        row(
            oneCell(run("policy", 4, day -> 1200, day -> day == 0 ? 0.05 : 0, Optional.empty())),
            "policy");
    assertThat(row.violationShare().orElseThrow().value()).isCloseTo(0.0125, ROUNDING);
    assertThat(row.violationShare().orElseThrow().interval().low()).isZero();
    assertThat(row.kept()).hasValue(Kept.UNDECIDED);
  }

  @Test
  void costAtEqualViolationIsReadFromTheFrontAtTheOwnShare() {
    CellResult base = oneCell(run("policy", 4, day -> 1200, 0.001));
    CellResult withFront =
        new CellResult(
            base.cell(),
            base.runs(),
            base.boundReplicaSeconds(),
            base.primalReplicaSeconds(),
            List.of(new FrontPoint(1e-4, 4 * 4000), new FrontPoint(1e-2, 4 * 1000)),
            base.scoredSeconds());
    // the front at .001 is 4 * 2000
    assertThat(row(withFront, "policy").costAtEqualViolation().orElseThrow())
        .isCloseTo(0.6, ROUNDING);
    assertThat(row(base, "policy").costAtEqualViolation()).isEmpty();
  }

  @Test
  void changesAndMoneyAreMeansOverSeeds() {
    RowFigures row = row(oneCell(run("policy", 4, day -> 1200, 0.005)), "policy");
    // 24 and 48 changes a day; 4800 replica-seconds at .36 an hour
    assertThat(row.replicaChangesPerHour()).hasValue(1.5);
    assertThat(row.money().orElseThrow()).isCloseTo(0.48, ROUNDING);
  }

  @Test
  void boundGrowsWithTheDaysThatAreDrawn() {
    // cost and plan share one profile, so their ratio has no noise whatever is drawn
    CellResult result =
        result(
            cell("source", 1),
            4,
            run(ControllerRun.ORACLE, 4, day -> 400 + 400 * day, 0.01),
            run("policy", 4, day -> 600 + 600 * day, 0.005));
    Interval interval = row(result, "policy").costOverBound().interval();
    assertThat(interval.low()).isCloseTo(1.5, ROUNDING);
    assertThat(interval.high()).isCloseTo(1.5, ROUNDING);
  }

  @Test
  void sameDataGiveTheSameIntervals() {
    CellResult result = oneCell(run("policy", 4, day -> 1200 + 50 * day, 0.005));
    assertThat(CellFigures.of(result, PRICE)).isEqualTo(CellFigures.of(result, PRICE));
    assertThat(row(result, "policy").costOverBound().interval())
        .isNotEqualTo(new Interval(1.2, 1.2));
  }
}

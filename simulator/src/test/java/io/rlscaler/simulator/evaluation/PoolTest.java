package io.rlscaler.simulator.evaluation;

import static io.rlscaler.simulator.evaluation.SampleRuns.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PoolTest {
  private static CellResult cell(int trace, double tuned, double policy, double policyShare) {
    return SampleRuns.result(
        SampleRuns.cell("source", trace),
        4,
        run(ControllerRun.HPA_TUNED, 4, day -> tuned, 0.009),
        run(ControllerRun.HPA_PAST, 4, day -> 1600, 0.005),
        run(ControllerRun.POLICY, 4, day -> policy, policyShare));
  }

  private static PooledFigures overall(List<CellResult> cells, String controller) {
    return EvaluationSummary.of(SampleRuns.evaluation(cells)).pooled().stream()
        .filter(row -> row.startUp().isEmpty() && row.controller().equals(controller))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void pooledGapIsTheSumOfTheGapsClosedOverTheSumOfTheGaps() {
    // (.3 + .1) / (.5 + .3), not the mean of .6 and .333
    PooledFigures pooled =
        overall(
            List.of(cell(1, 1500, 1200, 0.005), cell(2, 1300, 1200, 0.005)), ControllerRun.POLICY);
    assertThat(pooled.gapClosed().orElseThrow().value()).isCloseTo(0.5, within(1e-12));
    assertThat(pooled.gapCells()).isEqualTo(2);
  }

  @Test
  void missedCellCountsAsNoGainButAsItsFullLoss() {
    // (.3 + min(0, .1)) / .8 and (.3 - .2) / .8
    assertThat(gapWithMissed(1200)).isCloseTo(0.375, within(1e-12));
    assertThat(gapWithMissed(1500)).isCloseTo(0.125, within(1e-12));
  }

  private static double gapWithMissed(double cost) {
    return overall(
            List.of(cell(1, 1500, 1200, 0.005), cell(2, 1300, cost, 0.05)), ControllerRun.POLICY)
        .gapClosed()
        .orElseThrow()
        .value();
  }

  @Test
  void costOverTheHpaOfThePastCountsOnlyCellsThatItKept() {
    CellResult missedByPast =
        SampleRuns.result(
            SampleRuns.cell("source", 3),
            4,
            run(ControllerRun.HPA_PAST, 4, day -> 1100, 0.05),
            run(ControllerRun.POLICY, 4, day -> 5000, 0.005));
    PooledFigures pooled =
        overall(List.of(cell(1, 1500, 1200, 0.005), missedByPast), ControllerRun.POLICY);
    assertThat(pooled.costOverHpaPast().orElseThrow().value()).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void whoMissedACellThatHpaPastKeptHasNoCostOverIt() {
    List<CellResult> cells = List.of(cell(1, 1500, 1200, 0.005), cell(2, 1500, 300, 0.05));
    PooledFigures pooled = overall(cells, ControllerRun.POLICY);
    assertThat(pooled.costOverHpaPast()).isEmpty();
    assertThat(pooled.cells()).isEqualTo(2);
    assertThat(pooled.kept()).isEqualTo(1);
    assertThat(pooled.missed()).isEqualTo(1);
  }

  @Test
  void uncalibratedCellsStayOut() {
    CellResult calibrated = cell(1, 1500, 1200, 0.005);
    Cell cell = calibrated.cell();
    CellResult uncalibrated =
        new CellResult(
            new Cell(cell.trace(), cell.source(), cell.startUp(), cell.objective(), false),
            calibrated.runs(),
            calibrated.boundReplicaSeconds(),
            calibrated.primalReplicaSeconds(),
            List.of(),
            calibrated.scoredSeconds());
    EvaluationSummary summary = EvaluationSummary.of(SampleRuns.evaluation(List.of(uncalibrated)));
    assertThat(summary.pooled()).isEmpty();
    assertThat(summary.rows()).hasSize(4);
    assertThat(summary.verdict().sentence()).startsWith("Cannot tell");
  }

  @Test
  void everyGroupAndTheWholeHaveARowPerController() {
    List<PooledFigures> pooled =
        EvaluationSummary.of(SampleRuns.evaluation(List.of(cell(1, 1500, 1200, 0.005)))).pooled();
    assertThat(pooled.stream().map(PooledFigures::controller))
        .containsExactly("hpa-tuned", "hpa-past", "policy", "hpa-tuned", "hpa-past", "policy");
    assertThat(pooled.get(0).startUp()).isEqualTo(Optional.of(Duration.ofMinutes(1)));
    assertThat(pooled.get(0).objective()).isEqualTo(OptionalDouble.of(0.99));
    assertThat(pooled.get(3).startUp()).isEmpty();
    assertThat(pooled.get(3).objective()).isEmpty();
  }
}

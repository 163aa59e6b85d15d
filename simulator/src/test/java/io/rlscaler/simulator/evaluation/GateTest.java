package io.rlscaler.simulator.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class GateTest {
  private static Verdict verdict(List<CellResult> cells) {
    return EvaluationSummary.of(SampleRuns.evaluation(cells)).verdict();
  }

  /** Twelve cells that pass, the first replaced. */
  private static List<CellResult> withFirst(CellResult first) {
    List<CellResult> cells = new ArrayList<>(SampleRuns.passing(12));
    cells.set(0, first);
    return cells;
  }

  private static List<CellResult> all(UnaryOperator<CellResult> change) {
    return SampleRuns.passing(12).stream().map(change).toList();
  }

  @Test
  void cheaperPolicyThatKeepsEveryCellPasses() {
    Verdict verdict = verdict(SampleRuns.passing(12));
    // (1200 - 4) / (1400 + 4), the same in every cell; the interval comes from the days
    assertThat(verdict)
        .isEqualTo(
            new Verdict(
                true,
                "The policy can take over from a well-kept HPA on traffic like this:"
                    + " policy-calibrated kept each of the 12 cells that hpa-past kept, at 0.852"
                    + " times its cost (90 % interval 0.851 to 0.853). Of all 12 calibrated cells"
                    + " hpa-past kept 12, policy-calibrated 12. Both were calibrated daily by one"
                    + " rule, beginning with the first third of each trace, and scored on the"
                    + " rest: 12 traces from 3 sources, 2 seeds, policy headroom-v1. Of the 24"
                    + " violation shares compared, 24 were not audited by the request-level model.",
                List.of()));
  }

  @Test
  void auditedSharesAreNotRemarkedOn() {
    Audit audit = new Audit(0.005, 0.005, 0.005, 30, 0.005);
    Verdict verdict =
        verdict(
            all(
                result ->
                    SampleRuns.result(
                        result.cell(),
                        5,
                        SampleRuns.run(
                            ControllerRun.HPA_PAST,
                            5,
                            day -> 1400 + day,
                            day -> 0.005,
                            Optional.of(audit)),
                        SampleRuns.run(
                            ControllerRun.POLICY_CALIBRATED,
                            5,
                            day -> 1200 + day,
                            day -> 0.005,
                            Optional.of(audit)))));
    assertThat(verdict.passes()).isTrue();
    assertThat(verdict.sentence()).endsWith("policy headroom-v1.");
  }

  @Test
  void fewerThanTenCellsKeptByTheHpaCannotTell() {
    Verdict verdict = verdict(SampleRuns.passing(9));
    assertThat(verdict.passes()).isFalse();
    assertThat(verdict.reasons())
        .containsExactly(
            "hpa-past kept the objective in 9 of the 9 cells with a calibrated past; at least 10 are"
                + " needed to tell.");
    assertThat(verdict.sentence()).startsWith("Cannot tell").contains("Keep your HPA");
  }

  @Test
  void cellsThatTheHpaMissedDoNotCountTowardsTen() {
    List<CellResult> cells = new ArrayList<>(SampleRuns.passing(12));
    for (int i = 0; i < 3; i++) {
      cells.set(i, SampleRuns.cell(i, 1400, 1200, 0.05, 0.005));
    }
    assertThat(verdict(cells).reasons())
        .containsExactly(
            "hpa-past kept the objective in 9 of the 12 cells with a calibrated past; at least 10"
                + " are needed to tell.");
  }

  @Test
  void losingACellThatTheHpaKeptFails() {
    Verdict verdict = verdict(withFirst(SampleRuns.cell(0, 1400, 1200, 0.005, 0.05)));
    assertThat(verdict.passes()).isFalse();
    assertThat(verdict.sentence()).startsWith("Keep your HPA: ").contains("1 of the 12 cells");
    assertThat(verdict.reasons())
        .containsExactly(
            "source0_0, start-up 60 s, objective 99 %: hpa-past kept the objective,"
                + " policy-calibrated missed it with 5 % violations (90 % interval 5 % to 5 %) where"
                + " 1 % are allowed.");
  }

  @Test
  void missingACellThatTheHpaMissedTooIsNoReason() {
    assertThat(verdict(withFirst(SampleRuns.cell(0, 1400, 1200, 0.05, 0.05))).passes()).isTrue();
  }

  @Test
  void equalCostIsNotCheaper() {
    Verdict verdict =
        verdict(
            all(
                result ->
                    SampleRuns.result(
                        result.cell(),
                        5,
                        SampleRuns.run(ControllerRun.HPA_PAST, 5, day -> 1400 + day, 0.005),
                        SampleRuns.run(
                            ControllerRun.POLICY_CALIBRATED, 5, day -> 1404 - day, 0.005))));
    assertThat(verdict.passes()).isFalse();
    assertThat(verdict.sentence()).startsWith("Keep your HPA: ").contains("within noise");
    assertThat(verdict.reasons()).hasSize(1);
    assertThat(verdict.reasons().get(0)).contains("not below 1 beyond noise");
  }

  @Test
  void oneCellMuchDearerFailsThoughThePoolIsCheaper() {
    Verdict verdict = verdict(withFirst(SampleRuns.cell(0, 1400, 1460, 0.005, 0.005)));
    assertThat(verdict.passes()).isFalse();
    assertThat(verdict.sentence())
        .startsWith("Keep your HPA: ")
        .contains("more than 2 % dearer beyond noise in 1");
    assertThat(verdict.reasons()).hasSize(1);
    assertThat(verdict.reasons().get(0)).startsWith("source0_0").contains("1.037 times");
  }

  @Test
  void oneCellDearerWithinNoiseIsNoReason() {
    // 3 % dearer in the mean, but by one bad day out of five
    CellResult noisy =
        SampleRuns.result(
            SampleRuns.cell("source0", 0),
            5,
            SampleRuns.run(ControllerRun.HPA_PAST, 5, day -> 1400, 0.005),
            SampleRuns.run(
                ControllerRun.POLICY_CALIBRATED, 5, day -> day == 0 ? 1650 : 1390, 0.005));
    assertThat(verdict(withFirst(noisy)).passes()).isTrue();
  }

  @Test
  void oneScoredDayTellsNothingBeyondNoise() {
    CellResult oneDay =
        SampleRuns.result(
            SampleRuns.cell("source0", 0),
            1,
            SampleRuns.run(ControllerRun.HPA_PAST, 1, day -> 1400, 0.005),
            SampleRuns.run(ControllerRun.POLICY_CALIBRATED, 1, day -> 1460, 0.005));
    assertThat(verdict(withFirst(oneDay)).passes()).isTrue();
  }

  @Test
  void nothingToCompareCannotTell() {
    Verdict verdict = verdict(List.of());
    assertThat(verdict)
        .isEqualTo(
            new Verdict(
                false,
                "Cannot tell whether the policy is better: no cell has a past that is long enough"
                    + " to calibrate on. Keep your HPA until more traffic has been evaluated.",
                List.of("no cell has a past that is long enough to calibrate on.")));
  }
}

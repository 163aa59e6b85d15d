package io.rlscaler.simulator.report;

import io.rlscaler.simulator.evaluation.Estimate;
import io.rlscaler.simulator.evaluation.EvaluationSummary;
import io.rlscaler.simulator.evaluation.Kept;
import io.rlscaler.simulator.evaluation.RowFigures;
import java.util.ArrayList;
import java.util.List;

/** An evaluation as plain text for a terminal: the verdict, then one line per controller. */
public final class EvaluationTable {
  private EvaluationTable() {}

  /** The verdict with its reasons, and the table of all cells. */
  public static String of(EvaluationSummary summary) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "trace",
            "start-up",
            "objective",
            "controller",
            "cost/bound",
            "90 % interval",
            "violations",
            "kept",
            "gap closed",
            "/hpa-past",
            "changes/h"));
    summary.rows().forEach(row -> rows.add(row(row)));
    StringBuilder text = new StringBuilder(summary.verdict().sentence()).append('\n');
    summary.verdict().reasons().forEach(reason -> text.append("- ").append(reason).append('\n'));
    return text.append('\n').append(ResultTable.render(rows, 4)).toString();
  }

  private static List<String> row(RowFigures row) {
    return List.of(
        row.cell().trace() + (row.cell().calibrated() ? "" : " (uncalibrated)"),
        EvaluationText.startUp(row.cell().startUp()),
        EvaluationText.objective(row.cell().objective()),
        row.controller(),
        EvaluationText.ratio(row.costOverBound().value()),
        interval(row.costOverBound()),
        row.violationShare().map(share -> EvaluationText.share(share.value())).orElse("-"),
        row.kept().map(Kept::word).orElse("-"),
        EvaluationText.ratio(row.gapClosed()),
        row.costOverHpaPast().map(EvaluationTable::ratio).orElse("-"),
        EvaluationText.number(row.replicaChangesPerHour()));
  }

  private static String ratio(Estimate estimate) {
    // hpa-past itself is the measure: its ratio has no noise
    boolean noise =
        estimate.withinNoise() && estimate.interval().low() < estimate.interval().high();
    String mark = noise ? "~" : "";
    return mark + EvaluationText.ratio(estimate.value());
  }

  private static String interval(Estimate estimate) {
    return EvaluationText.ratio(estimate.interval().low())
        + " to "
        + EvaluationText.ratio(estimate.interval().high());
  }
}

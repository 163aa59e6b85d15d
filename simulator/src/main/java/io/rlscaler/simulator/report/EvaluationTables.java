package io.rlscaler.simulator.report;

import io.rlscaler.simulator.evaluation.Cell;
import io.rlscaler.simulator.evaluation.CellResult;
import io.rlscaler.simulator.evaluation.ControllerRun;
import io.rlscaler.simulator.evaluation.Estimate;
import io.rlscaler.simulator.evaluation.Evaluation;
import io.rlscaler.simulator.evaluation.EvaluationSummary;
import io.rlscaler.simulator.evaluation.Interval;
import io.rlscaler.simulator.evaluation.Kept;
import io.rlscaler.simulator.evaluation.PooledFigures;
import io.rlscaler.simulator.evaluation.RowFigures;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables of the page. Each row that stands in the document carries its place there in {@code
 * data-row} or {@code data-pooled}, each figure its field in {@code data-field}.
 */
final class EvaluationTables {
  /** Settings that say nothing to people. */
  private static final Set<String> DIGESTS = Set.of("digest", "forecastPriors");

  private static final String HEAD =
      "<thead><tr><th>Controller</th><th>Settings</th><th class=\"figure\">Cost over bound</th><th"
          + " class=\"figure\">Violations</th><th>Objective</th><th class=\"figure\">Gap"
          + " closed</th><th class=\"figure\">Cost over hpa-past</th><th class=\"figure\">Cost at"
          + " equal violation</th><th class=\"figure\">p50</th><th class=\"figure\">p95</th><th"
          + " class=\"figure\">p99</th><th class=\"figure\">Changes/h</th><th"
          + " class=\"figure\">Money</th></tr></thead>";

  /** Fewer days than this say little about how days differ. */
  private static final int FEW_DAYS = 3;

  private final Evaluation evaluation;
  private final EvaluationSummary summary;

  EvaluationTables(Evaluation evaluation, EvaluationSummary summary) {
    this.evaluation = evaluation;
    this.summary = summary;
  }

  /** A cell for people. */
  static String name(Cell cell) {
    return cell.trace()
        + ", start-up "
        + EvaluationText.startUp(cell.startUp())
        + ", objective "
        + EvaluationText.objective(cell.objective())
        + (cell.calibrated() ? "" : " (uncalibrated)");
  }

  /** One row per group and controller; the rows over all cells come first. */
  String pooled() {
    StringBuilder all = new StringBuilder();
    StringBuilder groups = new StringBuilder();
    for (int i = 0; i < summary.pooled().size(); i++) {
      PooledFigures row = summary.pooled().get(i);
      (row.startUp().isEmpty() ? all : groups).append(pooled(row, i));
    }
    return summary.pooled().isEmpty()
        ? "<tr><td colspan=\"7\">No cell has a calibrated past: nothing can be pooled.</td></tr>"
        : all.append(groups).toString();
  }

  private static String pooled(PooledFigures row, int place) {
    String group =
        row.startUp().isEmpty()
            ? "all cells"
            : "start-up %s, objective %s"
                .formatted(
                    EvaluationText.startUp(row.startUp().get()),
                    EvaluationText.objective(row.objective().orElseThrow()));
    return "<tr data-pooled=\"%d\"%s><td>%s</td><td>%s</td>"
            .formatted(
                place,
                row.startUp().isEmpty() ? " class=\"best\"" : "",
                group,
                DayPage.escape(row.controller()))
        + figure("kept", "%d of %d".formatted(row.kept(), row.cells()))
        + figure("missed", Integer.toString(row.missed()))
        + figure("gapClosed", estimate(row.gapClosed()))
        + figure("gapCells", Integer.toString(row.gapCells()))
        + figure("costOverHpaPast", compared(row.controller(), row.costOverHpaPast()))
        + "</tr>\n";
  }

  /** One row per cell, one column per controller: cost over the bound with the kept mark. */
  String overview() {
    Set<String> controllers = new LinkedHashSet<>();
    summary.rows().forEach(row -> row.run().ifPresent(run -> controllers.add(row.controller())));
    String head =
        controllers.stream()
            .map(controller -> "<th class=\"figure\">" + DayPage.escape(controller) + "</th>")
            .collect(
                Collectors.joining("", "<thead><tr><th>Cell</th>", "</tr></thead>\n<tbody>\n"));
    return evaluation.cells().stream()
        .map(result -> overview(result.cell(), controllers))
        .collect(Collectors.joining("\n", head, "\n</tbody>"));
  }

  private String overview(Cell cell, Set<String> controllers) {
    return controllers.stream()
        .map(controller -> overview(summary.row(cell, controller)))
        .collect(
            Collectors.joining("", "<tr><td>" + DayPage.escape(name(cell)) + "</td>", "</tr>"));
  }

  private static String overview(Optional<RowFigures> row) {
    return row.map(
            present ->
                "<td class=\"figure\"><span class=\"%s\">%s</span></td>"
                    .formatted(
                        kept(present), EvaluationText.ratio(present.costOverBound().value())))
        .orElse("<td class=\"figure\">not run</td>");
  }

  private static String kept(RowFigures row) {
    return row.kept().map(Kept::word).orElse("");
  }

  /** One folded table per cell. */
  String cells() {
    StringBuilder text = new StringBuilder();
    for (CellResult result : evaluation.cells()) {
      text.append(
              "<details class=\"cell\"><summary>%s</summary>\n"
                  .formatted(DayPage.escape(name(result.cell()))))
          .append(duality(result))
          .append("<div class=\"scroll\"><table>" + HEAD + "<tbody>\n");
      for (int i = 0; i < summary.rows().size(); i++) {
        if (summary.rows().get(i).cell().equals(result.cell())) {
          text.append(row(summary.rows().get(i), " data-row=\"" + i + "\""));
        }
      }
      text.append("</tbody></table></div></details>\n");
    }
    return text.toString();
  }

  /** What the cell's figures rest on. */
  private static String duality(CellResult result) {
    int days = result.runs().get(0).days();
    String few =
        days < FEW_DAYS
            ? " So few days hardly show how days differ: these intervals are too narrow."
            : "";
    return String.format(
        Locale.ROOT,
        "<p class=\"note\">%.1f h scored over %d day%s.%s The bound is %.1f replica-hours; the plan"
            + " that belongs to it costs %.3f times that.</p>\n",
        result.scoredSeconds() / 3600,
        days,
        days == 1 ? "" : "s",
        few,
        result.boundReplicaSeconds() / 3600,
        result.primalReplicaSeconds() / result.boundReplicaSeconds());
  }

  private static String row(RowFigures row, String place) {
    return "<tr%s><td>%s%s</td><td class=\"settings\">%s</td>"
            .formatted(
                place,
                DayPage.escape(row.controller()),
                row.run().filter(ControllerRun::tuned).isPresent()
                    ? " <small>in hindsight</small>"
                    : "",
                settings(row))
        + figure(
            "costOverBound",
            EvaluationText.ratio(row.costOverBound().value())
                + interval(row.costOverBound().interval()))
        + figure("violationShare", share(row.violationShare()))
        + "<td class=\"%s\" data-field=\"kept\">%s</td>".formatted(kept(row), kept(row))
        + figure("gapClosed", EvaluationText.ratio(row.gapClosed()))
        + figure("costOverHpaPast", compared(row.controller(), row.costOverHpaPast()))
        + figure("costAtEqualViolation", EvaluationText.ratio(row.costAtEqualViolation()))
        + figure("p50", EvaluationText.latency(EvaluationDocument.latency(row, "p50")))
        + figure("p95", EvaluationText.latency(EvaluationDocument.latency(row, "p95")))
        + figure("p99", EvaluationText.latency(EvaluationDocument.latency(row, "p99")))
        + figure("replicaChangesPerHour", EvaluationText.number(row.replicaChangesPerHour()))
        + figure("money", EvaluationText.number(row.money()))
        + "</tr>\n";
  }

  private static String settings(RowFigures row) {
    if (row.run().isEmpty()) {
      return "not a controller: the least cost in expectation of who keeps the objective";
    }
    ControllerRun run = row.run().get();
    String own =
        run.settings().entrySet().stream()
            .filter(entry -> !DIGESTS.contains(entry.getKey()))
            .map(EvaluationTables::setting)
            .collect(Collectors.joining(", "));
    String edge = run.edge() ? " <small>on an edge of the grid, even widened</small>" : "";
    String remarks =
        run.remarks().stream()
            .map(remark -> " <small>" + DayPage.escape(remark) + "</small>")
            .collect(Collectors.joining());
    String audit = run.audit().isPresent() ? "" : " <small>not audited</small>";
    return own + edge + remarks + audit;
  }

  /** Settings that change daily are a list, of which the length is enough here. */
  private static String setting(Map.Entry<String, Object> entry) {
    Object value = entry.getValue();
    String text = value instanceof List<?> list ? list.size() + " dated" : String.valueOf(value);
    return DayPage.escape(entry.getKey() + " " + text);
  }

  /** The tables of the traces that only show seasons; empty without any. */
  String seasonal() {
    if (summary.seasonal().isEmpty()) {
      return "<p class=\"note\">There was none.</p>";
    }
    return summary.seasonal().stream()
        .map(
            row ->
                row(row, "").replaceFirst("<td>", "<td>" + DayPage.escape(name(row.cell())) + ": "))
        .collect(
            Collectors.joining(
                "",
                "<div class=\"scroll\"><table>" + HEAD + "<tbody>\n",
                "</tbody></table></div>"));
  }

  private static String figure(String field, String text) {
    return "<td class=\"figure\" data-field=\"%s\">%s</td>".formatted(field, text);
  }

  private static String share(Optional<Estimate> share) {
    return share
        .map(
            present ->
                "%s<small>%s to %s</small>"
                    .formatted(
                        EvaluationText.share(present.value()),
                        EvaluationText.share(present.interval().low()),
                        EvaluationText.share(present.interval().high())))
        .orElse(EvaluationText.UNKNOWN);
  }

  private static String estimate(Optional<Estimate> estimate) {
    return estimate
        .map(present -> EvaluationText.ratio(present.value()) + interval(present.interval()))
        .orElse(EvaluationText.UNKNOWN);
  }

  /** hpa-past itself is the measure: its ratio has no noise. */
  private static String compared(String controller, Optional<Estimate> estimate) {
    boolean noise =
        !controller.equals(ControllerRun.HPA_PAST)
            && estimate.filter(Estimate::withinNoise).isPresent();
    return estimate(estimate) + (noise ? "<small>within noise</small>" : "");
  }

  private static String interval(Interval interval) {
    return "<small>%s to %s</small>"
        .formatted(EvaluationText.ratio(interval.low()), EvaluationText.ratio(interval.high()));
  }
}

package io.rlscaler.simulator.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rlscaler.simulator.evaluation.Cell;
import io.rlscaler.simulator.evaluation.Evaluation;
import io.rlscaler.simulator.evaluation.EvaluationSetup;
import io.rlscaler.simulator.evaluation.EvaluationSummary;
import io.rlscaler.simulator.evaluation.Exclusion;
import io.rlscaler.simulator.evaluation.TraceFacts;
import io.rlscaler.simulator.evaluation.Verdict;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The report of an evaluation as one HTML page that needs nothing from outside. The tables can be
 * read without scripts; their figures are those of the document that is embedded in the page.
 */
public final class EvaluationPage {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");
  private static final String RESOURCE = "evaluation-page";

  private final Evaluation evaluation;
  private final EvaluationSummary summary;

  private EvaluationPage(Evaluation evaluation, EvaluationSummary summary) {
    this.evaluation = evaluation;
    this.summary = summary;
  }

  /** The page of an evaluation and of what it says. */
  public static String of(Evaluation evaluation, EvaluationSummary summary) {
    return new EvaluationPage(evaluation, summary).render();
  }

  private String render() {
    ChartLibrary charts = ChartLibrary.load();
    EvaluationTables tables = new EvaluationTables(evaluation, summary);
    Map<String, String> values =
        Map.ofEntries(
            Map.entry(
                "style", ChartLibrary.read("day-page.css") + ChartLibrary.read(RESOURCE + ".css")),
            Map.entry("headline", headline()),
            Map.entry("sentence", DayPage.escape(summary.verdict().sentence())),
            Map.entry("reasons", reasons()),
            Map.entry("basis", basis()),
            Map.entry("pooled", tables.pooled()),
            Map.entry("overview", tables.overview()),
            Map.entry("cells", tables.cells()),
            Map.entry("seasonal", tables.seasonal()),
            Map.entry("options", options()),
            Map.entry("split", split()),
            Map.entry("excluded", excluded()),
            Map.entry("setup", setup()),
            Map.entry("document", embedded(EvaluationDocument.of(evaluation, summary))),
            Map.entry("details", embedded(EvaluationDetails.of(evaluation))),
            Map.entry("library", charts.script()),
            Map.entry("script", ChartLibrary.read(RESOURCE + ".js")),
            Map.entry("version", DayPage.escape(charts.version())),
            Map.entry("licence", DayPage.escape(charts.licence())));
    return PLACEHOLDER
        .matcher(ChartLibrary.read(RESOURCE + ".html"))
        .replaceAll(match -> Matcher.quoteReplacement(values.get(match.group(1))));
  }

  private static String embedded(ObjectNode node) {
    return node.toString().replace("<", "\\u003c");
  }

  private String headline() {
    if (summary.verdict().passes()) {
      return "The policy passes the gate";
    }
    return summary.verdict().sentence().startsWith("Cannot tell")
        ? "Cannot tell: keep your HPA for now"
        : "Keep your HPA";
  }

  private String reasons() {
    Verdict verdict = summary.verdict();
    return verdict.reasons().isEmpty()
        ? ""
        : verdict.reasons().stream()
            .map(reason -> "<li>" + DayPage.escape(reason) + "</li>")
            .collect(Collectors.joining("\n", "<ul class=\"reasons\">\n", "\n</ul>"));
  }

  /** What every figure of the page rests on, and what it does not show. */
  private String basis() {
    List<Cell> calibrated = cells(Cell::calibrated);
    Set<String> sources =
        calibrated.stream().map(Cell::source).collect(Collectors.toCollection(LinkedHashSet::new));
    EvaluationSetup setup = evaluation.setup();
    String lone =
        sources.size() == 1
            ? " All calibrated traces come from one source, so the intervals say nothing about how"
                + " traffic of another source would differ."
            : "";
    return DayPage.escape(
        "%d cells (trace, start-up time, objective), %d of them with a past long enough to calibrate"
                .formatted(evaluation.cells().size(), calibrated.size())
            + (sources.isEmpty()
                ? " on."
                : " on (sources: %s).".formatted(String.join(", ", sources)))
            + " Scored with seeds %s; settings were chosen with other seeds (%s)."
                .formatted(seeds(setup.scoringSeeds()), seeds(setup.tuningSeeds()))
            + " Intervals are 90 %, from 2000 resamples paired over controllers: in a cell of days"
            + " and seeds, of violations joined with the error of the audit; over cells of sources"
            + " and traces too."
            + lone);
  }

  private static String seeds(List<Long> seeds) {
    return seeds.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private List<Cell> cells(Predicate<Cell> condition) {
    return evaluation.cells().stream().map(result -> result.cell()).filter(condition).toList();
  }

  private String options() {
    StringBuilder options = new StringBuilder();
    List<Cell> cells = cells(cell -> true);
    for (int i = 0; i < cells.size(); i++) {
      options
          .append("<option value=\"%d\">".formatted(i))
          .append(DayPage.escape(EvaluationTables.name(cells.get(i))))
          .append("</option>");
    }
    return options.toString();
  }

  private String split() {
    return evaluation.traces().stream()
        .map(EvaluationPage::split)
        .collect(Collectors.joining("\n"));
  }

  private static String split(TraceFacts trace) {
    return "<tr><td>%s</td><td>%s</td>"
            .formatted(DayPage.escape(trace.trace()), DayPage.escape(trace.source()))
        + "<td class=\"figure\">%s</td><td class=\"figure\">%s</td><td class=\"figure\">%s</td>"
            .formatted(
                EvaluationText.startUp(trace.step()),
                EvaluationText.length(trace.past()),
                EvaluationText.length(trace.scored()))
        + "<td class=\"figure\">%s</td><td class=\"digest\">%s</td></tr>"
            .formatted(EvaluationText.share(trace.clippedShare()), DayPage.escape(trace.digest()));
  }

  private String excluded() {
    return evaluation.exclusions().isEmpty()
        ? "<p class=\"note\">Nothing was left out.</p>"
        : evaluation.exclusions().stream()
            .map(EvaluationPage::excluded)
            .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"));
  }

  private static String excluded(Exclusion exclusion) {
    return "<li>%s: %s</li>"
        .formatted(DayPage.escape(exclusion.what()), DayPage.escape(exclusion.reason()));
  }

  private String setup() {
    EvaluationSetup setup = evaluation.setup();
    StringBuilder rows = new StringBuilder();
    rows.append(setup("policy", setup.policy() + ", " + setup.policyDigest()));
    rows.append(
        setup(
            "price per replica-hour",
            setup.pricePerReplicaHour().isPresent()
                ? String.valueOf(setup.pricePerReplicaHour().getAsDouble())
                : "not given, so money is unknown"));
    setup.scenario().forEach((name, value) -> rows.append(setup(name, value)));
    return rows.append(setup("program version", setup.codeVersion())).toString();
  }

  private static String setup(String name, String value) {
    return "<tr><th>%s</th><td>%s</td></tr>\n"
        .formatted(DayPage.escape(name), DayPage.escape(value));
  }
}

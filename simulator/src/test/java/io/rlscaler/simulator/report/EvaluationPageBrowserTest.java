package io.rlscaler.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rlscaler.simulator.evaluation.Evaluation;
import io.rlscaler.simulator.evaluation.EvaluationSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The report in a real browser. Skipped where no Chromium is installed; {@code ./verify} installs
 * Debian's.
 */
@Tag("integration")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvaluationPageBrowserTest {
  private static final Pattern ROW = Pattern.compile("<tr data-row=\"(\\d+)\">(.*?)</tr>");
  private static final Pattern POOLED = Pattern.compile("<tr data-pooled=\"(\\d+)\".*?>(.*?)</tr>");
  private static final Pattern FIGURE = Pattern.compile("data-field=\"(\\w+)\">(.*?)</td>");
  private static final Pattern CHART =
      Pattern.compile("<canvas id=\"(\\w+)\"[^>]*data-points=\"(\\d+)\"");

  private Path directory = Path.of("");
  private JsonNode document;
  private Chromium.Page page;

  EvaluationPageBrowserTest() {
    document = new ObjectMapper().createObjectNode();
    page = new Chromium.Page("", List.of());
  }

  @BeforeAll
  void openThePage(@TempDir Path temporary) throws IOException, InterruptedException {
    Assumptions.assumeTrue(Chromium.isInstalled(), "no program 'chromium' on the PATH");
    directory = temporary;
    Evaluation evaluation = SmallEvaluation.run();
    EvaluationSummary summary = EvaluationSummary.of(evaluation);
    document = new ObjectMapper().readTree(EvaluationDocument.text(evaluation, summary));
    page = open("report", EvaluationPage.of(evaluation, summary));
  }

  private Chromium.Page open(String name, String html) throws IOException, InterruptedException {
    Path work = Files.createDirectory(directory.resolve(name));
    Path file = Files.writeString(work.resolve(name + ".html"), html);
    return Chromium.open(file, work);
  }

  @Test
  void theConsoleStaysEmpty() {
    assertThat(page.console()).isEmpty();
  }

  @Test
  void aFaultyScriptOrAForeignAddressWouldBeSeen() throws IOException, InterruptedException {
    String policy =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src"
            + " 'unsafe-inline'\">";
    assertThat(open("faulty", "<script>absent();</script>").console()).hasSize(1);
    assertThat(open("foreign", policy + "<img src=\"https://example.invalid/x.png\">").console())
        .hasSize(1);
  }

  @Test
  void allChartsAreDrawnFromTheEmbeddedData() {
    JsonNode details = embedded("details");
    JsonNode first = details.path("cells").path(0);
    int runs = first.path("runs").size();
    int audits = 0;
    for (JsonNode cell : details.path("cells")) {
      for (JsonNode run : cell.path("runs")) {
        audits += run.path("audit").isNull() ? 0 : 1;
      }
    }
    int timeline =
        first.at("/timeline/seconds").size() * (1 + first.at("/timeline/replicas").size());
    List<String> charts = new ArrayList<>();
    Matcher matcher = CHART.matcher(page.dom());
    while (matcher.find()) {
      charts.add(matcher.group(1) + " " + matcher.group(2));
    }
    assertThat(charts)
        .containsExactly(
            "front " + (runs + first.path("front").size() + first.path("tried").size()),
            "latency " + 3 * runs,
            "timeline " + timeline,
            "agreement " + audits);
    assertThat(page.dom()).contains("data-drawn=\"4\"");
  }

  @Test
  void theEmbeddedDocumentIsTheFile() {
    assertThat(embedded("document")).isEqualTo(document);
  }

  private JsonNode embedded(String id) {
    Matcher matcher =
        Pattern.compile("<script type=\"application/json\" id=\"" + id + "\">(.*?)</script>")
            .matcher(page.dom());
    assertThat(matcher.find()).isTrue();
    try {
      return new ObjectMapper().readTree(matcher.group(1));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyFigureOfEveryRowIsThatOfTheDocument() {
    List<String> shown = figures(ROW);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < document.path("rows").size(); i++) {
      JsonNode row = document.path("rows").get(i);
      expected.add(
          i + " costOverBound " + ratio(row.path("costOverBound")) + span(row, "costOverBound"));
      expected.add(i + " violationShare " + share(row));
      expected.add(i + " kept " + row.path("kept").asText("").replace("null", ""));
      expected.add(i + " gapClosed " + ratio(row.path("gapClosed")));
      expected.add(i + " costAtEqualViolation " + ratio(row.path("costAtEqualViolation")));
      for (String quantile : List.of("p50", "p95", "p99")) {
        JsonNode value = row.path("latencySeconds").path(quantile);
        expected.add(
            i
                + " "
                + quantile
                + " "
                + (value.asDouble() < 10
                    ? format(value, 1000, "%.0f ms")
                    : format(value, 1, "%.0f s")));
      }
      expected.add(
          i + " replicaChangesPerHour " + format(row.path("replicaChangesPerHour"), 1, "%,.2f"));
      expected.add(i + " money " + format(row.path("money"), 1, "%,.2f"));
    }
    assertThat(shown.stream().filter(figure -> !figure.contains(" costOverHpaPast ")))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void pooledFiguresAreThoseOfTheDocument() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < document.path("pooled").size(); i++) {
      JsonNode row = document.path("pooled").get(i);
      expected.add(i + " kept " + row.path("kept").asInt() + " of " + row.path("cells").asInt());
      expected.add(i + " missed " + row.path("missed").asInt());
      expected.add(i + " gapClosed " + ratio(row.path("gapClosed")) + span(row, "gapClosed"));
      expected.add(i + " gapCells " + row.path("gapCells").asInt());
      expected.add(i + " costOverHpaPast " + compared(row, row.path("costOverHpaPast")));
    }
    assertThat(figures(POOLED)).isNotEmpty().containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void theVerdictIsThatOfTheDocument() {
    assertThat(page.dom())
        .contains("<p class=\"verdict\">" + document.at("/verdict/sentence").asText() + "</p>");
  }

  private List<String> figures(Pattern rows) {
    List<String> figures = new ArrayList<>();
    Matcher row = rows.matcher(page.dom());
    while (row.find()) {
      Matcher figure = FIGURE.matcher(row.group(2));
      while (figure.find()) {
        String text = figure.group(2).replaceAll("<[^>]*>", " ").strip().replaceAll("\\s+", " ");
        figures.add(row.group(1) + " " + figure.group(1) + " " + text);
      }
    }
    return figures;
  }

  private static String ratio(JsonNode value) {
    return format(value, 1, "%.3f");
  }

  private static String format(JsonNode value, double factor, String format) {
    return value.isNull()
        ? EvaluationText.UNKNOWN
        : String.format(Locale.ROOT, format, factor * value.asDouble());
  }

  private static String span(JsonNode row, String field) {
    JsonNode interval = row.path("intervals").path(field);
    return interval.isNull() ? "" : " " + ratio(interval.get(0)) + " to " + ratio(interval.get(1));
  }

  private static String compared(JsonNode row, JsonNode value) {
    JsonNode interval = row.at("/intervals/costOverHpaPast");
    boolean noise =
        !row.path("controller").asText().equals("hpa-past")
            && !interval.isNull()
            && interval.get(0).asDouble() <= 1
            && interval.get(1).asDouble() >= 1;
    return ratio(value) + span(row, "costOverHpaPast") + (noise ? " within noise" : "");
  }

  private static String share(JsonNode row) {
    JsonNode interval = row.at("/intervals/violationShare");
    return row.path("violationShare").isNull()
        ? EvaluationText.UNKNOWN
        : EvaluationText.share(row.path("violationShare").asDouble())
            + " "
            + EvaluationText.share(interval.get(0).asDouble())
            + " to "
            + EvaluationText.share(interval.get(1).asDouble());
  }
}

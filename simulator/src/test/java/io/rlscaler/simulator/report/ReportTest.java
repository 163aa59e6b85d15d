package io.rlscaler.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicyRejectedException;
import io.rlscaler.simulator.Percent;
import io.rlscaler.simulator.WholeFile;
import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.DayTraffic;
import io.rlscaler.simulator.episode.Episode;
import io.rlscaler.simulator.episode.EpisodeResult;
import io.rlscaler.simulator.episode.EpisodeScore;
import io.rlscaler.simulator.episode.HpaSettings;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.tuning.HpaSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Scenario SCENARIO = Scenario.DEFAULT;
  private static final Locale LOCALE = Locale.getDefault();
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final DayComparison DAY = compare();

  @BeforeAll
  static void useAnotherLocale() {
    // figures must not follow the locale of the machine
    Locale.setDefault(Locale.GERMANY);
  }

  @AfterAll
  static void restoreLocale() {
    Locale.setDefault(LOCALE);
  }

  private static DayComparison compare() {
    DayTraffic traffic =
        DayTraffic.part(
            DayTraffic.synthetic(1).trace(), Duration.ofHours(11), Duration.ofHours(15));
    OfferedLoad load = OfferedLoad.of(traffic.trace(), SCENARIO);
    HpaSearch.Outcome search = HpaSearch.search(SCENARIO, load, HpaSettings.DEFAULT);
    try {
      PolicyArtifact artifact = PolicyArtifact.builtin("headroom-v1");
      try (OnnxPolicy policy =
          OnnxPolicy.load(artifact.contract(), artifact.model(), artifact.digest())) {
        return new DayComparison(
            SCENARIO,
            traffic,
            load,
            "policy <b>",
            Episode.run(SCENARIO, load, ControllerSetup.Policy.withDefaults("test", policy)),
            Episode.run(SCENARIO, load, new ControllerSetup.Hpa(search.best().settings())),
            search);
      }
    } catch (PolicyRejectedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> fields(JsonNode node) {
    return node.properties().stream().map(entry -> entry.getKey()).toList();
  }

  @Test
  void simulationDocumentHasTheContractsFields() {
    ObjectNode document = SimulationDocument.of(DAY.hpa());
    assertThat(fields(document))
        .containsExactly(
            "schema",
            "trace",
            "controller",
            "settings",
            "model",
            "seed",
            "durationSeconds",
            "requests",
            "violatingRequests",
            "violationShare",
            "meetsObjective",
            "replicaSeconds",
            "costOverBound",
            "latencySeconds",
            "replicaChanges",
            "peakReplicas");
    assertThat(document.path("schema").asText()).isEqualTo("rlscaler.simulate/v1");
    assertThat(document.path("costOverBound").isNull()).isTrue();
    assertThat(fields(document.path("latencySeconds"))).containsExactly("p50", "p95", "p99");
    assertThat(fields(document.path("settings")))
        .containsExactly("target", "tolerance", "scaleDownWindow", "floor");
    assertThat(document.path("replicaSeconds").asDouble())
        .isEqualTo(DAY.hpa().score().replicaSeconds());
  }

  @Test
  void dayDocumentHasItsFieldsAndColumnsOfEqualLength() {
    ObjectNode document = DayDocument.of(DAY);
    assertThat(fields(document))
        .containsExactly(
            "schema", "traffic", "scenario", "verdict", "controllers", "hpaSearch", "timeline");
    JsonNode timeline = document.path("timeline");
    assertThat(fields(timeline)).containsExactly("seconds", "load", "policy", "hpa");
    assertThat(fields(timeline.path("policy"))).containsExactly("desired", "ready", "p95");
    for (String column :
        List.of("/seconds", "/load", "/policy/desired", "/policy/p95", "/hpa/ready")) {
      assertThat(timeline.at(column)).hasSize(4 * 240);
    }
  }

  @Test
  void pageAsksForNothingFromOutside() {
    String page = DayPage.of(DAY);
    assertThat(page)
        .contains("default-src 'none'")
        .doesNotContainPattern("(?i)(src|href)\\s*=\\s*[\"']")
        .doesNotContainPattern("(?i)@import|url\\(\\s*[\"']?https?:|sourceMappingURL")
        .doesNotContain("<link", "<iframe", "<img");
  }

  @Test
  void pageKeepsTheLicenceOfTheChartLibrary() {
    assertThat(DayPage.of(DAY))
        .contains("The MIT License (MIT)", "Chart.js Contributors", "Permission is hereby granted");
  }

  @Test
  void figuresOfThePageAreThoseOfItsDocument() throws IOException {
    String page = DayPage.of(DAY);
    Matcher json =
        Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>")
            .matcher(page);
    assertThat(json.find()).isTrue();
    JsonNode document = MAPPER.readTree(json.group(1));
    assertThat(document).isEqualTo(MAPPER.readTree(DayDocument.of(DAY).toString()));
    for (JsonNode controller : document.path("controllers")) {
      String hours = String.format(Locale.ROOT, "%.1f", controller.path("replicaHours").asDouble());
      String share = Percent.rounded(controller.at("/result/violationShare").asDouble());
      assertThat(page).contains(figure(hours)).contains(figure(share));
    }
    for (JsonNode tried : document.path("hpaSearch")) {
      String hours = String.format(Locale.ROOT, "%.1f", tried.path("replicaHours").asDouble());
      assertThat(page).contains(figure(hours));
    }
    assertThat(page).contains(document.at("/verdict/sentence").asText());
  }

  private static String figure(String text) {
    return "<td class=\"figure\">" + text + "</td>";
  }

  @Test
  void textFromOutsideIsEscaped() {
    String page = DayPage.of(DAY);
    assertThat(page).contains("policy &lt;b&gt;").doesNotContain("policy <b>");
  }

  @Test
  void verdictNamesTheWinnerOnlyWhenItKeepsTheObjectiveForLess() {
    EpisodeScore cheapKept = score(.0005, 100);
    EpisodeScore dearKept = score(.0005, 120);
    EpisodeScore missed = score(.01, 80);
    assertThat(verdict(cheapKept, dearKept))
        .startsWith("The policy kept the objective with 16.7 % fewer replica-hours");
    assertThat(verdict(dearKept, cheapKept)).startsWith("Keep your HPA:").contains("20.0 % more");
    assertThat(verdict(cheapKept, cheapKept)).startsWith("Keep your HPA:").contains("same cost");
    assertThat(verdict(missed, cheapKept))
        .startsWith("Keep your HPA:")
        .contains("the policy had 1 % violations where at most 0.1 % are allowed");
    assertThat(verdict(cheapKept, missed))
        .startsWith("The policy kept the objective, at 1.25 times the cost")
        .contains("none of the 12 HPA targets kept it");
    assertThat(verdict(missed, missed)).startsWith("Keep your HPA: neither");
    assertThat(verdict(cheapKept, dearKept)).contains("a single day with one seed", "not evidence");
  }

  private static EpisodeScore score(double share, double replicaSeconds) {
    return new EpisodeScore(3600, 1000, 1000 * share, share, share <= .001, replicaSeconds, 1, 5);
  }

  private static String verdict(EpisodeScore policy, EpisodeScore hpa) {
    return new DayComparison(
            SCENARIO,
            DAY.traffic(),
            DAY.load(),
            "policy",
            with(DAY.policy(), policy),
            with(DAY.hpa(), hpa),
            DAY.search())
        .sentence();
  }

  private static EpisodeResult with(EpisodeResult result, EpisodeScore score) {
    return new EpisodeResult(
        result.trace(),
        result.controller(),
        result.settings(),
        result.model(),
        result.seed(),
        score,
        result.latency(),
        result.timeline());
  }

  @Test
  void sharesArePrintedToThreeDigits() {
    assertThat(
            List.of(
                Percent.rounded(.001),
                Percent.rounded(.0006571),
                Percent.rounded(.018),
                Percent.rounded(0)))
        .containsExactly("0.1 %", "0.0657 %", "1.8 %", "0 %");
  }

  @Test
  void timelineHasOneRowPerDecisionAndEmptyFieldsInGaps(@TempDir Path directory)
      throws IOException {
    Trace gap = Trace.of("gap", Duration.ofSeconds(30), 300, Double.NaN, 300);
    EpisodeResult result =
        Episode.run(SCENARIO, new OfferedLoad(gap, 0), new ControllerSetup.Static(9));
    Path file = directory.resolve("timeline.csv");
    TimelineCsv.write(result.timeline(), file);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(7);
    assertThat(lines.get(0))
        .isEqualTo(
            "time_seconds,requests_per_second,desired,ready,utilization,violation_share,reason,"
                + "latency_p50_seconds,latency_p95_seconds,latency_p99_seconds");
    assertThat(lines.get(1)).startsWith("0.000,300.0000,9,9,0.33333,");
    assertThat(lines.get(3)).startsWith("30.000,,9,9,,,").endsWith(",,,");
  }

  @Test
  void fileThatCannotBeWrittenLeavesNothingBehind(@TempDir Path directory) throws IOException {
    Path blocked = directory.resolve("taken");
    Files.createDirectories(blocked.resolve("inside"));
    assertThatThrownBy(() -> WholeFile.write(blocked, "text")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> WholeFile.write(directory.resolve("none/file"), "text"))
        .isInstanceOf(NoSuchFileException.class);
    try (var left = Files.list(directory)) {
      assertThat(left).containsExactly(blocked);
    }
  }
}

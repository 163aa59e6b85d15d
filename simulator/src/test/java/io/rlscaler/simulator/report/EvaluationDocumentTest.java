package io.rlscaler.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rlscaler.simulator.evaluation.Evaluation;
import io.rlscaler.simulator.evaluation.EvaluationSummary;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EvaluationDocumentTest {
  private static final Locale LOCALE = Locale.getDefault();
  private static final Evaluation EVALUATION = SmallEvaluation.run();
  private static final EvaluationSummary SUMMARY = EvaluationSummary.of(EVALUATION);

  @BeforeAll
  static void useAnotherLocale() {
    // figures must not follow the locale of the machine
    Locale.setDefault(Locale.GERMANY);
  }

  @AfterAll
  static void restoreLocale() {
    Locale.setDefault(LOCALE);
  }

  private static List<String> fields(JsonNode node) {
    return node.properties().stream().map(entry -> entry.getKey()).toList();
  }

  @Test
  void documentHasTheContractsFields() {
    ObjectNode document = EvaluationDocument.of(EVALUATION, SUMMARY);
    assertThat(fields(document))
        .containsExactly(
            "schema", "setup", "traces", "excluded", "rows", "seasonal", "pooled", "verdict");
    assertThat(document.path("schema").asText()).isEqualTo("rlscaler.evaluation/v1");
    assertThat(fields(document.path("verdict"))).containsExactly("passes", "sentence", "reasons");
    assertThat(fields(document.path("setup")))
        .containsExactly(
            "policy",
            "policyDigest",
            "scoringSeeds",
            "tuningSeeds",
            "pricePerReplicaHour",
            "scenario",
            "codeVersion");
    for (JsonNode trace : document.path("traces")) {
      assertThat(fields(trace))
          .containsExactly("trace", "source", "digest", "step", "past", "scored", "clippedShare");
    }
    for (JsonNode row : document.path("rows")) {
      assertThat(fields(row))
          .containsExactly(
              "trace",
              "startUp",
              "objective",
              "calibrated",
              "controller",
              "tuned",
              "settings",
              "edge",
              "remarks",
              "costOverBound",
              "violationShare",
              "kept",
              "meetsObjective",
              "gapClosed",
              "costAtEqualViolation",
              "intervals",
              "latencySeconds",
              "replicaChangesPerHour",
              "money",
              "audit",
              "perSeed");
      assertThat(fields(row.path("intervals")))
          .containsExactly("costOverBound", "violationShare", "costOverHpaPast");
      assertThat(fields(row.path("latencySeconds"))).containsExactly("p50", "p95", "p99");
    }
    for (JsonNode row : document.path("pooled")) {
      assertThat(fields(row))
          .containsExactly(
              "startUp",
              "objective",
              "controller",
              "cells",
              "kept",
              "missed",
              "gapCells",
              "gapClosed",
              "costOverHpaPast",
              "intervals");
      assertThat(fields(row.path("intervals"))).containsExactly("gapClosed", "costOverHpaPast");
    }
  }

  @Test
  void rowsOfAControllerHaveItsFigures() {
    JsonNode row = EvaluationDocument.of(EVALUATION, SUMMARY).path("rows").get(1);
    assertThat(row.path("controller").asText()).isEqualTo("hpa-past");
    assertThat(row.path("kept").asText()).isIn("kept", "missed", "undecided");
    assertThat(row.path("meetsObjective").asBoolean())
        .isEqualTo(row.path("kept").asText().equals("kept"));
    assertThat(fields(row.path("audit"))).containsExactly("share", "interval", "windows");
    assertThat(row.path("perSeed")).hasSize(2);
    assertThat(fields(row.path("perSeed").get(0)))
        .containsExactly("seed", "violationShare", "replicaSeconds", "replicaChanges");
    assertThat(row.path("startUp").asDouble()).isEqualTo(60);
  }

  @Test
  void whatTheBoundDoesNotHaveIsNull() {
    JsonNode bound = EvaluationDocument.of(EVALUATION, SUMMARY).path("rows").get(4);
    assertThat(bound.path("controller").asText()).isEqualTo("bound");
    assertThat(bound.path("costOverBound").asDouble()).isEqualTo(1);
    for (String field :
        List.of(
            "violationShare",
            "kept",
            "meetsObjective",
            "costAtEqualViolation",
            "replicaChangesPerHour",
            "audit")) {
      assertThat(bound.path(field).isNull()).as(field).isTrue();
    }
    assertThat(bound.path("perSeed")).isEmpty();
  }

  @Test
  void sameEvaluationGivesTheSameBytes() throws IOException {
    String text = EvaluationDocument.text(EVALUATION, SUMMARY);
    assertThat(EvaluationDocument.text(EVALUATION, EvaluationSummary.of(EVALUATION)))
        .isEqualTo(text);
    assertThat(text).endsWith("}\n");
    // through text, because a tree that was read has other number types than one that was built
    assertThat(new ObjectMapper().readTree(text))
        .isEqualTo(
            new ObjectMapper().readTree(EvaluationDocument.of(EVALUATION, SUMMARY).toString()));
  }

  @Test
  void pageSaysTheVerdictFirstAndNeedsNothingFromOutside() {
    String page = EvaluationPage.of(EVALUATION, SUMMARY);
    assertThat(page.indexOf(SUMMARY.verdict().sentence()))
        .isPositive()
        .isLessThan(page.indexOf("<table"));
    assertThat(page.substring(page.indexOf("<body>"), page.indexOf("<footer>")))
        .doesNotContain("src=")
        .doesNotContain("href=")
        .contains("one &amp; &lt;only&gt;")
        .contains("seeds 1, 2")
        .contains("hourly: a step of 1 h is above five minutes")
        .contains("All calibrated traces come from one source");
  }

  @Test
  void tableHasTheVerdictAndALinePerRow() {
    String table = EvaluationTable.of(SUMMARY);
    assertThat(table).startsWith(SUMMARY.verdict().sentence());
    assertThat(table.lines().filter(line -> line.matches(".* % +hpa-past .*"))).hasSize(4);
    assertThat(table).doesNotContain("1,0");
  }
}

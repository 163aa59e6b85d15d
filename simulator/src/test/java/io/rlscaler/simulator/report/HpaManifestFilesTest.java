package io.rlscaler.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.engine.baseline.ScalingBehavior;
import io.rlscaler.simulator.episode.DaySums;
import io.rlscaler.simulator.episode.HpaManifest;
import io.rlscaler.simulator.episode.HpaSettings;
import io.rlscaler.simulator.evaluation.Cell;
import io.rlscaler.simulator.evaluation.CellResult;
import io.rlscaler.simulator.evaluation.CellTimeline;
import io.rlscaler.simulator.evaluation.ControllerRun;
import io.rlscaler.simulator.evaluation.Evaluation;
import io.rlscaler.simulator.evaluation.EvaluationSetup;
import io.rlscaler.simulator.evaluation.EvaluationSummary;
import io.rlscaler.simulator.evaluation.SeedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HpaManifestFilesTest {
  private static final Cell CELL =
      new Cell("Web Shop_1min", "shop", Duration.ofMinutes(1), 0.999, true);
  private static final OptionalDouble UNKNOWN = OptionalDouble.empty();

  private static Map<String, String> files(Map<String, Object> settings) {
    SeedRun seed =
        new SeedRun(
            1, List.of(new DaySums(0, 86_400, 1000, 0, 2000)), 3, UNKNOWN, UNKNOWN, UNKNOWN);
    ControllerRun run =
        new ControllerRun(
            ControllerRun.HPA_TUNED,
            true,
            settings,
            List.of(seed),
            Optional.empty(),
            false,
            List.of());
    Evaluation evaluation =
        new Evaluation(
            new EvaluationSetup(
                "p", "sha256:00", List.of(1L), List.of(2L), UNKNOWN, Map.of(), "0.1.0"),
            List.of(),
            List.of(new CellResult(CELL, List.of(run), 1000, 1000, List.of(), 86_400)),
            List.of(),
            List.of(),
            List.of(
                new CellTimeline(
                    CELL,
                    List.of(0.0, 86_400.0, 8 * 86_400.0),
                    List.of(90.0, 41.0, Double.NaN),
                    Map.of())));
    return HpaManifestFiles.of(evaluation, EvaluationSummary.of(evaluation), 2, 200);
  }

  @Test
  void manifestReadsBackAsTheSettings(@TempDir Path directory) throws IOException {
    ScalingBehavior behavior =
        new ScalingBehavior(
            new ScalingBehavior.Rules(
                OptionalInt.empty(),
                Optional.empty(),
                List.of(new ScalingBehavior.Policy(ScalingBehavior.Policy.Type.PERCENT, 300, 15)),
                OptionalDouble.of(0.02)),
            new ScalingBehavior.Rules(
                OptionalInt.of(120), Optional.empty(), List.of(), OptionalDouble.of(0.02)));
    Map<String, Object> up =
        Map.of("policies", List.of(Map.of("type", "Percent", "value", 300, "periodSeconds", 15)));
    Map<String, String> files =
        files(
            Map.of(
                "target",
                0.55,
                "tolerance",
                0.02,
                "scaleDownWindow",
                "120s",
                "behavior",
                Map.of("scaleUp", up, "scaleDown", Map.of()),
                "floor",
                0.4));
    assertThat(files.keySet()).containsExactly("hpa-web-shop-1min-60s-99.9.yaml");
    HpaManifestFiles.write(directory.resolve("new"), files);
    // .4 of 41: the load of 90 is older than a week
    assertThat(HpaManifest.read(directory.resolve("new/hpa-web-shop-1min-60s-99.9.yaml")))
        .isEqualTo(
            new HpaSettings(
                55,
                HpaSettings.DEFAULT.tolerance(),
                HpaSettings.DEFAULT.scaleDownWindow(),
                behavior,
                OptionalInt.of(17),
                OptionalInt.of(200)));
  }

  @Test
  void commentSaysWhatTheSettingsRestOn() {
    String text = files(Map.of("target", 0.8, "floor", 0.4)).values().iterator().next();
    assertThat(text)
        .startsWith(
            "# Trace Web Shop_1min, start-up 60 s, objective 99.9 %.\n"
                + "# The best HPA that was tried, tuned in hindsight")
        .contains("# it cost 2.000 times the bound with 0 % violations (kept), 1 seeds.")
        .contains("HPAConfigurableTolerance")
        .contains("# minReplicas is 40 % of the largest load of the last week, 41.0 replicas");
  }

  @Test
  void withoutAFloorTheLeastReplicasAreThoseOfTheEvaluation() {
    assertThat(files(Map.of("target", 0.8)).values().iterator().next())
        .contains("minReplicas: 2\n")
        .doesNotContain("largest load");
  }
}

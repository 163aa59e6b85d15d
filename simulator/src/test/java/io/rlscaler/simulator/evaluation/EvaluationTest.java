package io.rlscaler.simulator.evaluation;

import static io.rlscaler.simulator.evaluation.SampleRuns.cell;
import static io.rlscaler.simulator.evaluation.SampleRuns.result;
import static io.rlscaler.simulator.evaluation.SampleRuns.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlscaler.simulator.episode.DaySums;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What the values refuse, and in which order an evaluation holds its cells. */
class EvaluationTest {
  private static final OptionalDouble UNKNOWN = OptionalDouble.empty();

  @Test
  void cellsComeByTraceStartUpAndStrictnessWhateverTheOrderOfTheRuns() {
    Cell strict = new Cell("a", "s", Duration.ofMinutes(1), 0.999, true);
    Cell loose = new Cell("a", "s", Duration.ofMinutes(1), 0.99, true);
    Cell slow = new Cell("a", "s", Duration.ofMinutes(3), 0.999, true);
    Cell other = new Cell("b", "s", Duration.ofMinutes(1), 0.999, true);
    List<CellResult> shuffled =
        List.of(other, slow, loose, strict).stream()
            .map(cell -> result(cell, 1, run("policy", 1, day -> 1200, 0)))
            .toList();
    assertThat(SampleRuns.evaluation(shuffled).cells().stream().map(CellResult::cell))
        .containsExactly(strict, loose, slow, other);
  }

  @Test
  void sameCellTwiceIsRefused() {
    CellResult once = result(cell("s", 1), 1, run("policy", 1, day -> 1200, 0));
    refused(() -> SampleRuns.evaluation(List.of(once, once)), "twice");
  }

  @Test
  void runsThatAreNotPairedAreRefused() {
    refused(
        () -> result(cell("s", 1), 2, run("a", 2, day -> 1200, 0), run("b", 1, day -> 1200, 0)),
        "expected the same");
    refused(
        () -> result(cell("s", 1), 2, run("a", 2, day -> 1200, 0), run("a", 2, day -> 1200, 0)),
        "twice");
  }

  @Test
  void boundIsNotAController() {
    refused(() -> run("bound", 1, day -> 1200, 0), "controller");
  }

  @Test
  void daysOutOfOrderAndMissingDaysAreRefused() {
    DaySums day = new DaySums(1, 86_400, 1, 0, 1);
    refused(() -> new SeedRun(1, List.of(day, day), 0, UNKNOWN, UNKNOWN, UNKNOWN), "rising days");
    refused(() -> new SeedRun(1, List.of(), 0, UNKNOWN, UNKNOWN, UNKNOWN), "at least one");
  }

  @Test
  void seedTwiceIsRefused() {
    SeedRun seed =
        new SeedRun(1, List.of(new DaySums(0, 1, 1, 0, 1)), 0, UNKNOWN, UNKNOWN, UNKNOWN);
    refused(
        () ->
            new ControllerRun(
                "policy", false, Map.of(), List.of(seed, seed), Optional.empty(), false, List.of()),
        "seed 1 twice");
  }

  @Test
  void tuningOnAScoringSeedIsRefused() {
    refused(
        () ->
            new EvaluationSetup(
                "p", "sha256:00", List.of(1L, 2L), List.of(2L), UNKNOWN, Map.of(), "0.1.0"),
        "tuningSeeds");
  }

  @Test
  void auditOutsideItsIntervalIsRefused() {
    refused(() -> new Audit(0.3, 0.1, 0.2, 5, 0.1), "outside its interval");
    refused(() -> new Audit(0.1, 0.1, Double.NaN, 5, 0.1), "high");
  }

  @Test
  void impossibleCellsAreRefused() {
    refused(() -> new Cell("", "s", Duration.ZERO, 0.9, true), "expected names");
    refused(() -> new Cell("a", "s", Duration.ofSeconds(-1), 0.9, true), "startUp");
    refused(() -> new Cell("a", "s", Duration.ZERO, 1, true), "objective");
  }

  private static void refused(Runnable construction, String message) {
    assertThatThrownBy(construction::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}

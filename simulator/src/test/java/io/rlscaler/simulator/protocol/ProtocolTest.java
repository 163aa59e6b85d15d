package io.rlscaler.simulator.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.evaluation.Audit;
import io.rlscaler.simulator.evaluation.CellResult;
import io.rlscaler.simulator.evaluation.ControllerRun;
import io.rlscaler.simulator.evaluation.Evaluation;
import io.rlscaler.simulator.trace.SyntheticTraces;
import io.rlscaler.simulator.trace.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole protocol on made-up traffic with a decision a minute, to be quick. */
class ProtocolTest {
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final Scenario DEFAULT = Scenario.DEFAULT;
  private static final Scenario SCENARIO =
      new Scenario(
          DEFAULT.life(),
          DEFAULT.objective(),
          12,
          DEFAULT.service(),
          DEFAULT.signals(),
          STEP,
          1,
          60,
          7);

  private static OnnxPolicy policy;
  private static CellResult calibrated;

  private final Path directory;

  ProtocolTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeAll
  static void runOnce(@TempDir Path directory) throws Exception {
    PolicyArtifact artifact = PolicyArtifact.builtin("headroom-v1");
    policy = OnnxPolicy.load(artifact.contract(), artifact.model(), artifact.digest());
    EvaluationPlan plan = plan(List.of(input(1, Duration.ofHours(18))), List.of(.99), 2);
    calibrated = new Protocol(plan, directory, false, 2, new Events()).run().cells().get(0);
  }

  @AfterAll
  static void close() {
    policy.close();
  }

  private static EvaluationPlan.Input input(long seed, Duration length) {
    SyntheticTraces.Extent extent = new SyntheticTraces.Extent(length, STEP, 500);
    Trace day = SyntheticTraces.diurnal(extent, seed);
    Trace bursts = SyntheticTraces.burst(extent, seed);
    double calm = bursts.quantile(0);
    double[] rates = new double[day.size()];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = day.rate(i) * (1 + .1 * (bursts.rate(i) / calm - 1));
    }
    Trace trace = Trace.of("made-up_" + seed, STEP, rates);
    return new EvaluationPlan.Input(ScoredTrace.of(trace), "sha256:" + seed);
  }

  private static EvaluationPlan plan(
      List<EvaluationPlan.Input> inputs, List<Double> objectives, int seeds) {
    return new EvaluationPlan(
        inputs,
        "builtin:headroom-v1",
        policy,
        SCENARIO,
        List.of(Duration.ofSeconds(60)),
        objectives,
        seeds,
        4e6,
        "test");
  }

  /** Two traces of two hours each, under two objectives. */
  private static EvaluationPlan small() {
    return plan(
        List.of(input(1, Duration.ofHours(2)), input(2, Duration.ofHours(2))),
        List.of(.999, .99),
        2);
  }

  private static final class Events implements Progress {
    private final List<String> finished = new ArrayList<>();
    private int left = Integer.MAX_VALUE;
    private double share;

    @Override
    public synchronized void at(String what, double now) {
      assertThat(now).isBetween(share, 1.0);
      share = now;
    }

    @Override
    public void warn(String message) {
      throw new AssertionError(message);
    }

    @Override
    public synchronized void finished(String trace, Duration startUp, boolean reused) {
      finished.add(trace + (reused ? " reused" : ""));
      if (--left == 0) {
        throw new IllegalStateException("interrupted");
      }
    }
  }

  private Evaluation run(String name, boolean resume, int threads, Events events)
      throws IOException {
    return new Protocol(small(), directory.resolve(name), resume, threads, events).run();
  }

  @Test
  void theNumberOfThreadsChangesNothing() throws IOException {
    Evaluation one = run("one", false, 1, new Events());
    assertThat(run("two", false, 2, new Events())).isEqualTo(one);
    assertThat(one.cells()).hasSize(4);
  }

  @Test
  void anInterruptedRunThatIsResumedGivesTheSame() throws IOException {
    Events cut = new Events();
    cut.left = 1;
    assertThatThrownBy(() -> run("cut", false, 1, cut))
        .hasMessageContaining("the evaluation failed");
    Events rest = new Events();
    Evaluation resumed = run("cut", true, 2, rest);
    assertThat(cut.finished).containsExactly("made-up_1");
    assertThat(rest.finished).containsExactlyInAnyOrder("made-up_1 reused", "made-up_2");
    assertThat(resumed).isEqualTo(run("whole", false, 2, new Events()));
  }

  @Test
  void withoutResumeNothingIsReused() throws IOException {
    run("again", false, 2, new Events());
    Events again = new Events();
    run("again", false, 2, again);
    assertThat(again.finished).containsExactlyInAnyOrder("made-up_1", "made-up_2");
  }

  @Test
  void anotherPartOfTheSameFileIsAnotherTrack() {
    EvaluationPlan.Input input = input(1, Duration.ofHours(6));
    Trace whole = input.trace().trace();
    assertThat(
            Stream.of(
                    whole,
                    whole.between(Duration.ZERO, Duration.ofHours(3)),
                    whole.between(Duration.ofHours(3), Duration.ofHours(6)))
                .map(part -> new EvaluationPlan.Input(ScoredTrace.of(part), input.digest()))
                .map(part -> plan(List.of(part), List.of(.99), 2))
                .map(plan -> TrackStore.key(plan, plan.tracks().get(0), 1)))
        .doesNotHaveDuplicates();
  }

  @Test
  void everyControllerTakesPartWithTheSameSeeds() {
    assertThat(calibrated.runs())
        .extracting(ControllerRun::controller)
        .containsExactly(
            "hpa-default",
            "hpa-past",
            "hpa-tuned",
            "kpa-tuned",
            "headroom-tuned",
            "spread-past",
            "spread-tuned",
            "policy",
            "policy-calibrated",
            "oracle");
    assertThat(calibrated.runs())
        .allSatisfy(
            run -> assertThat(run.seeds()).extracting(seed -> seed.seed()).containsExactly(7L, 8L));
    assertThat(calibrated.cell().calibrated()).isTrue();
    assertThat(calibrated.scoredSeconds()).isEqualTo(12 * 3600.0);
  }

  @Test
  void fixedOpponentsForecastWithThePriorsOfThePolicy() {
    String digest = ControllerSetup.digest(policy.contract().forecastPrior());
    List<String> opponents = List.of("headroom-tuned", "spread-past", "spread-tuned");
    for (ControllerRun run : calibrated.runs()) {
      assertThat(run.settings().get("forecastPriors"))
          .isEqualTo(opponents.contains(run.controller()) ? digest : null);
    }
  }

  @Test
  void everyRowIsAudited() {
    assertThat(calibrated.runs())
        .allSatisfy(
            run ->
                assertThat(run.audit())
                    .map(Audit::windows)
                    .hasValueSatisfying(windows -> assertThat(windows).isGreaterThanOrEqualTo(3)));
  }

  @Test
  void tunedInHindsightIsNeverWorseThanDefault() {
    ControllerRun standard = calibrated.run("hpa-default").orElseThrow();
    ControllerRun tuned = calibrated.run("hpa-tuned").orElseThrow();
    double budget = calibrated.cell().budget();
    // other seeds than it was tuned with: a tenth of the budget and half a percent of cost
    if (standard.fastShare() <= budget) {
      assertThat(tuned.fastShare()).isLessThanOrEqualTo(1.1 * budget);
      assertThat(tuned.replicaSeconds()).isLessThanOrEqualTo(1.005 * standard.replicaSeconds());
    } else {
      assertThat(tuned.fastShare()).isLessThan(standard.fastShare());
    }
  }

  @Test
  void nobodyWhoKeepsTheObjectiveIsCheaperThanTheBound() {
    List<ControllerRun> kept =
        calibrated.runs().stream()
            .filter(run -> run.fastShare() <= calibrated.cell().budget())
            .toList();
    assertThat(kept).isNotEmpty();
    assertThat(kept)
        .allSatisfy(
            run ->
                assertThat(run.replicaSeconds())
                    .isGreaterThanOrEqualTo(.995 * calibrated.boundReplicaSeconds()));
    assertThat(calibrated.primalReplicaSeconds())
        .isGreaterThanOrEqualTo(calibrated.boundReplicaSeconds());
  }

  @Test
  void aShortPastMeansDefaultSettingsAndNoCalibration() throws IOException {
    CellResult cell = run("short", false, 2, new Events()).cells().get(0);
    assertThat(cell.cell().calibrated()).isFalse();
    ControllerRun past = cell.run("hpa-past").orElseThrow();
    assertThat(past.settings()).isEqualTo(cell.run("hpa-default").orElseThrow().settings());
    assertThat(past.remarks()).containsExactly("default settings: a past of 40 min is too short");
  }
}

package io.rlscaler.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rlscaler.engine.artifact.PolicyTrainer;
import io.rlscaler.engine.policy.Feature;
import io.rlscaler.simulator.CodeVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final TrainingConfig CONFIG = TrainingConfig.defaults();
  private static final String PROGRESS =
      "iteration 1, 65536 steps/s, cost 0.35, violations 0.125 %, lambda 0.00, KL 0.0113,"
          + " entropy 2.500";

  private final Path directory;
  private final List<String> heard = new ArrayList<>();
  private final PolicyTrainer.Listener listener =
      new PolicyTrainer.Listener() {
        @Override
        public void progress(String line) {
          heard.add(line);
        }

        @Override
        public void message(String text) {
          heard.add(text);
        }
      };

  TrainingRunTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private TrainingRun open(boolean resume, TrainingConfig config) throws IOException {
    return TrainingRun.open(directory, resume, config, CLOCK, listener);
  }

  private static Checkpoint checkpoint(long iteration) {
    Checkpoint.Header header =
        new Checkpoint.Header(
            CONFIG.digest(), Feature.digest(), iteration, 10, 1.5, Map.of("rollout", 3L));
    return new Checkpoint(header, Map.of(), Map.of(), Map.of());
  }

  private void firstRun() throws IOException {
    try (TrainingRun run = open(false, CONFIG)) {
      assertThat(run.restored()).isEmpty();
      run.record(Reports.of(1), 0.5);
      run.save(checkpoint(1));
      run.record(Reports.of(2), 0.8);
    }
  }

  @Test
  void aResumedRunGoesOnBehindItsCheckpoint() throws IOException {
    firstRun();
    String once = Files.readString(directory.resolve("progress.csv"));
    try (TrainingRun run = open(true, CONFIG)) {
      assertThat(run.restored().orElseThrow().header()).isEqualTo(checkpoint(1).header());
      run.record(Reports.of(2), 0.8);
    }
    assertThat(Files.readString(directory.resolve("progress.csv"))).isEqualTo(once);
    assertThat(directory.resolve("events")).isDirectoryContaining("glob:**.rlscaler.001");
  }

  @Test
  void aSecondRunIsRefusedUnlessItResumes() throws IOException {
    firstRun();
    assertThatThrownBy(() -> open(false, CONFIG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(directory + ": found a training in it, expected none, or to resume it");
  }

  @Test
  void anotherSeedCannotBeResumed() throws IOException {
    firstRun();
    assertThatThrownBy(() -> open(true, CONFIG.withSeed(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(CONFIG.digest())
        .hasMessageContaining(CONFIG.withSeed(2).digest());
  }

  @Test
  void resumingBeforeTheFirstCheckpointBeginsAnewAndSaysSo() throws IOException {
    try (TrainingRun run = open(false, CONFIG)) {
      run.record(Reports.of(1), 0.01);
    }
    try (TrainingRun run = open(true, CONFIG)) {
      assertThat(run.restored()).isEmpty();
    }
    assertThat(heard).containsExactly(PROGRESS, directory + ": found no checkpoint, begins anew.");
    assertThat(directory.resolve("progress.csv")).hasContent(ProgressCsv.HEADER);
  }

  @Test
  void progressTellsTheTimeThatIsLeftOnceItIsNoGuess() {
    assertThat(TrainingProgress.line(Reports.of(1), 0.01)).isEqualTo(PROGRESS);
    assertThat(TrainingProgress.line(Reports.of(1000), 0.5))
        .endsWith("entropy 2.500, gap closed 50 %, 4:10 left");
  }

  @Test
  void theDocumentOfATrainingSaysWhatItCameTo() throws IOException {
    try (TrainingRun run = open(false, CONFIG)) {
      run.finish(1000, 4, OptionalDouble.empty(), PolicyTrainer.Ending.SIGNAL);
    }
    JsonNode json = new ObjectMapper().readTree(directory.resolve("training.json").toFile());
    JsonNode expected =
        new ObjectMapper()
            .createObjectNode()
            .put("schema", "rlscaler.training/v1")
            .put("steps", 1000)
            .put("seconds", 4.0)
            .put("stepsPerSecond", 250.0)
            .putNull("bestValidationGapClosed")
            .put("seed", 1)
            .put("configDigest", CONFIG.digest())
            .put("codeVersion", CodeVersion.digest().orElseThrow())
            .put("stoppedReason", "signal");
    assertThat(json).isEqualTo(expected);
  }

  @Test
  void aDivergedTrainingIsNamed() {
    IterationReport report = Reports.of(7);
    assertThatThrownBy(
            () ->
                new IterationReport(
                    report.iteration(),
                    report.environmentSteps(),
                    report.seconds(),
                    report.stepsPerSecond(),
                    report.cost(),
                    report.violationShare(),
                    report.lambda(),
                    Double.NaN,
                    report.entropy(),
                    report.policyLoss(),
                    report.valueLoss(),
                    report.learningRate(),
                    report.gapClosed()))
        .hasMessage(
            "iteration 7: KL: found NaN, expected a finite number; the training has diverged");
  }
}

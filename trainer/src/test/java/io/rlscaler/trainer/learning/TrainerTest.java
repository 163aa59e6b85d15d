package io.rlscaler.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.artifact.PolicyTrainer;
import io.rlscaler.simulator.trace.SyntheticTraces;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.TraceWriter;
import io.rlscaler.trainer.run.TrainingConfig;
import io.rlscaler.trainer.run.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings, as small as they can be. */
final class TrainerTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final String CONFIG =
      """
      startUps: [60s]
      objectives: [99%]
      ppo: {environments: 4, steps: 32, minibatch: 32, hidden: [8]}
      gradientStart: {enabled: true}
      budget: {gradientStartSteps: 300, ppoSteps: 600, selectionSteps: 1000}
      """;

  private final Path directory;
  private final Path config;
  private final Path trace;
  private final Path validation;
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

  TrainerTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    config = Files.writeString(directory.resolve("train.yaml"), CONFIG);
    trace = write("some_day_1min.csv", day(1));
    validation = write("other_day_1min.csv", day(2));
  }

  private static Trace day(long seed) {
    return SyntheticTraces.diurnal(
        new SyntheticTraces.Extent(Duration.ofDays(1), Duration.ofSeconds(60), 500), seed);
  }

  private Path write(String name, Trace written) throws IOException {
    Path file = directory.resolve(name);
    TraceWriter.write(written, file);
    return file;
  }

  private PolicyTrainer.Request request(String out, boolean resume) {
    return new PolicyTrainer.Request(
        config,
        List.of(trace),
        List.of(validation),
        directory.resolve(out),
        OptionalLong.empty(),
        Optional.empty(),
        resume);
  }

  private static byte[] model(PolicyTrainer.Outcome outcome) throws IOException {
    return Files.readAllBytes(outcome.policy().resolve(PolicyArtifact.MODEL_FILE));
  }

  @Test
  void aTrainingEndsWithAPolicyThatIsAdmitted() throws Exception {
    PolicyTrainer.Outcome outcome = new Trainer(CLOCK).train(request("out", false), listener);
    PolicyArtifact artifact = PolicyArtifact.read(outcome.policy());
    assertThat(artifact.contract().network().hidden()).containsExactly(8);
    assertThat(artifact.contract().training().traces())
        .extracting(digest -> digest.name())
        .containsExactly("some_day_1min.csv");
    assertThat(outcome.ending()).isEqualTo(PolicyTrainer.Ending.BUDGET);
    assertThat(directory.resolve("out/progress.csv")).isNotEmptyFile();
    assertThat(directory.resolve("out/training.json")).isNotEmptyFile();
    assertThat(heard).anyMatch(line -> line.startsWith("After PPO: gap closed"));
  }

  @Test
  void theSameSeedGivesTheSamePolicy() throws Exception {
    Trainer trainer = new Trainer(CLOCK);
    byte[] once = model(trainer.train(request("one", false), listener));
    assertThat(model(trainer.train(request("two", false), listener))).isEqualTo(once);
  }

  @Test
  void aTrainingThatGoesOnComesToWhereItWouldHaveCome() throws Exception {
    Training.Result whole = train("whole", false, () -> false);
    int[] asked = {0};
    // asked several times in each iteration: stops in the middle of PPO
    Training.Result part = train("parts", false, () -> ++asked[0] > 8);
    assertThat(part.ending()).isEqualTo(PolicyTrainer.Ending.SIGNAL);
    assertThat(part.steps()).isPositive().isLessThan(whole.steps());
    Training.Result resumed = train("parts", true, () -> false);
    assertThat(resumed.steps()).isEqualTo(whole.steps());
    assertThat(resumed.selected().weights()).isEqualTo(whole.selected().weights());
    assertThat(resumed.seen().rows()).isEqualTo(whole.seen().rows());
  }

  private Training.Result train(String out, boolean resume, BooleanSupplier stop)
      throws IOException {
    TrainingConfig settings = TrainingConfig.read(config);
    try (TrainingRun run =
        TrainingRun.open(directory.resolve(out), resume, settings, CLOCK, listener)) {
      Validation pieces =
          Validation.prepare(
              List.of(day(2)),
              settings.startUps(),
              settings.objectives(),
              settings.budget().selectionSteps());
      return new Training(
              settings,
              List.of(day(1)),
              pieces,
              TrainedPolicy.draft(
                  settings.ppo().hidden(),
                  Trainer.PERSISTENCE,
                  new io.rlscaler.engine.policy.PolicyContract.Training(
                      "test", 1, java.util.Map.of(), List.of(), "2026-01-01")),
              run,
              stop,
              listener)
          .run();
    }
  }

  @Test
  void tracesOfLongStepsAloneAreRefused() throws IOException {
    Path hourly =
        write("pages_1h.csv", Trace.of("pages_1h", Duration.ofHours(1), new double[] {5, 6, 7}));
    PolicyTrainer.Request request =
        new PolicyTrainer.Request(
            config,
            List.of(hourly),
            List.of(validation),
            directory.resolve("out"),
            OptionalLong.empty(),
            Optional.empty(),
            false);
    assertThatThrownBy(() -> new Trainer(CLOCK).train(request, listener))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none with a step of at most PT5M");
  }
}

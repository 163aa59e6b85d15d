package io.rlscaler.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingConfigTest {
  private static final TrainingConfig DEFAULTS =
      new TrainingConfig(
          1,
          List.of(Duration.ofSeconds(60), Duration.ofSeconds(180)),
          List.of(0.999, 0.99),
          new TrainingConfig.Ppo(
              0.2,
              128,
              128,
              4096,
              4,
              5e-4,
              1e-5,
              0.02,
              0.5,
              new TrainingConfig.Entropy(0.0005, 0),
              List.of(64, 64)),
          new TrainingConfig.GradientStart(false),
          new TrainingConfig.Critic(true),
          new TrainingConfig.Strictness(0.3, 10_000),
          new TrainingConfig.Budget(Duration.ofMinutes(2), 0, Duration.ofMinutes(9), 0, 50_000));

  private final Path directory;

  TrainingConfigTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("train.yaml"), text);
  }

  private TrainingConfig read(String text) throws IOException {
    return TrainingConfig.read(file(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "ppo:\n  # nothing\nseed: 1\n"})
  void whatIsNotSaidHasItsDefault(String text) throws IOException {
    assertThat(read(text)).isEqualTo(DEFAULTS).isEqualTo(TrainingConfig.defaults());
  }

  @Test
  void everySettingIsRead() throws IOException {
    TrainingConfig config =
        read(
            """
            seed: -7
            startUps: [90s, 5m]
            objectives:
              - 99.95%
              - 0.95
            ppo:
              clip: 0.1
              environments: 64
              steps: 32
              minibatch: 2048
              epochs: 10
              learningRate: 1e-3
              adamEpsilon: 1e-8
              targetKl: 0.05
              maxGradientNorm: 1
              entropy: {from: 0.02, to: 0}
              hidden: [32, 16, 16]
            gradientStart: {enabled: true}
            critic: {asymmetric: false}
            strictness: {from: 1, to: 1}
            budget:
              gradientStart: 30s
              gradientStartSteps: 7
              ppo: 2h
              ppoSteps: 8
              selectionSteps: 1000
            """);

    assertThat(config)
        .isEqualTo(
            new TrainingConfig(
                -7,
                List.of(Duration.ofSeconds(90), Duration.ofSeconds(300)),
                List.of(0.9995, 0.95),
                new TrainingConfig.Ppo(
                    0.1,
                    64,
                    32,
                    2048,
                    10,
                    1e-3,
                    1e-8,
                    0.05,
                    1,
                    new TrainingConfig.Entropy(0.02, 0),
                    List.of(32, 16, 16)),
                new TrainingConfig.GradientStart(true),
                new TrainingConfig.Critic(false),
                new TrainingConfig.Strictness(1, 1),
                new TrainingConfig.Budget(
                    Duration.ofSeconds(30), 7, Duration.ofHours(2), 8, 1000)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ppo: {clip: 2}            | ppo.clip: found "2", expected number, above 0 to 1
          ppo: {clip: 0}            | ppo.clip: found "0", expected number, above 0 to 1
          ppo: {clip: 20%}          | ppo.clip: found "20%", expected number
          ppo: {clip: .nan}         | ppo.clip: found ".nan", expected number
          ppo: {targetKl: 0}        | ppo.targetKl: found "0", expected number, above 0 to 10
          ppo: {epochs: 1.5}        | ppo.epochs: found "1.5", expected whole number, 1 to 100
          ppo: {epochs: }           | ppo.epochs: found nothing, expected whole number
          ppo: {epochs: [1]}        | ppo.epochs: found the list [1], expected whole number
          ppo: {epochs: {of: 1}}    | ppo.epochs: found a section, expected whole number
          ppo: {hidden: 64}         | ppo.hidden: found "64", expected list of whole number
          ppo: {hidden: []}         | ppo.hidden: found the list [], expected list
          ppo: {minibatch: 65536}   | ppo.minibatch: found 65536, expected at most ppo.environments x ppo.steps = 16384
          ppo: {clipp: 0.1}         | ppo.clipp: found an unknown name, expected one of adamEpsilon, clip,
          ppo: 3                    | ppo: found "3", expected a section with adamEpsilon, clip,
          polo: {clip: 0.1}         | polo: found an unknown name, expected one of budget, critic,
          budget: {ppo: 300}        | budget.ppo: found "300", expected duration as 90s or 5m, 1s to 1440m
          budget: {ppo: 0s}         | budget.ppo: found "0s", expected duration
          startUps: [60s, 10m]      | startUps: found the list [60s, 10m], expected list of duration as 90s or 5m, 1 to 8 different values, each 5s to 5m
          startUps: [60s, 1m]       | startUps: found the list [60s, 1m], expected list
          objectives: [99.9]        | objectives: found the list [99.9], expected list of ratio as 99.9% or 0.999
          objectives: [100%]        | objectives: found the list [100%], expected list
          critic: {asymmetric: on}  | critic.asymmetric: found "on", expected true or false
          seed: 1e3                 | seed: found "1e3", expected whole number, of 64 bits
          strictness: {from: 9, to: 8} | strictness.to: found 8, expected at least strictness.from = 9
          """)
  void refusesWhatItCannotUseNamingFileLineAndSetting(String text, String message)
      throws IOException {
    Path file = file("# one\n# two\n" + text + "\n");
    assertThatThrownBy(() -> TrainingConfig.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + ", line 3: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          seed: [1          | , line
          seed: 1\\nseed: 2 | , line 2: seed: found it also in line 1, expected once
          a\\n              | , line 1: found no section, expected names and values
          seed: 1\\n---\\nseed: 2 | , line 3: found a second document, expected one
          startUps: [[1s]]  | , line 1: startUps: found a list or section in it
          """)
  void refusesWhatIsNoTreeOfSettings(String text, String message) throws IOException {
    Path file = file(text.replace("\\n", "\n"));
    assertThatThrownBy(() -> TrainingConfig.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + message);
  }

  @Test
  void otherBytesAreNoConfiguration() throws IOException {
    Path file = Files.write(directory.resolve("image.yaml"), new byte[] {(byte) 0xff, 0, 1});
    assertThatThrownBy(() -> TrainingConfig.read(file)).hasMessageContaining("expected UTF-8");
  }

  @Test
  void aMissingFileIsAnIoError() {
    assertThatThrownBy(() -> TrainingConfig.read(directory.resolve("none.yaml")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aBudgetGivesNineTenthsToTheStagesThatAreOn() {
    assertThat(DEFAULTS.withBudget(Duration.ofMinutes(10))).isEqualTo(DEFAULTS);
    assertThat(DEFAULTS.withBudget(Duration.ofMinutes(20)).budget())
        .isEqualTo(
            new TrainingConfig.Budget(Duration.ofMinutes(2), 0, Duration.ofMinutes(18), 0, 50_000));
  }

  @Test
  void stagesShareABudgetAsTheyAreToEachOther() throws IOException {
    TrainingConfig config = read("gradientStart: {enabled: true}");
    assertThat(config.withBudget(Duration.ofMinutes(22)).budget())
        .isEqualTo(
            new TrainingConfig.Budget(
                Duration.ofSeconds(216), 0, Duration.ofSeconds(972), 0, 50_000));
  }

  @Test
  void aBudgetTooShortForAStageIsRefused() {
    assertThatThrownBy(() -> DEFAULTS.withBudget(Duration.ofSeconds(1)))
        .hasMessage("budget.ppo: found 900ms, expected duration as 90s or 5m, 1s to 1440m");
  }

  @Test
  void theDigestNamesTheValuesAndNotHowTheyAreWritten() throws IOException {
    assertThat(read("budget: {ppo: 540s}\nseed: 1").digest()).isEqualTo(DEFAULTS.digest());
    assertThat(DEFAULTS.withSeed(2).digest()).isNotEqualTo(DEFAULTS.digest());
    assertThat(DEFAULTS.withSeed(2).withSeed(1)).isEqualTo(DEFAULTS);
  }

  @Test
  void everyValueOfTheConfigurationIsADocumentedSetting() {
    assertThat(DEFAULTS.values().keySet())
        .containsExactlyInAnyOrderElementsOf(
            TrainingSettings.ALL.stream().map(Setting::path).toList());
  }
}

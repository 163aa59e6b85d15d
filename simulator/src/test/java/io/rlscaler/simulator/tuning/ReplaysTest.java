package io.rlscaler.simulator.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.Episode;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.TimelineStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplaysTest {
  private static final List<List<Double>> TWO =
      List.of(List.of(2.0, 0.0, 300.0, 0.0), List.of(3.0, .4, 60.0, 1.2));

  private final Path directory;
  private final TuningWorld world = new TuningWorld();

  ReplaysTest(@TempDir Path directory) {
    this.directory = directory;
  }

  static Stream<Family> families() {
    return Stream.of(Family.HPA, Family.kpa(4), Family.HEADROOM, Family.SPREAD);
  }

  private List<Trial> trials() {
    Replays replays = world.replays(Family.SPREAD, Optional.of(directory));
    return replays.of(TWO).stream().map(replays::trial).toList();
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.reduce((a, b) -> a.resolve(b + ": expected one file")).orElseThrow();
    }
  }

  @Test
  void cachedRunsAreNotMadeAgain() throws IOException {
    List<Trial> made = trials();
    assertThat(trials()).isEqualTo(made);
    String text = Files.readString(file());
    String values = "[3.0,0.4,60.0,1.2]";
    assertThat(text).contains(values);
    Files.writeString(file(), text.replace(values, "[9.0,0.4,60.0,1.2]"));
    Replays replays = world.replays(Family.SPREAD, Optional.of(directory));
    List<Run> renamed = replays.of(List.of(List.of(9.0, .4, 60.0, 1.2)));
    assertThat(replays.trial(renamed.get(0)).days()).isEqualTo(made.get(1).days());
    assertThat(world.messages).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "null",
        "[1]",
        "{\"schema\":\"rlscaler.replays/v1\",\"key\":\"other\"}"
      })
  void aCorruptFileIsReportedAndReplaced(String text) throws IOException {
    List<Trial> made = trials();
    String right = Files.readString(file());
    Files.writeString(file(), text);
    assertThat(trials()).isEqualTo(made);
    assertThat(world.messages).hasSize(1);
    assertThat(world.messages.get(0))
        .startsWith("The cached replays in spread-")
        .endsWith("computing them anew.");
    assertThat(file()).hasContent(right);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1.0", "\"1\"", "null", "1e999"})
  void aSumThatIsNoneIsReported(String sum) throws IOException {
    List<Trial> made = trials();
    String right = Files.readString(file());
    Files.writeString(
        file(), right.replaceFirst("\"violating\":\\[[^,]*,", "\"violating\":[" + sum + ","));
    assertThat(trials()).isEqualTo(made);
    assertThat(world.messages).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("families")
  void whoGoesOnFromTheCacheGetsTheVerySameSums(Family family) throws IOException {
    List<List<Double>> settings =
        SettingGrid.coarse(family.axes()).stream()
            .limit(6)
            .map(at -> SettingGrid.values(family.axes(), at))
            .toList();
    Replays whole = world.replays(family, Optional.of(directory.resolve("whole")));
    settings.forEach(one -> whole.of(List.of(one)));
    for (int cut = 1; cut < settings.size(); cut++) {
      Optional<Path> own = Optional.of(directory.resolve("cut" + cut));
      Replays before = world.replays(family, own);
      settings.subList(0, cut).forEach(one -> before.of(List.of(one)));
      Replays after = world.replays(family, own);
      settings.subList(cut, settings.size()).forEach(one -> after.of(List.of(one)));
      assertThat(after.of(settings).stream().map(after::trial).toList())
          .isEqualTo(whole.of(settings).stream().map(whole::trial).toList());
    }
  }

  @Test
  void anotherSeedIsAnotherFile() throws IOException {
    trials();
    world
        .replays(
            TuningWorld.scenario(.99).withSeed(8),
            TuningWorld.load(Duration.ofHours(30)),
            Family.SPREAD,
            Optional.of(directory))
        .of(TWO);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void anotherForecastPriorIsAnotherFile() throws IOException {
    trials();
    world
        .replays(Family.spread(List.of(ForecastPrior.persistence(60))), Optional.of(directory))
        .of(TWO);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsReportedOnly() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    Replays replays = world.replays(Family.SPREAD, Optional.of(file));
    assertThat(replays.of(TWO)).hasSize(2);
    assertThat(world.messages).hasSize(1);
    assertThat(world.messages.get(0)).startsWith("Replays cannot be cached: ");
  }

  @ParameterizedTest
  @MethodSource("families")
  void theGoodRatioChangesNothingForFamiliesThatDoNotSeeIt(Family family) {
    OfferedLoad load = TuningWorld.load(Duration.ofHours(12));
    ControllerSetup setup = family.setup(family.standard());
    assertThat(desired(load, setup, .5)).isEqualTo(desired(load, setup, .999));
  }

  private static List<Integer> desired(OfferedLoad load, ControllerSetup setup, double goodRatio) {
    return Episode.run(TuningWorld.scenario(goodRatio), load, setup).timeline().stream()
        .map(TimelineStep::desired)
        .toList();
  }

  @Test
  void aScoredPartOutsideTheTraceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                world.replays(
                    TuningWorld.scenario(.99),
                    TuningWorld.load(Duration.ofHours(10)),
                    Family.HPA,
                    Optional.empty()))
        .withMessage(
            "scored from: found 36000.0 s, expected 0 s or more, and less than the 36000.0 s of"
                + " the trace");
  }
}

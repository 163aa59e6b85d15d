package io.rlscaler.simulator.trace.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.TraceFormatException;
import io.rlscaler.simulator.trace.source.LoadProfile.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LoadProfileTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Path directory;

  LoadProfileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("plan.yaml"), content);
  }

  @Test
  void stagesAreStraightLinesWhoseMeanPerStepIsTheRate() {
    LoadProfile profile =
        new LoadProfile(
            10,
            List.of(
                new Stage(Duration.ofMinutes(2), 30),
                new Stage(Duration.ZERO, 100),
                new Stage(Duration.ofSeconds(90), 100),
                new Stage(Duration.ofSeconds(30), 40)));
    // 10 to 20, 20 to 30, 100, half of 100 and half of the mean of 100 and 40
    assertThat(profile.toTrace("p", MINUTE))
        .isEqualTo(Trace.of("p", MINUTE, 15, 25, 100, .5 * 100 + .5 * 70));
  }

  @Test
  void theLastTargetFillsTheLastStep() {
    LoadProfile profile = new LoadProfile(0, List.of(new Stage(Duration.ofSeconds(90), 90)));
    assertThat(profile.toTrace("p", MINUTE)).isEqualTo(Trace.of("p", MINUTE, 30, .5 * 75 + 45));
  }

  @Test
  void readsJsonAndYamlWithTheNamesOfK6() throws IOException {
    LoadProfile profile =
        new LoadProfile(
            .5, List.of(new Stage(Duration.ofMinutes(90), 2), new Stage(Duration.ZERO, 0)));
    assertThat(
            LoadProfile.read(
                file(
                    "{\"startRate\": 30, \"timeUnit\": \"1m\", \"stages\": [{\"duration\":"
                        + " \"1h30m\", \"target\": 120}, {\"duration\": \"0s\", \"target\": 0}]}")))
        .isEqualTo(profile);
    assertThat(
            LoadProfile.read(
                file(
                    """
                    startRate: 0.5
                    stages:
                      - {duration: 1h30m, target: 2}
                      - {duration: 0s, target: 0}
                    """)))
        .isEqualTo(profile);
  }

  static Stream<Arguments> badContents() {
    return Stream.of(
        arguments("", ": no object, expected one with the field stages"),
        arguments("[1]", ": no object, expected one with the field stages"),
        arguments("stages: [}", ", line 1: neither JSON nor YAML, expected a load profile"),
        arguments("{}", ": stages is missing, expected a list of stages with duration and target"),
        arguments(
            "stages: []", ": stages is [], expected a list of stages with duration and target"),
        arguments(
            "users: 5",
            ": \"users\" is no field of a load profile, expected stages, startRate, timeUnit"),
        arguments(
            "stages: [{duration: 1m, users: 5}]",
            ": stages[0].\"users\" is no field of a load profile, expected duration, target"),
        arguments(
            "stages: [{duration: 1m, target: 1}, {duration: 60, target: 5}]",
            ": stages[1].duration is 60, expected a duration as \"90s\" or \"1h30m\""),
        arguments(
            "stages: [{duration: 1m, target: -1}]",
            ": stages[0].target is -1, expected a number of 0 or more"),
        arguments(
            "stages: [{duration: 1m, target: \"5\"}]",
            ": stages[0].target is \"5\", expected a number of 0 or more"),
        arguments(
            "stages: [{duration: 1m}]",
            ": stages[0].target is missing, expected a number of 0 or more"),
        arguments(
            "{startRate: x, stages: [{duration: 1m, target: 1}]}",
            ": startRate is \"x\", expected a number of 0 or more"),
        arguments(
            "{timeUnit: 0s, stages: [{duration: 1m, target: 1}]}",
            ": timeUnit is \"0s\", expected a positive duration"),
        arguments(
            "stages: [{duration: 99999999999999999d, target: 1}]",
            ": stages[0].duration is \"99999999999999999d\", expected a shorter duration"),
        arguments(
            "stages: [{duration: 0s, target: 1}]",
            ": stages take no time, expected one that does"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("badContents")
  void badContentIsNamedWithFileFieldAndExpectation(String content, String message)
      throws IOException {
    Path file = file(content);
    assertThatThrownBy(() -> LoadProfile.read(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage(file + message);
  }

  @Test
  void refusesAStepThatIsNoneOrGivesTooMany() {
    LoadProfile profile = new LoadProfile(0, List.of(new Stage(Duration.ofDays(9999), 90)));
    assertThatThrownBy(() -> profile.toTrace("p", Duration.ZERO))
        .hasMessage("step is PT0S, expected a millisecond or more");
    assertThatThrownBy(() -> profile.toTrace("p", Duration.ofSeconds(1)))
        .hasMessage("863913600 steps of PT1S, expected at most 21000000");
  }
}

package io.rlscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class RlscalerTest {
  @Test
  void helpIsDataAndDone() {
    CommandRun run = CommandRun.of("--help");
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("demo", "simulate", "policy", "traces");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "policy", "traces"})
  void commandWithoutSubcommandIsAUsageError(String command) {
    CommandRun run = command.isEmpty() ? CommandRun.of() : CommandRun.of(command);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Missing required subcommand");
  }

  @Test
  void mistypedCommandIsAUsageErrorWithASuggestion() {
    CommandRun run = CommandRun.of("simulat");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("simulat").contains("simulate");
  }

  @Test
  void aMistypedOptionIsNamedBesideTheRequiredOneThatItMeant() {
    CommandRun run = CommandRun.of("simulate", "--trce=day.csv", "--controller", "hpa");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("there is no option --trce").doesNotContain("--controller ");
  }

  @Test
  void everyCommandExplainsItself() {
    for (String command : new String[] {"demo", "simulate", "calibrate", "policy", "traces"}) {
      CommandRun run = CommandRun.of(command, "--help");
      assertThat(run.exit()).isZero();
      assertThat(run.out()).contains("Usage: rlscaler " + command);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "250ms, PT0.25S",
    "90s, PT1M30S",
    "1.5m, PT1M30S",
    "2h, PT2H",
    "28d, PT672H",
    "PT15S, PT15S",
    "0s, PT0S"
  })
  void durationsAreRead(String text, Duration duration) {
    assertThat(TextConverters.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "90", "s", "-5s", "PT-5S", "5 s", "1e3s", "P", "5w"})
  void otherTextIsNoDuration(String text) {
    assertThatThrownBy(() -> TextConverters.duration(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("\"" + text + "\"")
        .hasMessageContaining("expected a duration as 90s");
  }

  @ParameterizedTest
  @CsvSource({"99.9%, 0.999", "0.999, 0.999", "60%, 0.6", "1, 1", "0, 0"})
  void ratiosAreRead(String text, double ratio) {
    assertThat(TextConverters.ratio(text)).isEqualTo(ratio);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "99.9", "101%", "-1%", "NaN", "0,5", "half"})
  void otherTextIsNoRatio(String text) {
    assertThatThrownBy(() -> TextConverters.ratio(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("expected a ratio from 0 to 1");
  }
}

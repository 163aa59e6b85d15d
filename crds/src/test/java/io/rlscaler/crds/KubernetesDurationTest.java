package io.rlscaler.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesDurationTest {
  @ParameterizedTest
  @CsvSource({
    "250ms, PT0.25S",
    "1.5s, PT1.5S",
    "2m, PT2M",
    "1h30m, PT1H30M",
    "28d, PT672H",
    "0s, PT0S",
    "7us, PT0.000007S",
    "1ns, PT0.000000001S",
    "0.1ns, PT0S",
    "9223372036854775807ns, PT2562047H47M16.854775807S"
  })
  void readsNumbersWithUnits(String text, Duration expected) {
    assertThat(KubernetesDuration.parse(text)).isEqualTo(new KubernetesDuration(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "250",
        "s",
        "-1s",
        "+1s",
        "1 s",
        "1.s",
        ".5s",
        "1e3s",
        "1w",
        "1S",
        "1s,",
        "1s1",
        "9223372036854775808ns",
        "200000d"
      })
  void refusesAnythingElseNamingItAndTheExpectedForm(String text) {
    assertThatThrownBy(() -> KubernetesDuration.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "duration is '%s', expected numbers with a unit of ns, us, ms, s, m, h or d,"
                + " such as 250ms, 1.5s, 5m or 28d",
            text);
  }

  @Test
  void showsOnlyTheStartOfALongText() {
    assertThatThrownBy(() -> KubernetesDuration.parse("1s".repeat(1_000)))
        .hasMessageStartingWith("duration is '1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s...', expected");
  }

  @Test
  void isNeverNegative() {
    assertThatThrownBy(() -> new KubernetesDuration(Duration.ofSeconds(-1)))
        .hasMessage("duration is PT-1S, expected zero or more");
  }
}

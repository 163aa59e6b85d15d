package io.rlscaler.simulator.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoredTraceTest {
  private static Trace trace(Duration step, int steps) {
    double[] rates = new double[steps];
    Arrays.setAll(rates, i -> 1 + i % 7);
    return Trace.of("made_up_1min", step, rates);
  }

  @Test
  void theFirstThirdIsThePast() {
    ScoredTrace cut = ScoredTrace.of(trace(Duration.ofMinutes(5), 12 * 24));
    assertThat(cut.past()).isEqualTo(Duration.ofHours(8));
    assertThat(cut.scored()).isEqualTo(Duration.ofHours(16));
    assertThat(cut.kind()).isEqualTo(ScoredTrace.Kind.CALIBRATED);
  }

  @Test
  void aPastOfLessThanSixHoursIsNotCalibratedOn() {
    assertThat(ScoredTrace.of(trace(Duration.ofMinutes(1), 60 * 18)).kind())
        .isEqualTo(ScoredTrace.Kind.CALIBRATED);
    assertThat(ScoredTrace.of(trace(Duration.ofMinutes(1), 60 * 18 - 3)).kind())
        .isEqualTo(ScoredTrace.Kind.UNCALIBRATED);
  }

  @Test
  void aStepAboveFiveMinutesShowsTheLastThreeWeeksWithoutAGap() {
    Trace hourly = trace(Duration.ofHours(1), 24 * 7 * 6 + 30);
    double[] rates = new double[hourly.size()];
    Arrays.setAll(rates, i -> i == 24 * 7 * 5 + 1 ? Double.NaN : hourly.rate(i));
    ScoredTrace cut = ScoredTrace.of(Trace.of("site_1h", Duration.ofHours(1), rates));
    assertThat(cut.kind()).isEqualTo(ScoredTrace.Kind.SEASONAL);
    assertThat(cut.trace().name()).isEqualTo("site_1h (weeks 3 to 5)");
    assertThat(cut.trace().start()).isEqualTo(Duration.ofDays(14));
    assertThat(cut.trace().length()).isEqualTo(Duration.ofDays(21));
    assertThat(cut.past()).isEqualTo(Duration.ofDays(7));
  }

  @ParameterizedTest
  @CsvSource({
    "proxy_crane_app11_1min, proxy_crane",
    "proxy_crane_app15_15s, proxy_crane",
    "azure_llm_2023_code_1s, azure_llm_2023",
    "nasa_http_1995_1min, nasa_http",
    "checkout_1min, checkout",
    "checkout, checkout"
  })
  void theSourceIsTheNameWithoutResolutionAndLastPart(String name, String source) {
    assertThat(ScoredTrace.source(name)).isEqualTo(source);
  }

  @Test
  void aTraceWithoutTrafficToScoreIsRefused() {
    double[] rates = new double[300];
    rates[5] = 1;
    Trace silent = Trace.of("silent", Duration.ofMinutes(1), rates);
    assertThatThrownBy(() -> ScoredTrace.of(silent))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("trace silent: found no request behind its first third");
  }
}

package io.rlscaler.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.simulator.trace.SyntheticTraces.Extent;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SyntheticTracesTest {
  private static final Extent WEEK = new Extent(Duration.ofDays(7), Duration.ofMinutes(1), 50);

  static Set<String> names() {
    return SyntheticTraces.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyFamilyHasTheExtentAndMeanAskedFor(String family) {
    Trace trace = SyntheticTraces.byName(family, WEEK, 3);
    assertThat(trace.name()).isEqualTo(family);
    assertThat(trace.size()).isEqualTo(7 * 24 * 60);
    assertThat(trace.knownSteps()).isEqualTo(trace.size());
    assertThat(trace.mean()).isCloseTo(50, within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aSeedDeterminesTheTrace(String family) {
    Trace trace = SyntheticTraces.byName(family, WEEK, 3);
    assertThat(SyntheticTraces.byName(family, WEEK, 3)).isEqualTo(trace);
    assertThat(SyntheticTraces.byName(family, WEEK, 4).equals(trace))
        .isEqualTo(family.equals("constant"));
  }

  @Test
  void shapesAreWhatTheirNamesSay() {
    Trace diurnal = SyntheticTraces.diurnal(WEEK, 1);
    assertThat(diurnal.rate(24 * 60 + 100)).isCloseTo(diurnal.rate(100), within(1e-9));
    assertThat(diurnal.quantile(1) / diurnal.quantile(0)).isGreaterThan(2.5);
    Trace ramp = SyntheticTraces.ramp(WEEK, 1);
    assertThat(ramp.rate(ramp.size() - 1) / ramp.rate(0)).isBetween(4.0, 10.0);
    Trace flash = SyntheticTraces.flashCrowd(WEEK, 1);
    assertThat(flash.quantile(1) / flash.rate(0)).isBetween(7.0, 20.0);
    Trace onOff = SyntheticTraces.onOff(WEEK, 1);
    assertThat(onOff.quantile(1) / onOff.quantile(0)).isCloseTo(20, within(1e-6));
  }

  @Test
  void anUnknownFamilyListsTheKnownOnes() {
    assertThatThrownBy(() -> SyntheticTraces.byName("sine", WEEK, 1))
        .hasMessage(
            "family is \"sine\", expected one of constant, diurnal, weekly, ramp, burst,"
                + " flash-crowd, on-off, timer-comb, random-walk");
  }

  @Test
  void refusesAnEmptyExtent() {
    assertThatThrownBy(() -> new Extent(Duration.ZERO, Duration.ofSeconds(15), 1))
        .hasMessage("length is PT0S of steps of PT15S, expected one step or more");
    assertThatThrownBy(() -> new Extent(Duration.ofHours(1), Duration.ofSeconds(15), 0))
        .hasMessage("mean rate is 0.0, expected a positive number");
  }
}

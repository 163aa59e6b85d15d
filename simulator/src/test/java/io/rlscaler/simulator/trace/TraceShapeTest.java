package io.rlscaler.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TraceShapeTest {
  private static final double GAP = Double.NaN;

  @Test
  void gapsAreCountedAlsoAtBothEnds() {
    Trace trace = Trace.of("t", Duration.ofMinutes(1), GAP, 1, GAP, GAP, 2, 3, GAP);
    assertThat(TraceShape.of(trace))
        .isEqualTo(
            new TraceShape(
                3, Duration.ofMinutes(2), OptionalDouble.empty(), OptionalDouble.empty()));
  }

  @Test
  void seasonsAreSeenAsCorrelation() {
    Duration hour = Duration.ofHours(1);
    double[] daily = new double[21 * 24];
    double[] weekly = new double[21 * 24];
    for (int i = 0; i < daily.length; i++) {
      daily[i] = 2 + Math.sin(2 * Math.PI * i / 24);
      weekly[i] = 2 + Math.sin(2 * Math.PI * i / (7 * 24));
    }
    daily[30] = GAP;
    TraceShape days = TraceShape.of(Trace.of("d", hour, daily));
    // two equal series but for rounding
    assertThat(days.dailyCorrelation().orElseThrow()).isCloseTo(1, within(1e-9));
    assertThat(days.weeklyCorrelation().orElseThrow()).isCloseTo(1, within(1e-9));
    TraceShape weeks = TraceShape.of(Trace.of("w", hour, weekly));
    // a phase of a seventh; the 20 days of pairs are no whole weeks, which shifts the means
    assertThat(weeks.dailyCorrelation().orElseThrow())
        .isCloseTo(Math.cos(2 * Math.PI / 7), within(.05));
    assertThat(weeks.weeklyCorrelation().orElseThrow()).isCloseTo(1, within(1e-9));
  }

  @Test
  void thereIsNoSeasonWithoutVariationOrTwoPeriods() {
    Duration hour = Duration.ofHours(1);
    double[] constant = new double[48];
    Arrays.fill(constant, 3);
    assertThat(TraceShape.of(Trace.of("c", hour, constant)).dailyCorrelation()).isEmpty();
    double[] shorter = new double[47];
    shorter[5] = 1;
    assertThat(TraceShape.of(Trace.of("s", hour, shorter)).dailyCorrelation()).isEmpty();
    Trace odd = Trace.of("o", Duration.ofHours(5), 1, 2, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0);
    assertThat(TraceShape.of(odd).dailyCorrelation()).isEmpty();
  }
}

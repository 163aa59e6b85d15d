package io.rlscaler.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TraceTest {
  private static final double GAP = Double.NaN;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void aGapIsUnknownNotZero() {
    Trace trace = Trace.of("t", MINUTE, 1, GAP, 0);
    assertThat(trace.rateAt(59.9)).isEqualTo(OptionalDouble.of(1));
    assertThat(trace.rateAt(60)).isEmpty();
    assertThat(trace.rateAt(120)).isEqualTo(OptionalDouble.of(0));
    assertThat(trace.rateAt(180)).isEmpty();
    assertThat(trace.rateAt(-1)).isEmpty();
    assertThat(trace.mean()).isEqualTo(.5);
    assertThat(trace.requests()).isEqualTo(60);
    assertThatThrownBy(() -> trace.rate(1)).hasMessage("rate 1 of trace t is unknown");
  }

  @Test
  void aPartKeepsItsPlaceAndIsRoundedOutToWholeSteps() {
    Trace trace = Trace.of("t", MINUTE, 1, 2, 3, 4);
    assertThat(trace.between(Duration.ofSeconds(90), Duration.ofSeconds(121)))
        .isEqualTo(Trace.of("t", MINUTE, MINUTE, 2, 3));
    assertThat(trace.between(Duration.ZERO, Duration.ofDays(1))).isEqualTo(trace);
    assertThatThrownBy(() -> trace.between(MINUTE, MINUTE))
        .hasMessage(
            "part from PT1M to PT1M of trace t is empty, expected 0 <= from < to and from <"
                + " PT4M");
  }

  @Test
  void the99thPercentileOfTheKnownRatesBecomesTheCapacity() {
    double[] rates = new double[101];
    Arrays.setAll(rates, i -> 1000.0 * i);
    Trace trace = Trace.of("t", MINUTE, rates);
    // quantile .99 of 0, 1000, ..., 100000 is 99000; 9.9 replicas of 100 are 990 requests/s
    assertThat(trace.scaledToReplicas(9.9, 100).rate(100)).isCloseTo(1000, within(1e-9));
    assertThatThrownBy(() -> Trace.of("t", MINUTE, 0, 0).scaledToReplicas(1, 1))
        .hasMessageStartingWith("99th percentile of trace t is 0");
    assertThatThrownBy(() -> trace.scaledToReplicas(0, 1))
        .hasMessage("replicas at p99 are 0.0 of capacity 1.0, expected positive numbers");
  }

  @Test
  void theMedianDayIsChosenAmongDaysWithoutAGap() {
    Duration step = Duration.ofHours(12);
    Trace trace = Trace.of("t", step, 5, 5, 1, 1, 3, GAP, 4, 2, 9, 9, 7);
    MedianDay day = trace.medianDay().orElseThrow();
    assertThat(day).isEqualTo(new MedianDay(Trace.of("t", step.multipliedBy(6), step, 4, 2), 3, 4));
    assertThat(day.describe())
        .isEqualTo("day 4 of t, the median by requests (259200) of its 4 days without a gap");
    assertThat(Trace.of("t", step, 5, GAP, 5).medianDay()).isEmpty();
    assertThat(Trace.of("t", Duration.ofHours(7), 5, 5, 5, 5).medianDay()).isEmpty();
  }

  @Test
  void refusesRatesAndStepsOutsideTheirRange() {
    assertThatThrownBy(() -> Trace.of("t", MINUTE, 1, -1))
        .hasMessage("rate 1 of trace t is -1.0, expected a rate >= 0");
    assertThatThrownBy(() -> Trace.of("t", MINUTE, 1.0 / 0))
        .hasMessage("rate 0 of trace t is Infinity, expected a rate >= 0");
    assertThatThrownBy(() -> Trace.of("t", MINUTE, GAP))
        .hasMessage("trace t has no known rate, expected one");
    assertThatThrownBy(() -> Trace.of("t", Duration.ofNanos(1), 1))
        .hasMessage("step is PT0.000000001S, expected a positive whole number of milliseconds");
  }
}

package io.rlscaler.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.DoubleRange;

class TraceAugmentationTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final double GAP = Double.NaN;

  /** Traces of 2 to 300 steps with traffic and gaps. */
  @Provide
  Arbitrary<Trace> traces() {
    Arbitrary<Double> rates =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just(GAP)),
            Tuple.of(9, Arbitraries.doubles().between(0, 1000)));
    Arbitrary<double[]> arrays = rates.array(double[].class).ofMinSize(1).ofMaxSize(299);
    Arbitrary<Double> known = Arbitraries.doubles().between(1, 1000);
    return Combinators.combine(known, arrays)
        .as(
            (first, rest) -> {
              double[] all = new double[rest.length + 1];
              all[0] = first;
              System.arraycopy(rest, 0, all, 1, rest.length);
              return Trace.of("t", Duration.ofHours(1), MINUTE, all);
            });
  }

  private static void assertSameAxis(Trace trace, Trace source) {
    assertThat(trace.name()).isEqualTo(source.name());
    assertThat(trace.start()).isEqualTo(source.start());
    assertThat(trace.step()).isEqualTo(source.step());
    assertThat(trace.size()).isEqualTo(source.size());
  }

  private static void assertSameGaps(Trace trace, Trace source) {
    assertSameAxis(trace, source);
    for (int i = 0; i < source.size(); i++) {
      assertThat(trace.isKnown(i)).isEqualTo(source.isKnown(i));
    }
  }

  @Property(tries = 200)
  void amplitudeMultipliesTheRequestsAndKeepsTheGaps(
      @ForAll("traces") Trace trace, @ForAll @DoubleRange(min = .01, max = 100) double factor) {
    Trace louder = TraceAugmentation.amplitude(trace, factor);
    assertSameGaps(louder, trace);
    double expected = factor * trace.requests();
    // sums of 300 numbers in another order
    assertThat(louder.requests()).isCloseTo(expected, within(1e-9 * expected));
  }

  @Property(tries = 200)
  void timeWarpStaysBetweenTheLeastAndTheHighestRateAndIsUnknownWhereItsSourceIs(
      @ForAll("traces") Trace trace,
      @ForAll @DoubleRange(max = 3) double strength,
      @ForAll long seed) {
    double[] rates = trace.copyOfRates();
    for (int i = 0; i < rates.length; i++) {
      rates[i] = Double.isNaN(rates[i]) ? trace.mean() : rates[i];
    }
    Trace whole = trace.withRates(rates);
    Trace warped = TraceAugmentation.timeWarp(whole, strength, seed);
    assertSameGaps(warped, whole);
    // a mean of equal numbers may be off by rounding
    double tolerance = 1e-12 * whole.quantile(1);
    assertThat(warped.quantile(0)).isGreaterThanOrEqualTo(whole.quantile(0) - tolerance);
    assertThat(warped.quantile(1)).isLessThanOrEqualTo(whole.quantile(1) + tolerance);
    assertThat(TraceAugmentation.timeWarp(whole, strength, seed)).isEqualTo(warped);
  }

  @Property(tries = 200)
  void timeWarpNeverFillsAGap(
      @ForAll @DoubleRange(min = .01, max = 3) double strength, @ForAll long seed) {
    double[] rates = new double[400];
    Arrays.fill(rates, 5);
    // wide enough that some warped step lies in it at any speed
    Arrays.fill(rates, 150, 250, GAP);
    Trace warped = TraceAugmentation.timeWarp(Trace.of("t", MINUTE, rates), strength, seed);
    assertSameAxis(warped, Trace.of("t", MINUTE, rates));
    TraceShape shape = TraceShape.of(warped);
    assertThat(shape.gaps()).isEqualTo(1);
    assertThat(shape.longestGap()).isGreaterThan(Duration.ofMinutes(1));
    assertThat(warped.isKnown(0)).isTrue();
    assertThat(warped.isKnown(399)).isTrue();
  }

  @Property(tries = 200)
  void spliceTakesEachPieceFromOneOfTheTwoAndKeepsTheGaps(
      @ForAll("traces") Trace trace, @ForAll("traces") Trace other, @ForAll long seed) {
    Trace spliced;
    try {
      spliced = TraceAugmentation.splice(trace, other, Duration.ofMinutes(5), seed);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("leave no known rate");
      return;
    }
    assertSameAxis(spliced, trace);
    Trace scaled = TraceAugmentation.amplitude(other, trace.mean() / other.mean());
    for (int begin = 0; begin < trace.size(); begin += 5) {
      boolean fromTrace = true;
      boolean fromOther = true;
      for (int i = begin; i < Math.min(begin + 5, trace.size()); i++) {
        double found = spliced.copyOfRates()[i];
        double own = trace.copyOfRates()[i];
        double its = i < other.size() ? scaled.copyOfRates()[i] : own;
        fromTrace &= Double.compare(found, own) == 0;
        fromOther &= Double.compare(found, Double.isNaN(own) ? GAP : its) == 0;
      }
      assertThat(fromTrace || fromOther).isTrue();
    }
    assertThat(TraceAugmentation.splice(trace, other, Duration.ofMinutes(5), seed))
        .isEqualTo(spliced);
  }

  @Property(tries = 200)
  void burstsOnlyAddAndKeepTheGaps(
      @ForAll("traces") Trace trace,
      @ForAll @DoubleRange(max = 500) double perDay,
      @ForAll @DoubleRange(max = 10) double height,
      @ForAll long seed) {
    Trace more = TraceAugmentation.bursts(trace, perDay, height, seed);
    assertSameGaps(more, trace);
    for (int i = 0; i < trace.size(); i++) {
      if (trace.isKnown(i)) {
        assertThat(more.rate(i)).isGreaterThanOrEqualTo(trace.rate(i));
      }
    }
    assertThat(TraceAugmentation.bursts(trace, perDay, height, seed)).isEqualTo(more);
  }

  @Example
  void burstsAddOnAverageWhatTheirNumberLengthAndHeightSay() {
    Trace year =
        SyntheticTraces.constant(new SyntheticTraces.Extent(Duration.ofDays(365), MINUTE, 10));
    Trace more = TraceAugmentation.bursts(year, 24, 2, 7);
    // 24 a day of 330 s at 1.5 means: 0.1375 of the requests; 8760 bursts leave 1.2 %
    assertThat(more.mean() / year.mean() - 1).isCloseTo(.1375, within(4 * .012 * .1375));
  }

  @Example
  void anotherSeedGivesAnotherTrace() {
    Trace day =
        SyntheticTraces.diurnal(new SyntheticTraces.Extent(Duration.ofDays(1), MINUTE, 10), 1);
    Trace other =
        SyntheticTraces.burst(new SyntheticTraces.Extent(Duration.ofDays(1), MINUTE, 1), 1);
    assertThat(TraceAugmentation.timeWarp(day, .5, 1))
        .isNotEqualTo(TraceAugmentation.timeWarp(day, .5, 2));
    assertThat(TraceAugmentation.bursts(day, 24, 2, 1))
        .isNotEqualTo(TraceAugmentation.bursts(day, 24, 2, 2));
    assertThat(TraceAugmentation.splice(day, other, Duration.ofHours(1), 1))
        .isNotEqualTo(TraceAugmentation.splice(day, other, Duration.ofHours(1), 2));
  }

  @Example
  void refusesArgumentsOutsideTheirRange() {
    Trace trace = Trace.of("t", MINUTE, 1, 2);
    assertThatThrownBy(() -> TraceAugmentation.amplitude(trace, 0))
        .hasMessage("factor is 0.0, expected a positive number");
    assertThatThrownBy(() -> TraceAugmentation.timeWarp(trace, 4, 1))
        .hasMessage("time warp is 4.0, expected 0 to 3");
    assertThatThrownBy(() -> TraceAugmentation.bursts(trace, -1, 1, 1))
        .hasMessage("bursts per day are -1.0, expected 0 to 100000");
    assertThatThrownBy(() -> TraceAugmentation.bursts(trace, 1, GAP, 1))
        .hasMessage("heights of bursts are NaN, expected 0 to 100000");
    assertThatThrownBy(() -> TraceAugmentation.splice(trace, trace, Duration.ofSeconds(59), 1))
        .hasMessage("piece is PT59S, expected a step of PT1M or more");
    Trace seconds = Trace.of("s", Duration.ofSeconds(1), 1, 2);
    assertThatThrownBy(() -> TraceAugmentation.splice(trace, seconds, MINUTE, 1))
        .hasMessage("step of s is PT1S, expected PT1M");
    Trace idle = Trace.of("idle", MINUTE, 0, 0);
    assertThatThrownBy(() -> TraceAugmentation.splice(trace, idle, MINUTE, 1))
        .hasMessage("mean rates of t and idle are 1.5 and 0.0, expected traffic in both");
  }
}

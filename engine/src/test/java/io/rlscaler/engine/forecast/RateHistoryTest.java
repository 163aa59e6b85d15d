package io.rlscaler.engine.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateHistoryTest {
  private static final long MINUTE = 60_000;
  private static final long DAY = 1_440 * MINUTE;
  // Half a step of 1/2100 on the logarithmic scale.
  private static final double CODE = 0.5 / 2_100 + 1e-12;

  @Property
  void sixteenBitsKeepARateWithinThreeHundredthsOfAPercent(
      @ForAll @DoubleRange(min = -9, max = 21) double logRate) {
    double rate = Math.exp(logRate);
    RateHistory history = new RateHistory(15_000);
    history.record(0, rate);
    history.record(5 * MINUTE, 1);
    assertThat(Math.exp(history.minuteLogRate(0)) / rate).isCloseTo(1, within(3e-4));
    assertThat(Math.exp(history.fiveMinuteLogRate(0)) / rate).isCloseTo(1, within(3e-4));
  }

  @Test
  void theThreeResolutionsHoldTheirMeans() {
    RateHistory history = new RateHistory(15_000);
    for (int i = 0; i < 21; i++) {
      history.record(i * 15_000L, 100 + i);
    }
    assertThat(history.recentRate(0)).isEqualTo(120);
    assertThat(history.recentRate(3)).isEqualTo(117);
    // Ticks 4 to 7 fall into the second minute, 0 to 19 into the first five.
    assertThat(history.minuteLogRate(90_000)).isCloseTo(Math.log(105.5), within(CODE));
    assertThat(history.fiveMinuteLogRate(0)).isCloseTo(Math.log(109.5), within(CODE));
    assertThat(history.largestMinuteLogRate(30_000, 170_000))
        .isCloseTo(Math.log(109.5), within(CODE));
    assertThat(history.bucketsIn(60_000)).isEqualTo(4);
    assertThat(history.bucketsIn(86_400_000)).isEqualTo(120);
  }

  @Test
  void aBucketCountsOnlyWhenItsTimeIsOver() {
    RateHistory history = new RateHistory(15_000);
    history.record(0, 100);
    assertThat(history.minuteLogRate(0)).isNaN();
    assertThat(history.fiveMinuteLogRate(0)).isNaN();
    history.record(MINUTE, 100);
    assertThat(history.minuteLogRate(0)).isCloseTo(Math.log(100), within(CODE));
    assertThat(history.fiveMinuteLogRate(0)).isNaN();
  }

  @Test
  void aGapIsUnknownAndNeverZero() {
    RateHistory history = new RateHistory(15_000);
    history.record(0, 100);
    history.record(10 * MINUTE, 200);
    assertThat(history.recentRate(0)).isEqualTo(200);
    assertThat(history.recentRate(39)).isNaN();
    assertThat(history.recentRate(40)).isEqualTo(100);
    assertThat(history.minuteLogRate(5 * MINUTE)).isNaN();
    assertThat(history.minuteLogRate(-MINUTE)).isNaN();
    assertThat(history.fiveMinuteLogRate(5 * MINUTE)).isNaN();
    assertThat(history.largestMinuteLogRate(-MINUTE, 9 * MINUTE))
        .isCloseTo(Math.log(100), within(CODE));
  }

  @Test
  void aGapLongerThanTheRingForgetsAll() {
    RateHistory history = new RateHistory(15_000);
    history.record(0, 100);
    history.record(8 * DAY, 200);
    for (int ago = 1; ago <= 120; ago++) {
      assertThat(history.recentRate(ago)).isNaN();
    }
    assertThat(history.minuteLogRate(0)).isNaN();
    assertThat(history.fiveMinuteLogRate(0)).isNaN();
    assertThat(history.weekPeak(1)).isNaN();
  }

  @Test
  void aTimeBeforeTheNewestBucketChangesNothing() {
    RateHistory history = new RateHistory(15_000);
    history.record(10 * MINUTE, 100);
    history.record(0, 999);
    history.record(11 * MINUTE, 100);
    assertThat(history.minuteLogRate(0)).isNaN();
    assertThat(history.minuteLogRate(10 * MINUTE)).isCloseTo(Math.log(100), within(CODE));
  }

  @ParameterizedTest
  @ValueSource(longs = {15_000, 30_000, 60_000})
  void jitterMakesNeitherGapsNorDoubles(long period) {
    RateHistory history = new RateHistory(period);
    SplittableRandom random = new SplittableRandom(3);
    int ticks = 500;
    for (int i = 0; i < ticks; i++) {
      history.record(i * period + random.nextLong(-period / 5, period / 5), i);
    }
    for (int ago = 0; ago <= history.bucketsIn(RateHistory.RECENT_MILLIS); ago++) {
      assertThat(history.recentRate(ago)).isEqualTo(ticks - 1 - ago);
    }
  }

  @Test
  void periodsBelowFifteenSecondsShareBuckets() {
    RateHistory history = new RateHistory(1_000);
    for (int i = 0; i < 3_600; i++) {
      history.record(i * 1_000L, i);
    }
    assertThat(history.bucketsIn(60_000)).isEqualTo(4);
    // Means of 15 ticks each; float.
    assertThat(history.recentRate(0)).isCloseTo(3_592, within(1e-3));
    assertThat(history.recentRate(1)).isCloseTo(3_577, within(1e-3));
    assertThat(history.recentRate(100)).isCloseTo(2_092, within(1e-3));
  }

  @Test
  void thePeakIsOfFinishedFiveMinutesOfTheLastWeek() {
    RateHistory history = new RateHistory(15_000);
    for (long bucket = 0; bucket < 2_016; bucket++) {
      history.record(bucket * 5 * MINUTE, bucket == 3 ? 500 : 100);
    }
    assertThat(history.weekPeak(72)).isCloseTo(500, within(500 * CODE));
    history.record(2_016 * 5 * MINUTE, 9_000);
    history.record(2_017 * 5 * MINUTE, 100);
    assertThat(history.weekPeak(72)).isCloseTo(9_000, within(9_000 * CODE));
    for (long bucket = 2_018; bucket <= 2_016 + 2_016; bucket++) {
      history.record(bucket * 5 * MINUTE, 100);
    }
    assertThat(history.weekPeak(72)).isCloseTo(9_000, within(9_000 * CODE));
    history.record(4_033 * 5 * MINUTE, 100);
    assertThat(history.weekPeak(72)).isCloseTo(100, within(100 * CODE));
  }

  @Test
  void thePeakIsUnknownWithLessThanAskedFor() {
    RateHistory history = new RateHistory(15_000);
    for (long bucket = 0; bucket <= 72; bucket++) {
      assertThat(history.weekPeak(72)).isNaN();
      history.record(bucket * 5 * MINUTE, 100);
    }
    assertThat(history.weekPeak(72)).isCloseTo(100, within(100 * CODE));
  }

  @Test
  void anotherPeriodKeepsTheLongResolutions() {
    RateHistory history = new RateHistory(15_000);
    history.record(0, 100);
    history.record(5 * MINUTE, 200);
    RateHistory slower = history.withPeriod(30_000);
    assertThat(slower.minuteLogRate(0)).isEqualTo(history.minuteLogRate(0));
    assertThat(slower.recentRate(0)).isNaN();
    assertThat(history.withPeriod(15_000).recentRate(0)).isEqualTo(200);
  }
}

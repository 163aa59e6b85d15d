package io.rlscaler.engine.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForecasterTest {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final double CAPACITY = 10;
  // One step of the 16-bit history in each of two logarithms.
  private static final double CODES = 1.0 / 2_100;

  private static Forecaster forecaster(long period, long startUp, long lag) {
    return new Forecaster(period, startUp, lag, ForecastPrior.persistence(startUp / 1000.0));
  }

  private static Forecaster forecaster() {
    return forecaster(15 * SECOND, MINUTE, 0);
  }

  /** Feeds a rate over time [s] from one time to before another. */
  private static void feed(
      Forecaster forecaster, long from, long to, long period, DoubleUnaryOperator rate) {
    for (long now = from; now < to; now += period) {
      forecaster.observe(now, rate.applyAsDouble(now / 1000.0), CAPACITY, true);
    }
  }

  private static DoubleUnaryOperator constant(double rate) {
    return seconds -> rate;
  }

  private static DoubleUnaryOperator growing(double perMinute) {
    return seconds -> 100 * Math.exp(perMinute * seconds / 60);
  }

  @Test
  void startsWithThePrior() {
    List<Double> prior = new ArrayList<>(Collections.nCopies(Forecaster.REGRESSORS, 0.0));
    prior.set(0, 0.25);
    Forecaster forecaster =
        new Forecaster(15 * SECOND, MINUTE, 0, new ForecastPrior(60, prior, 0.07));
    forecaster.observe(0, 100, CAPACITY, true);
    assertThat(forecaster.growth()).isEqualTo(0.25);
    assertThat(forecaster.growthTwice()).isEqualTo(0.25);
    assertThat(forecaster.sigma()).isCloseTo(0.07, within(1e-15));
    assertThat(forecaster.load()).isEqualTo(10);
  }

  @Test
  void outcomesAreToldOnceTheyAreKnown() {
    List<List<Double>> heard = new ArrayList<>();
    List<Double> constant = new ArrayList<>(Collections.nCopies(Forecaster.REGRESSORS, 0.0));
    constant.set(0, 0.5);
    Forecaster forecaster =
        new Forecaster(
            15 * SECOND,
            15 * SECOND,
            15 * SECOND,
            new ForecastPrior(15, constant, 0),
            (regressors, offset, target, residual, weight) ->
                heard.add(List.of((double) regressors[offset], target, residual, weight)));
    forecaster.observe(0, 100, CAPACITY, true);
    forecaster.observe(15 * SECOND, 100 * Math.E, CAPACITY, true);
    forecaster.copy().observe(30 * SECOND, 100, CAPACITY, true);
    assertThat(heard).isEmpty();
    forecaster.observe(30 * SECOND, 100, CAPACITY, true);
    // Growth of 1 where .5 was forecast, and c = .02 without a spread; loads are kept as floats.
    assertThat(heard).hasSize(1);
    double[] expected = {1, 1, 0.5, 0.04};
    for (int i = 0; i < expected.length; i++) {
      assertThat(heard.get(0).get(i)).isCloseTo(expected[i], within(1e-6));
    }
  }

  /** Up for half an hour and down again by the same 1 requests/s each second. */
  private static double zigzag(double seconds) {
    double phase = seconds % 3_600;
    return 1_000 + (phase < 1_800 ? phase : 3_600 - phase);
  }

  @Test
  void learnsThatALinearGrowthGoesOn() {
    Forecaster forecaster = forecaster();
    feed(forecaster, 0, 24 * HOUR + 15 * MINUTE, 15 * SECOND, ForecasterTest::zigzag);
    double rising = Math.log1p(60 / zigzag(900));
    // Persistence is off by all of it, a line through the last minute by nothing.
    assertThat(forecaster.growth()).isCloseTo(rising, within(0.1 * rising));
    assertThat(forecaster.growthTwice()).isCloseTo(2 * rising, within(0.3 * rising));
    feed(
        forecaster,
        24 * HOUR + 15 * MINUTE,
        24 * HOUR + 45 * MINUTE,
        15 * SECOND,
        ForecasterTest::zigzag);
    assertThat(forecaster.growth()).isCloseTo(0, within(0.25 * rising));
  }

  @ParameterizedTest
  @CsvSource({"1000, 60000", "5000, 60000", "15000, 60000", "30000, 60000", "15000, 300000"})
  void theConstantsAreInSecondsWhateverThePeriod(long period, long startUp) {
    Forecaster forecaster = forecaster(period, startUp, 0);
    feed(forecaster, 0, 8 * HOUR, period, growing(0.01));
    double expected = 0.01 * startUp / MINUTE;
    // The prior's weight of 30 against some 1900 samples per 15 s.
    assertThat(forecaster.growth()).isCloseTo(expected, within(0.03 * expected));
    assertThat(forecaster.growthTwice()).isCloseTo(2 * expected, within(0.06 * expected));
  }

  @Test
  void growsNoFasterThanItsHorizonWithJitter() {
    Forecaster forecaster = forecaster();
    SplittableRandom random = new SplittableRandom(5);
    for (int tick = 0; tick < 1_920; tick++) {
      long now = 15 * SECOND * tick + random.nextLong(-400, 400);
      forecaster.observe(now, growing(0.01).applyAsDouble(now / 1000.0), CAPACITY, true);
    }
    // A tick may come just before or after the end of the horizon, a quarter of it away.
    assertThat(forecaster.growth()).isCloseTo(0.01, within(0.0025));
  }

  @Test
  void jitterDoesNotSlowLearning() {
    Forecaster regular = forecaster();
    Forecaster jittery = forecaster();
    for (int tick = 0; tick < 400; tick++) {
      long now = 15 * SECOND * tick;
      regular.observe(now, 100, CAPACITY, true);
      jittery.observe(now + (tick % 2 == 0 ? 3 : -3), 100, CAPACITY, true);
    }
    // The spread fades with every residual learned; one may still be under way.
    assertThat(jittery.spread(0)).isCloseTo(regular.spread(0), within(0.05 * regular.spread(0)));
  }

  @Test
  void theSpreadFadesWithItsMemoriesInSeconds() {
    for (long period : new long[] {SECOND, 15 * SECOND, 30 * SECOND}) {
      Forecaster forecaster = forecaster(period, MINUTE, 0);
      feed(forecaster, 0, HOUR, period, constant(100));
      double[] memories = {600, 3_600, 43_200};
      for (int memory = 0; memory < 3; memory++) {
        // Residuals of zero, known from the start-up time on; a period more or less.
        double expected = 0.05 * Math.exp(-3_540 / memories[memory] / 2);
        assertThat(forecaster.spread(memory)).isCloseTo(expected, within(0.04 * expected));
      }
    }
  }

  @Test
  void oneSurpriseEntersEachMemoryWithItsShare() {
    Forecaster forecaster =
        new Forecaster(
            15 * SECOND,
            MINUTE,
            0,
            new ForecastPrior(60, ForecastPrior.persistence(60).coefficients(), 0));
    feed(forecaster, 0, 75 * SECOND, 15 * SECOND, seconds -> seconds < 15 ? 100 : 200);
    double[] memories = {600, 3_600, 43_200};
    for (int memory = 0; memory < 3; memory++) {
      double expected = Math.log(2) * Math.sqrt(1 - Math.exp(-15 / memories[memory]));
      assertThat(forecaster.spread(memory)).isCloseTo(expected, within(1e-6));
    }
    assertThat(forecaster.worstYesterday()).isZero();
    forecaster.observe(DAY + 60 * SECOND, 200, CAPACITY, true);
    assertThat(forecaster.worstYesterday()).isCloseTo(Math.log(2), within(1e-4));
    assertThat(forecaster.sigma()).isEqualTo(forecaster.worstYesterday());
    forecaster.observe(DAY + 11 * MINUTE, 200, CAPACITY, true);
    assertThat(forecaster.worstYesterday()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"60000, 0, 60", "60000, 30000, 90", "90000, 15000, 105"})
  void aResidualCountsOnlyWhenItIsKnown(long startUp, long lag, int knownAtSeconds) {
    Forecaster forecaster = forecaster(15 * SECOND, startUp, lag);
    for (int seconds = 0; seconds < knownAtSeconds; seconds += 15) {
      forecaster.observe(seconds * SECOND, 100, CAPACITY, true);
      assertThat(forecaster.spread(0)).as("at %s s", seconds).isEqualTo(0.05);
    }
    forecaster.observe(knownAtSeconds * SECOND, 100, CAPACITY, true);
    assertThat(forecaster.spread(0)).isCloseTo(0.05 * Math.exp(-15 / 600.0 / 2), within(1e-12));
  }

  @Test
  void aResidualThatSpansAGapARolloutOrAnUnknownRateIsDropped() {
    Forecaster gap = forecaster();
    Forecaster rollout = forecaster();
    Forecaster unknown = forecaster();
    for (Forecaster forecaster : List.of(gap, rollout, unknown)) {
      feed(forecaster, 0, MINUTE, 15 * SECOND, constant(100));
    }
    rollout.observe(MINUTE, 100, CAPACITY, false);
    unknown.skip();
    for (Forecaster forecaster : List.of(gap, rollout, unknown)) {
      feed(forecaster, 2 * MINUTE, 3 * MINUTE, 15 * SECOND, constant(900));
      assertThat(forecaster.spread(0)).isEqualTo(0.05);
      feed(forecaster, 3 * MINUTE, 3 * MINUTE + 1, 15 * SECOND, constant(900));
      assertThat(forecaster.spread(0)).isLessThan(0.05);
    }
  }

  @Test
  void anOutlierIsLearnedWithLittleWeight() {
    Forecaster calm = forecaster();
    feed(calm, 0, 2 * HOUR, 15 * SECOND, constant(100));
    Forecaster shocked = calm.copy();
    feed(shocked, 2 * HOUR, 2 * HOUR + 10 * MINUTE, 15 * SECOND, constant(50_000));
    feed(shocked, 2 * HOUR + 10 * MINUTE, 3 * HOUR, 15 * SECOND, constant(50_000));
    // Unweighted, four residuals of log 500 = 6.2 among 30 + 700 samples would leave about .03.
    assertThat(shocked.growth()).isBetween(-0.015, 0.015);
  }

  @Test
  void noForecastDependsOnWhatComesAfterIt() {
    SplittableRandom random = new SplittableRandom(11);
    double[] past = random.doubles(2_000, 50, 500).toArray();
    List<Double> first = run(past, random.doubles(500, 50, 500).toArray());
    List<Double> second = run(past, random.doubles(500, 50, 5_000).toArray());
    assertThat(first.subList(0, 2_000)).isEqualTo(second.subList(0, 2_000));
    assertThat(first.subList(2_000, 2_500)).isNotEqualTo(second.subList(2_000, 2_500));
  }

  private static List<Double> run(double[] past, double[] future) {
    Forecaster forecaster = forecaster();
    List<Double> forecasts = new ArrayList<>();
    for (int i = 0; i < past.length + future.length; i++) {
      double rate = i < past.length ? past[i] : future[i - past.length];
      forecaster.observe(15 * SECOND * i, rate, CAPACITY, true);
      forecasts.add(forecaster.growth() + 1_000 * forecaster.sigma());
    }
    return forecasts;
  }

  @Test
  void aCopyGoesItsOwnWayAndTheSameWay() {
    Forecaster original = forecaster();
    DoubleUnaryOperator wave = seconds -> 300 + 200 * Math.sin(seconds / 900);
    feed(original, 0, 3 * HOUR, 15 * SECOND, wave);
    Forecaster copy = original.copy();
    String before = describe(copy);
    feed(original, 3 * HOUR, 5 * HOUR, 15 * SECOND, wave);
    assertThat(describe(copy)).isEqualTo(before);
    feed(copy, 3 * HOUR, 5 * HOUR, 15 * SECOND, wave);
    assertThat(describe(copy)).isEqualTo(describe(original));
  }

  private static String describe(Forecaster forecaster) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Forecaster.REGRESSORS; i++) {
      text.append(forecaster.regressor(i)).append(' ');
    }
    return text.append(forecaster.growth())
        .append(' ')
        .append(forecaster.growthTwice())
        .append(' ')
        .append(forecaster.sigma())
        .append(' ')
        .append(forecaster.peakLoad())
        .append(' ')
        .append(forecaster.recent())
        .toString();
  }

  @Test
  void theRecentRegressorsAreLogChangesAndDistances() {
    Forecaster forecaster = forecaster();
    // 0.1 % more with every tick.
    feed(forecaster, 0, 30 * MINUTE, 15 * SECOND, seconds -> 100 * Math.exp(seconds / 15 * 1e-3));
    int[] ticksBack = {1, 4, 8, 20, 60};
    assertThat(forecaster.regressor(0)).isEqualTo(1);
    for (int i = 0; i < ticksBack.length; i++) {
      assertThat(forecaster.regressor(1 + i)).isCloseTo(ticksBack[i] * 1e-3, within(1e-6));
    }
    assertThat(forecaster.regressor(6)).isCloseTo(aboveMean(20), within(1e-6));
    assertThat(forecaster.regressor(7)).isCloseTo(aboveMean(120), within(1e-6));
    assertThat(forecaster.regressor(8)).isCloseTo(0, within(1e-6));
    forecaster.observe(30 * MINUTE, 1, CAPACITY, true);
    assertThat(forecaster.regressor(8)).isEqualTo(-2);
  }

  private static double aboveMean(int ticks) {
    double sum = 0;
    for (int i = 0; i < ticks; i++) {
      sum += Math.exp(-i * 1e-3);
    }
    return -Math.log(sum / ticks);
  }

  @Test
  void knowsWhatFollowedThisTimeYesterdayAndLastWeek() {
    Forecaster forecaster = forecaster();
    for (long at = 0; at < 8 * DAY; at += MINUTE) {
      boolean rush = at % DAY >= 10 * HOUR && at % DAY < 10 * HOUR + 10 * MINUTE;
      forecaster.remember(at, rush ? 200 : 100);
    }
    long now = 8 * DAY + 10 * HOUR - 30 * SECOND;
    forecaster.observe(now, 150, CAPACITY, true);
    assertThat(forecaster.knowsYesterday()).isTrue();
    assertThat(forecaster.knowsLastWeek()).isTrue();
    assertThat(forecaster.regressor(Forecaster.YESTERDAY_GROWTH))
        .isCloseTo(Math.log(2), within(CODES));
    assertThat(forecaster.regressor(Forecaster.YESTERDAY_LEVEL))
        .isCloseTo(Math.log(100 / 150.0), within(CODES));
    assertThat(forecaster.regressor(Forecaster.LAST_WEEK_GROWTH))
        .isCloseTo(Math.log(2), within(CODES));
    assertThat(forecaster.regressor(Forecaster.LAST_WEEK_LEVEL))
        .isCloseTo(Math.log(100 / 150.0), within(CODES));
    forecaster.observe(8 * DAY + 10 * HOUR + 5 * MINUTE, 150, CAPACITY, true);
    assertThat(forecaster.regressor(Forecaster.YESTERDAY_GROWTH)).isZero();
    assertThat(forecaster.regressor(Forecaster.YESTERDAY_LEVEL))
        .isCloseTo(Math.log(200 / 150.0), within(CODES));
  }

  @Test
  void withoutHistoryThePastSaysNothing() {
    Forecaster forecaster = forecaster();
    feed(forecaster, 0, HOUR, 15 * SECOND, constant(100));
    assertThat(forecaster.knowsYesterday()).isFalse();
    assertThat(forecaster.knowsLastWeek()).isFalse();
    for (int regressor = Forecaster.YESTERDAY_GROWTH;
        regressor <= Forecaster.LAST_WEEK_LEVEL;
        regressor++) {
      assertThat(forecaster.regressor(regressor)).isZero();
    }
  }

  @Test
  void thePeakIsKnownAfterSixHours() {
    Forecaster forecaster = forecaster();
    feed(forecaster, 0, 6 * HOUR, 15 * SECOND, seconds -> seconds < 300 ? 400 : 100);
    assertThat(forecaster.peakLoad()).isNaN();
    forecaster.observe(6 * HOUR, 100, CAPACITY, true);
    assertThat(forecaster.peakLoad()).isCloseTo(40, within(40 * CODES));
    forecaster.observe(6 * HOUR + 15 * SECOND, 100, 2 * CAPACITY, true);
    assertThat(forecaster.peakLoad()).isCloseTo(20, within(20 * CODES));
  }

  @Test
  void whoOnlyWatchesKnowsLoadAndPeakButForecastsNothing() {
    Forecaster watching = forecaster();
    Forecaster forecasting = forecaster();
    for (long second = 0; second < 7 * 3600; second += 15) {
      double rate = 100 + second / 100.0;
      watching.watch(second * SECOND, rate, CAPACITY);
      forecasting.observe(second * SECOND, rate, CAPACITY, true);
    }
    assertThat(watching.peakLoad()).isEqualTo(forecasting.peakLoad()).isPositive();
    assertThat(watching.load()).isEqualTo(forecasting.load());
    assertThat(watching.growth()).isZero();
    assertThat(forecasting.growth()).isPositive();
  }

  @Test
  void otherTimesKeepTheHistoryAndLearnAnew() {
    Forecaster forecaster = forecaster();
    feed(forecaster, 0, 7 * HOUR, 15 * SECOND, growing(0.01));
    Forecaster retimed =
        forecaster.retimed(15 * SECOND, 2 * MINUTE, 0, ForecastPrior.persistence(120));
    retimed.observe(7 * HOUR, 100, CAPACITY, true);
    assertThat(retimed.growth()).isZero();
    assertThat(retimed.sigma()).isCloseTo(0.05, within(1e-15));
    assertThat(retimed.peakLoad()).isPositive();
    assertThat(retimed.recent().mean30m()).isCloseTo(forecaster.recent().mean30m(), within(100.0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-9, 4.99})
  void loadsBelowHalfAReplicaAreNotToldApart(double rate) {
    Forecaster forecaster = forecaster();
    feed(forecaster, 0, HOUR, 15 * SECOND, seconds -> seconds % 60 < 30 ? rate : 0);
    assertThat(forecaster.growth()).isZero();
    assertThat(forecaster.regressor(1)).isZero();
  }

  @Test
  void thePriorOfTheNearestStartUpTimeIsTaken() {
    ForecastPrior thirty = ForecastPrior.persistence(30);
    ForecastPrior slow = ForecastPrior.persistence(300);
    assertThat(ForecastPrior.nearest(List.of(thirty, slow), 90)).isSameAs(thirty);
    assertThat(ForecastPrior.nearest(List.of(thirty, slow), 100)).isSameAs(slow);
    assertThat(ForecastPrior.nearest(List.of(), 77)).isEqualTo(ForecastPrior.persistence(77));
  }
}

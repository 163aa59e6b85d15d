package io.rlscaler.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.engine.observation.ErrorBudget;
import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.observation.UnknownReason;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureEncoderTest {
  private static final long MINUTE = 60_000;
  private static final long DAY = 1_440 * MINUTE;
  private static final Signal UNKNOWN = Signal.unknown(UnknownReason.NO_DATA);
  // Features are floats; histories have 16 bits.
  private static final double FLOAT = 1e-5;
  private static final double CODES = 1.0 / 2_100;

  /** A scene with what its feature should say of it, and how exactly. */
  private record Case(Scene scene, double expected, double tolerance) {
    Case(Scene scene, double expected) {
      this(scene, expected, FLOAT);
    }
  }

  private static Scene scene() {
    return new Scene().ticks(121, 800);
  }

  @ParameterizedTest
  @EnumSource(Feature.class)
  void everyFeatureSaysWhatItsTableSays(Feature feature) {
    Case example = example(feature);
    assertThat((double) example.scene().encode()[feature.index()])
        .as(feature.meaning())
        .isCloseTo(example.expected(), within(example.tolerance()));
  }

  private static Case example(Feature feature) {
    return switch (feature) {
      case LOAD_PER_READY,
          LOAD_PER_READY_1M,
          LOAD_PER_READY_5M,
          SLOPE_1M_5M,
          SLOPE_5M_30M,
          VARIATION_5M,
          LARGEST_JUMP_5M,
          LOAD ->
          ofLoad(feature);
      case FORECAST,
          FORECAST_TWICE,
          SPREAD_10M,
          SPREAD_1H,
          SPREAD_12H,
          SPREAD_YESTERDAY,
          YESTERDAY_GROWTH,
          YESTERDAY_LEVEL,
          YESTERDAY_KNOWN,
          LAST_WEEK_GROWTH,
          LAST_WEEK_LEVEL,
          LAST_WEEK_KNOWN ->
          ofForecast(feature);
      case UTILIZATION,
          VIOLATION_OVER_BUDGET,
          VIOLATION_OVER_BUDGET_5M,
          BUDGET_LEFT,
          BURN,
          BUDGET_KNOWN,
          METRIC_AGE,
          UTILIZATION_UNKNOWN,
          GOOD_RATIO_UNKNOWN,
          QUEUE_UNKNOWN ->
          ofQuality(feature);
      case PENDING_OVER_READY,
          DESIRED_OVER_READY,
          PENDING_AGE,
          POSITION,
          SINCE_UP,
          SINCE_DOWN,
          START_UP,
          PERIOD,
          LAST_LEVEL,
          LAST_FOLLOWED_BASELINE,
          STRICTNESS,
          REFERENCE_UTILIZATION,
          BASELINE_OVER_CURRENT ->
          ofReplicasAndSettings(feature);
    };
  }

  /** The last of the ticks at twice the load; means over 4, 20 and 120 of them. */
  private static Case ofLoad(Feature feature) {
    Scene scene = scene().ticks(1, 1_600);
    double mean1m = 5 / 4.0;
    double mean5m = 21 / 20.0;
    double mean30m = 121 / 120.0;
    return switch (feature) {
      case LOAD_PER_READY -> new Case(scene, 1.6);
      case LOAD_PER_READY_1M -> new Case(scene, 0.8 * mean1m);
      case LOAD_PER_READY_5M -> new Case(scene, 0.8 * mean5m);
      case SLOPE_1M_5M -> new Case(scene, Math.log(mean1m / mean5m));
      case SLOPE_5M_30M -> new Case(scene, Math.log(mean5m / mean30m));
      // Variance of one 2 among twenty 1: 23/20 - 1.05^2 = .0475.
      case VARIATION_5M -> new Case(scene, Math.log1p(Math.sqrt(0.0475) / 1.05));
      case LARGEST_JUMP_5M -> new Case(scene, Math.log(2));
      case LOAD -> new Case(scene, 4);
      default -> throw new AssertionError(feature);
    };
  }

  private static Case ofForecast(Feature feature) {
    return switch (feature) {
      case FORECAST -> new Case(growing(), 0.01, 0.0005);
      case FORECAST_TWICE -> new Case(growing(), 0.02, 0.001);
      case SPREAD_10M -> new Case(surprised(), Math.log(2) * rootShare(600));
      case SPREAD_1H -> new Case(surprised(), Math.log(2) * rootShare(3_600));
      case SPREAD_12H -> new Case(surprised(), Math.log(2) * rootShare(43_200));
      case SPREAD_YESTERDAY -> {
        Scene scene = surprised();
        scene.now = DAY + MINUTE;
        yield new Case(scene.ticks(1, 800), Math.log(2), 1e-4);
      }
      case YESTERDAY_GROWTH -> new Case(remembering(DAY), Math.log(2), CODES);
      case YESTERDAY_LEVEL -> new Case(remembering(DAY), Math.log(0.5), CODES);
      case YESTERDAY_KNOWN -> new Case(remembering(DAY), 1);
      case LAST_WEEK_GROWTH -> new Case(remembering(7 * DAY), Math.log(2), CODES);
      case LAST_WEEK_LEVEL -> new Case(remembering(7 * DAY), Math.log(0.5), CODES);
      case LAST_WEEK_KNOWN -> new Case(remembering(7 * DAY), 1);
      default -> throw new AssertionError(feature);
    };
  }

  private static double rootShare(double memorySeconds) {
    return Math.sqrt(1 - Math.exp(-15 / memorySeconds));
  }

  /** 1 % more load each minute, for eight hours. */
  private static Scene growing() {
    Scene scene = new Scene();
    for (int tick = 0; tick < 1_920; tick++) {
      scene.ticks(1, 100 * Math.exp(0.0025 * tick));
    }
    return scene;
  }

  /** One forecast, just known to have been wrong by a factor of two. */
  private static Scene surprised() {
    Scene scene = new Scene();
    scene.forecaster = Scene.forecaster(0);
    return scene.ticks(1, 400).ticks(4, 800);
  }

  /** Some time ago the load was half of today's and doubled within the next minute. */
  private static Scene remembering(long agoMillis) {
    Scene scene = new Scene();
    scene.now = 8 * DAY + 10 * MINUTE - 30_000;
    for (long at = scene.now - agoMillis - 600_000; at < scene.now; at += MINUTE / 2) {
      scene.forecaster.remember(at, at < 8 * DAY + 10 * MINUTE - agoMillis ? 400 : 800);
    }
    return scene.ticks(1, 800);
  }

  private static Case ofQuality(Feature feature) {
    Scene scene = scene();
    switch (feature) {
      case UTILIZATION -> scene.utilization = Signal.known(0.73);
      case VIOLATION_OVER_BUDGET -> scene.goodRatio = Signal.known(0.97);
      case METRIC_AGE -> scene.rate = new Signal.Known(800, Duration.ofSeconds(30));
      case UTILIZATION_UNKNOWN -> scene.utilization = UNKNOWN;
      case GOOD_RATIO_UNKNOWN -> scene.goodRatio = UNKNOWN;
      case QUEUE_UNKNOWN -> scene.queue = UNKNOWN;
      default -> {
        // Half the budget, then one bad quarter of an hour at twice the budget in as many requests.
        scene.budget.observe(0, 900, 100, 0.005);
        scene.budget.observe(15 * MINUTE, 300, 100, 0.005);
        scene.budget.observe(75 * MINUTE, 300, 100, 0.02);
        scene.budget.observe(80 * MINUTE, 300, 100, 0.02);
        scene.budget.observe(85 * MINUTE, 300, 100, 0.02);
      }
    }
    return switch (feature) {
      case UTILIZATION -> new Case(scene, 0.73);
      case VIOLATION_OVER_BUDGET -> new Case(scene, Math.log1p(3));
      case METRIC_AGE -> new Case(scene, 2);
      case UTILIZATION_UNKNOWN, GOOD_RATIO_UNKNOWN, QUEUE_UNKNOWN, BUDGET_KNOWN ->
          new Case(scene, 1);
      // (1200 * .5 + 900 * 2) / 2100 of the budget is spent
      case BUDGET_LEFT -> new Case(scene, 1 - (1_200 * 0.5 + 900 * 2) / 2_100);
      case BURN -> new Case(scene, Math.log1p(2));
      case VIOLATION_OVER_BUDGET_5M -> new Case(scene, Math.log1p(recentShare() / 0.01));
      default -> throw new AssertionError(feature);
    };
  }

  private static double recentShare() {
    double share = 0.005 * (1 - Math.exp(-3));
    for (double violations : new double[] {0.005, 0.02, 0.02, 0.02}) {
      share += (1 - Math.exp(-1)) * (violations - share);
    }
    return share;
  }

  private static Case ofReplicasAndSettings(Feature feature) {
    Scene scene = scene();
    scene.desired = 12;
    scene.ready = 8;
    scene.min = 3;
    scene.max = 48;
    scene.pendingSeconds = 30;
    scene.startUpSeconds = 120;
    scene.periodSeconds = 30;
    scene.baseline = 18;
    return switch (feature) {
      case PENDING_OVER_READY -> new Case(scene, 0.5);
      case DESIRED_OVER_READY -> new Case(scene, Math.log(1.5));
      case PENDING_AGE -> new Case(scene, 0.25);
      case POSITION -> new Case(scene, 0.5);
      case SINCE_UP -> new Case(scene, Math.log1p(5));
      case SINCE_DOWN -> new Case(scene, Math.log1p(10));
      case START_UP, PERIOD -> new Case(scene, Math.log(2));
      case LAST_LEVEL -> new Case(scene, 2);
      case LAST_FOLLOWED_BASELINE -> {
        scene.lastAction = ActionTable.FOLLOW_BASELINE;
        yield new Case(scene, 1);
      }
      case STRICTNESS -> new Case(scene, Math.log(50));
      case REFERENCE_UTILIZATION -> new Case(scene, 0.9);
      case BASELINE_OVER_CURRENT -> new Case(scene, Math.log(1.5));
      default -> throw new AssertionError(feature);
    };
  }

  @Test
  void flagsAndDistancesAreZeroWhenThereIsNothingToSay() {
    Scene quiet = scene();
    float[] features = quiet.encode();
    for (Feature feature :
        List.of(
            Feature.SLOPE_1M_5M,
            Feature.SLOPE_5M_30M,
            Feature.VARIATION_5M,
            Feature.LARGEST_JUMP_5M,
            Feature.FORECAST,
            Feature.YESTERDAY_KNOWN,
            Feature.LAST_WEEK_KNOWN,
            Feature.VIOLATION_OVER_BUDGET,
            Feature.BURN,
            Feature.BUDGET_KNOWN,
            Feature.PENDING_OVER_READY,
            Feature.DESIRED_OVER_READY,
            Feature.PENDING_AGE,
            Feature.LAST_FOLLOWED_BASELINE,
            Feature.METRIC_AGE,
            Feature.UTILIZATION_UNKNOWN,
            Feature.GOOD_RATIO_UNKNOWN,
            Feature.QUEUE_UNKNOWN,
            Feature.BASELINE_OVER_CURRENT)) {
      assertThat((double) features[feature.index()]).as(feature.id()).isCloseTo(0, within(FLOAT));
    }
  }

  @Property(tries = 300)
  void everyFeatureIsFiniteAndClippedForAnyWorkload(
      @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0, max = 1e12) Double> rates,
      @ForAll @IntRange(min = 0, max = 100_000) int desired,
      @ForAll @IntRange(min = 0, max = 100_000) int ready,
      @ForAll @DoubleRange(min = 0, max = 1) double goodRatio,
      @ForAll @DoubleRange(min = 0, max = 1e6) double utilization,
      @ForAll @DoubleRange(min = 0, max = 1e9) double seconds,
      @ForAll @IntRange(min = 1, max = 600_000) int stepMillis) {
    Scene scene = new Scene();
    scene.budget = new ErrorBudget(0.9999, 28 * DAY);
    for (double rate : rates) {
      scene.forecaster.observe(scene.now, rate, 1e-3 + utilization, true);
      scene.budget.observe(scene.now, stepMillis / 1000.0, rate, 1 - goodRatio);
      scene.now += stepMillis;
    }
    scene.desired = desired;
    scene.ready = ready;
    scene.baseline = ready;
    scene.max = 1 + ready % 2;
    scene.goodRatio = Signal.known(goodRatio);
    scene.utilization = Signal.known(utilization);
    scene.rate = new Signal.Known(1, Duration.ofMillis((long) (seconds * 1000)));
    scene.pendingSeconds = seconds;
    scene.sinceUpSeconds = seconds;
    scene.sinceDownSeconds = seconds;
    float[] features = scene.encode();
    for (Feature feature : Feature.values()) {
      assertThat(features[feature.index()]).as(feature.id()).isBetween(-10f, 10f);
    }
  }

  @Property(tries = 100)
  void tenTimesTheLoadOnTenTimesTheReplicasLooksTheSameButForItsSize(
      @ForAll @Size(min = 2, max = 60) List<@DoubleRange(min = 50, max = 5_000) Double> rates,
      @ForAll @IntRange(min = 1, max = 50) int desired,
      @ForAll @IntRange(min = 1, max = 50) int ready,
      @ForAll @IntRange(min = 1, max = 50) int baseline) {
    float[] small = scaled(1, rates, desired, ready, baseline);
    float[] large = scaled(10, rates, desired, ready, baseline);
    assertThat(large[Feature.LOAD.index()] - small[Feature.LOAD.index()])
        .isCloseTo((float) (Math.log(10) / Math.log(2)), within(1e-5f));
    for (Feature feature : Feature.values()) {
      if (feature != Feature.LOAD) {
        // Logarithms of floats, and history in 16 bits.
        assertThat(large[feature.index()])
            .as(feature.id())
            .isCloseTo(small[feature.index()], within(2e-3f));
      }
    }
  }

  private static float[] scaled(
      int scale, List<Double> rates, int desired, int ready, int baseline) {
    Scene scene = new Scene();
    for (int i = 0; i < rates.size(); i++) {
      scene.forecaster.remember(scene.now, scale * rates.get(rates.size() - 1 - i));
      scene.now += MINUTE;
    }
    scene.now = DAY;
    for (double rate : rates) {
      scene.ticks(1, scale * rate);
      scene.budget.observe(scene.now, 15, scale * rate, 0.02);
    }
    scene.desired = scale * desired;
    scene.ready = scale * ready;
    scene.baseline = scale * baseline;
    scene.min = scale;
    scene.max = scale * 50;
    return scene.encode();
  }
}

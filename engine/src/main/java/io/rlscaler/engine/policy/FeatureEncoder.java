package io.rlscaler.engine.policy;

import static io.rlscaler.engine.policy.Feature.*;

import io.rlscaler.engine.forecast.Forecaster;
import io.rlscaler.engine.forecast.RecentLoad;
import io.rlscaler.engine.observation.ErrorBudget;
import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.observation.Signal;

/**
 * Writes what is known of a workload into the input of a policy, as {@link Feature} describes it.
 */
public final class FeatureEncoder {
  private static final double LN_2 = Math.log(2);
  private static final double LEAST_LOAD = 0.5;

  private FeatureEncoder() {}

  /**
   * What the features are computed from.
   *
   * @param observation of this tick, with a known arrival rate
   * @param forecaster after it took in this tick
   * @param budget after it took in this tick
   * @param min least replicas
   * @param max most replicas
   * @param periodSeconds decision period
   * @param startUpSeconds start-up time
   * @param pendingSeconds since when replicas are pending, 0 when none is
   * @param sinceUpSeconds since the last raise
   * @param sinceDownSeconds since the last reduction
   * @param lastAction action of the last decision
   * @param strictness weight of a violation
   * @param referenceUtilization u at the present load
   * @param baseline the baseline's proposal
   */
  public record Inputs(
      Observation observation,
      Forecaster forecaster,
      ErrorBudget budget,
      int min,
      int max,
      double periodSeconds,
      double startUpSeconds,
      double pendingSeconds,
      double sinceUpSeconds,
      double sinceDownSeconds,
      int lastAction,
      double strictness,
      double referenceUtilization,
      int baseline) {}

  /** Fills {@code features}, of length {@link Feature#COUNT}. */
  public static void encode(Inputs in, float[] features) {
    load(in, features);
    forecast(in.forecaster(), features);
    quality(in, features);
    replicas(in, features);
    settings(in, features);
  }

  private static void load(Inputs in, float[] features) {
    Forecaster forecaster = in.forecaster();
    RecentLoad recent = forecaster.recent();
    double ready = Math.max(in.observation().ready(), 1);
    set(features, LOAD_PER_READY, forecaster.load() / ready);
    set(features, LOAD_PER_READY_1M, recent.mean1m() / ready);
    set(features, LOAD_PER_READY_5M, recent.mean5m() / ready);
    set(features, SLOPE_1M_5M, logRatio(recent.mean1m(), recent.mean5m()));
    set(features, SLOPE_5M_30M, logRatio(recent.mean5m(), recent.mean30m()));
    set(features, VARIATION_5M, Math.log1p(recent.variation5m()));
    set(features, LARGEST_JUMP_5M, Math.log(recent.largestJump5m()));
    set(features, LOAD, Math.log(Math.max(forecaster.load(), LEAST_LOAD)) / LN_2);
  }

  private static void forecast(Forecaster forecaster, float[] features) {
    set(features, FORECAST, forecaster.growth());
    set(features, FORECAST_TWICE, forecaster.growthTwice());
    set(features, SPREAD_10M, forecaster.spread(0));
    set(features, SPREAD_1H, forecaster.spread(1));
    set(features, SPREAD_12H, forecaster.spread(2));
    set(features, SPREAD_YESTERDAY, forecaster.worstYesterday());
    set(features, YESTERDAY_GROWTH, forecaster.regressor(Forecaster.YESTERDAY_GROWTH));
    set(features, YESTERDAY_LEVEL, forecaster.regressor(Forecaster.YESTERDAY_LEVEL));
    set(features, YESTERDAY_KNOWN, flag(forecaster.knowsYesterday()));
    set(features, LAST_WEEK_GROWTH, forecaster.regressor(Forecaster.LAST_WEEK_GROWTH));
    set(features, LAST_WEEK_LEVEL, forecaster.regressor(Forecaster.LAST_WEEK_LEVEL));
    set(features, LAST_WEEK_KNOWN, flag(forecaster.knowsLastWeek()));
  }

  private static void quality(Inputs in, float[] features) {
    Observation observation = in.observation();
    ErrorBudget budget = in.budget();
    double violationShare = 1 - observation.goodRatio().orElse(1);
    set(features, UTILIZATION, observation.utilization().orElse(0));
    set(features, VIOLATION_OVER_BUDGET, Math.log1p(violationShare / budget.budget()));
    set(
        features,
        VIOLATION_OVER_BUDGET_5M,
        Math.log1p(budget.recentViolationShare() / budget.budget()));
    set(features, BUDGET_LEFT, budget.left());
    set(features, BURN, Math.log1p(budget.burn()));
    set(features, BUDGET_KNOWN, flag(budget.known()));
    set(features, UTILIZATION_UNKNOWN, flag(!observation.utilization().isKnown()));
    set(features, GOOD_RATIO_UNKNOWN, flag(!observation.goodRatio().isKnown()));
    set(features, QUEUE_UNKNOWN, flag(!observation.queueLength().isKnown()));
    if (observation.arrivalRate() instanceof Signal.Known rate) {
      set(features, METRIC_AGE, rate.age().toMillis() / 1000.0 / in.periodSeconds());
    }
  }

  private static void replicas(Inputs in, float[] features) {
    Observation observation = in.observation();
    double ready = Math.max(observation.ready(), 1);
    double desired = Math.max(observation.desired(), 1);
    set(features, PENDING_OVER_READY, observation.pending() / ready);
    set(features, DESIRED_OVER_READY, Math.log(desired / ready));
    set(features, PENDING_AGE, in.pendingSeconds() / in.startUpSeconds());
    double range = Math.log((double) in.max() / in.min());
    set(features, POSITION, range > 0 ? Math.log(desired / in.min()) / range : 0);
    set(features, SINCE_UP, Math.log1p(in.sinceUpSeconds() / in.startUpSeconds()));
    set(features, SINCE_DOWN, Math.log1p(in.sinceDownSeconds() / in.startUpSeconds()));
    set(features, BASELINE_OVER_CURRENT, Math.log(Math.max(in.baseline(), 1) / desired));
  }

  private static void settings(Inputs in, float[] features) {
    set(features, START_UP, Math.log(in.startUpSeconds() / 60));
    set(features, PERIOD, Math.log(in.periodSeconds() / 15));
    set(features, LAST_LEVEL, ActionTable.level(in.lastAction()));
    set(features, LAST_FOLLOWED_BASELINE, flag(in.lastAction() == ActionTable.FOLLOW_BASELINE));
    set(features, STRICTNESS, Math.log(in.strictness()));
    set(features, REFERENCE_UTILIZATION, in.referenceUtilization());
  }

  private static double logRatio(double numerator, double denominator) {
    return Math.log(Math.max(numerator, LEAST_LOAD) / Math.max(denominator, LEAST_LOAD));
  }

  private static double flag(boolean holds) {
    return holds ? 1 : 0;
  }

  /** Clips; averages that are not known yet (NaN) count as 0. */
  private static void set(float[] features, Feature feature, double value) {
    double known = Double.isNaN(value) ? 0 : value;
    features[feature.index()] = (float) Math.max(-CLIP, Math.min(CLIP, known));
  }
}

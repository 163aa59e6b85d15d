package io.rlscaler.engine.policy;

import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.engine.forecast.Forecaster;
import io.rlscaler.engine.observation.ErrorBudget;
import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.observation.Signal;
import java.time.Instant;

/**
 * A workload whose features are wanted: eight replicas' load on ten ready ones since half an hour,
 * nothing special. Each test changes what it is about.
 */
final class Scene {
  static final double CAPACITY = 100;
  static final long PERIOD = 15_000;

  Forecaster forecaster = forecaster(0.05);
  ErrorBudget budget = new ErrorBudget(0.99, 28 * 86_400_000L);
  long now;
  int desired = 10;
  int ready = 10;
  int min = 1;
  int max = 100;
  int baseline = 10;
  Signal rate = Signal.known(800);
  Signal goodRatio = Signal.known(1);
  Signal utilization = Signal.known(0.8);
  Signal queue = Signal.known(0);
  double periodSeconds = 15;
  double startUpSeconds = 60;
  double pendingSeconds;
  double sinceUpSeconds = 600;
  double sinceDownSeconds = 1_200;
  int lastAction = ActionTable.actionOf(2.0);
  double strictness = 50;
  double referenceUtilization = 0.9;

  static Forecaster forecaster(double sigma) {
    ForecastPrior persistence = ForecastPrior.persistence(60);
    return new Forecaster(
        PERIOD, 60_000, 0, new ForecastPrior(60, persistence.coefficients(), sigma));
  }

  /** As many ticks at so many requests/s. */
  Scene ticks(int ticks, double rate) {
    for (int i = 0; i < ticks; i++) {
      forecaster.observe(now, rate, CAPACITY, true);
      now += PERIOD;
    }
    this.rate = Signal.known(rate);
    return this;
  }

  float[] encode() {
    Observation observation =
        new Observation(
            Instant.ofEpochMilli(now),
            desired,
            ready,
            false,
            rate,
            goodRatio,
            utilization,
            Signal.known(0),
            queue);
    float[] features = new float[Feature.COUNT];
    FeatureEncoder.encode(
        new FeatureEncoder.Inputs(
            observation,
            forecaster,
            budget,
            min,
            max,
            periodSeconds,
            startUpSeconds,
            pendingSeconds,
            sinceUpSeconds,
            sinceDownSeconds,
            lastAction,
            strictness,
            referenceUtilization,
            baseline),
        features);
    return features;
  }
}

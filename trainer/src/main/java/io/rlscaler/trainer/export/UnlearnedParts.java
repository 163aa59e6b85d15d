package io.rlscaler.trainer.export;

import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.Feature;
import io.rlscaler.engine.policy.PolicyContract;
import io.rlscaler.engine.policy.PolicySettings;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** What stands in a contract where nothing was learned. */
public final class UnlearnedParts {
  private UnlearnedParts() {}

  /** Features of which any value in range is trusted. */
  public static PolicyContract.Features features() {
    return new PolicyContract.Features(
        Feature.SCHEMA,
        Feature.digest(),
        Arrays.stream(Feature.values())
            .map(f -> new PolicyContract.Reference(f.id(), 0, 1, -Feature.CLIP, Feature.CLIP))
            .toList());
  }

  /** The actions of this engine. */
  public static PolicyContract.Actions actions() {
    return new PolicyContract.Actions(ActionTable.NAME, ActionTable.LEVELS);
  }

  /** A risk that is taken as the net gives it. */
  public static PolicyContract.Risk risk() {
    return new PolicyContract.Risk(
        0.02,
        PolicyContract.RISK_HORIZON,
        new PolicyContract.Calibration("isotonic", List.of(0.0, 1.0), List.of(0.0, 1.0)));
  }

  /** The engine's own settings. */
  public static PolicyContract.Defaults defaults() {
    PolicySettings settings = PolicySettings.DEFAULT;
    return new PolicyContract.Defaults(
        settings.strictness(), settings.margin(), settings.holdSeconds(), settings.floor(), null);
  }

  /** Forecasts that start from persistence. */
  public static List<ForecastPrior> forecastPriors() {
    return DoubleStream.of(30, 60, 180, 300).mapToObj(ForecastPrior::persistence).toList();
  }
}

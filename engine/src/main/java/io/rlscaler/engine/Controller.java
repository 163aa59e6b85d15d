package io.rlscaler.engine;

import io.rlscaler.engine.baseline.KpaSettings;
import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.engine.policy.Limits;
import io.rlscaler.engine.policy.PolicySettings;
import java.util.List;
import java.util.Optional;

/** Who makes the wishes for a workload. */
public sealed interface Controller {

  /**
   * A learned policy.
   *
   * @param policy its name in the registry
   * @param settings pinned settings, empty for those of the artifact
   */
  record Learned(String policy, Optional<PolicySettings> settings) implements Controller {}

  /**
   * The HPA algorithm.
   *
   * @param floor its least replicas as a share of the largest five-minute load of the trailing
   *     week, where that is above the least of the spec
   */
  record Baseline(double floor) implements Controller {
    /** Refuses shares that make no floor. */
    public Baseline {
      Limits.requireFloor(floor);
    }

    /** The HPA as Kubernetes runs it, without such a floor. */
    public Baseline() {
      this(0);
    }
  }

  /**
   * Forecast plus a fixed headroom level.
   *
   * @param level as in the action table, but any number
   * @param limits hold, floor and cap
   * @param forecastPriors what the forecast starts from; that of the nearest start-up time is used
   */
  record FixedHeadroom(double level, Limits limits, List<ForecastPrior> forecastPriors)
      implements Controller {
    /** Copies the priors. */
    public FixedHeadroom {
      forecastPriors = List.copyOf(forecastPriors);
    }

    /** With a forecast that starts from persistence. */
    public FixedHeadroom(double level, Limits limits) {
      this(level, limits, List.of());
    }

    /** With the default limits too. */
    public FixedHeadroom(double level) {
      this(level, Limits.DEFAULT);
    }
  }

  /**
   * Forecast plus {@code z} times the spread of its recent errors.
   *
   * @param z number of spreads
   * @param limits hold, floor and cap
   * @param forecastPriors what the forecast starts from; that of the nearest start-up time is used
   */
  record FixedSpread(double z, Limits limits, List<ForecastPrior> forecastPriors)
      implements Controller {
    /** Copies the priors. */
    public FixedSpread {
      forecastPriors = List.copyOf(forecastPriors);
    }

    /** With a forecast that starts from persistence. */
    public FixedSpread(double z, Limits limits) {
      this(z, limits, List.of());
    }

    /** With the default limits too. */
    public FixedSpread(double z) {
      this(z, Limits.DEFAULT);
    }
  }

  /** Always the same count. */
  record FixedReplicas(int replicas) implements Controller {}

  /**
   * Counts that were fixed beforehand.
   *
   * @param schedule the counts; nothing but the range limits how fast they change
   */
  record Scheduled(ReplicaSchedule schedule) implements Controller {
    @Override
    public boolean limitsItself() {
      return true;
    }
  }

  /**
   * Knative's pod autoscaler.
   *
   * @param settings its settings, with its own windows and rates
   * @param floor its least replicas as a share of the largest five-minute load of the trailing week
   */
  record Kpa(KpaSettings settings, double floor) implements Controller {
    /** Refuses shares that make no floor. */
    public Kpa {
      Limits.requireFloor(floor);
    }

    /** Knative's, without such a floor. */
    public Kpa(KpaSettings settings) {
      this(settings, 0);
    }

    @Override
    public boolean limitsItself() {
      return true;
    }
  }

  /**
   * What its forecast starts from, apart from the artifact of a policy; empty to keep what is in
   * use, which is persistence at first.
   */
  default List<ForecastPrior> forecastPriors() {
    return List.of();
  }

  /** Whether windows and rates of the HPA beside it, and the default hold, do not apply to it. */
  default boolean limitsItself() {
    return false;
  }
}

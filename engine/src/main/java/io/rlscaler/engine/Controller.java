package io.rlscaler.engine;

import io.rlscaler.engine.policy.PolicySettings;
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

  /** The HPA algorithm. */
  record Baseline() implements Controller {}

  /**
   * Forecast plus a fixed headroom level.
   *
   * @param level as in the action table, but any number
   */
  record FixedHeadroom(double level) implements Controller {}

  /**
   * Forecast plus {@code z} times the spread of its recent errors.
   *
   * @param z number of spreads
   */
  record FixedSpread(double z) implements Controller {}

  /** Always the same count. */
  record FixedReplicas(int replicas) implements Controller {}
}

package io.rlscaler.simulator.twin;

import io.rlscaler.simulator.workload.ReplicaLife;
import io.rlscaler.simulator.workload.ServiceModel;

/**
 * What a twin knows of its workload.
 *
 * @param service the work of a request, as fitted
 * @param latencySeconds a request that takes longer violates the objective [s], positive
 * @param budget promised largest share of violating requests, above 0, below 1
 * @param life of the policy's replicas
 * @param seed of their start-up times
 */
public record TwinSettings(
    ServiceModel service, double latencySeconds, double budget, ReplicaLife life, long seed) {
  /** Checks the ranges. */
  public TwinSettings {
    if (!(latencySeconds > 0 && Double.isFinite(latencySeconds))) {
      throw new IllegalArgumentException(
          "latency is " + latencySeconds + " s, expected a positive time");
    }
    if (!(budget > 0 && budget < 1)) {
      throw new IllegalArgumentException("budget is " + budget + ", expected between 0 and 1");
    }
  }
}

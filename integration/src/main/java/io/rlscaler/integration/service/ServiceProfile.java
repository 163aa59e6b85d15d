package io.rlscaler.integration.service;

import io.rlscaler.simulator.workload.ServiceModel;
import java.time.Duration;

/**
 * A service behind a Deployment.
 *
 * @param namespace of the Deployment, and value of the label {@code namespace}
 * @param workload name of the Deployment, and value of the label {@code workload}
 * @param model how a replica serves requests
 * @param latency of the objective, positive; the histogram has buckets at half of it, at it and at
 *     twice it
 */
public record ServiceProfile(
    String namespace, String workload, ServiceModel model, Duration latency) {

  public ServiceProfile {
    if (latency.isNegative() || latency.isZero()) {
      throw new IllegalArgumentException("latency is " + latency + ", expected a positive time");
    }
  }
}

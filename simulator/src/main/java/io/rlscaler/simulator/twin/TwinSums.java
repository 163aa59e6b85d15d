package io.rlscaler.simulator.twin;

import java.util.List;

/**
 * Sums over a stretch of known time.
 *
 * @param seconds that count
 * @param requests that arrived
 * @param incumbentViolations violating requests that the model gives the replicas that were
 * @param policyViolations violating requests that it gives the policy's replicas
 * @param incumbentReplicaSeconds replicas that were asked for, times seconds
 * @param policyReplicaSeconds replicas that the policy asked for, times seconds
 * @param measuredRequests requests while the good ratio was known
 * @param measuredViolations violating requests by the good ratio
 * @param modelledViolations violating requests that the model gives the incumbent in the same time
 */
public record TwinSums(
    double seconds,
    double requests,
    double incumbentViolations,
    double policyViolations,
    double incumbentReplicaSeconds,
    double policyReplicaSeconds,
    double measuredRequests,
    double measuredViolations,
    double modelledViolations) {
  static final TwinSums NONE = new TwinSums(0, 0, 0, 0, 0, 0, 0, 0, 0);

  TwinSums plus(TwinSums other) {
    return new TwinSums(
        seconds + other.seconds,
        requests + other.requests,
        incumbentViolations + other.incumbentViolations,
        policyViolations + other.policyViolations,
        incumbentReplicaSeconds + other.incumbentReplicaSeconds,
        policyReplicaSeconds + other.policyReplicaSeconds,
        measuredRequests + other.measuredRequests,
        measuredViolations + other.measuredViolations,
        modelledViolations + other.modelledViolations);
  }

  TwinSums minus(TwinSums other) {
    return new TwinSums(
        seconds - other.seconds,
        requests - other.requests,
        incumbentViolations - other.incumbentViolations,
        policyViolations - other.policyViolations,
        incumbentReplicaSeconds - other.incumbentReplicaSeconds,
        policyReplicaSeconds - other.policyReplicaSeconds,
        measuredRequests - other.measuredRequests,
        measuredViolations - other.measuredViolations,
        modelledViolations - other.modelledViolations);
  }

  static TwinSums total(List<TwinSums> parts) {
    return parts.stream().reduce(NONE, TwinSums::plus);
  }

  /** The policy's replica-seconds over the incumbent's, less 1. */
  double costDifference() {
    return policyReplicaSeconds / incumbentReplicaSeconds - 1;
  }

  /** The policy's share of violating requests less the incumbent's, both by the model. */
  double violationDifference() {
    return (policyViolations - incumbentViolations) / requests;
  }

  /** The share that the model gives the incumbent less the measured one. */
  double modelError() {
    return (modelledViolations - measuredViolations) / measuredRequests;
  }

  double measuredShare() {
    return measuredViolations / measuredRequests;
  }

  double modelledShare() {
    return modelledViolations / measuredRequests;
  }
}

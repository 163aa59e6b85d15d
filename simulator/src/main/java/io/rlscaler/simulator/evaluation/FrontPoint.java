package io.rlscaler.simulator.evaluation;

/**
 * What one HPA that was tried in the hindsight search led to.
 *
 * @param violationShare by the fast model, 0 to 1
 * @param replicaSeconds the cost, positive
 */
public record FrontPoint(double violationShare, double replicaSeconds) {

  /** Refuses what no run can lead to. */
  public FrontPoint {
    if (!(violationShare >= 0 && violationShare <= 1)) {
      throw new IllegalArgumentException(
          "violationShare: found " + violationShare + ", expected 0 to 1");
    }
    if (!(replicaSeconds > 0 && Double.isFinite(replicaSeconds))) {
      throw new IllegalArgumentException(
          "replicaSeconds: found " + replicaSeconds + ", expected a positive number");
    }
  }
}

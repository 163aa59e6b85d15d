package io.rlscaler.simulator.bound;

/**
 * A clairvoyant bound and the plan that shows how tight it is.
 *
 * @param boundReplicaSeconds the dual value: no controller that keeps the objective costs less
 * @param price of a violating request at which the dual value is greatest [replica-seconds]
 * @param plan the primal plan
 * @param primalReplicaSeconds what the plan costs
 * @param primalViolationShare violation share of the plan
 * @param reachable whether the plan keeps the objective; if not, the violations that it has are the
 *     least possible, nearly, and the bound is that of keeping them
 */
public record BoundResult(
    double boundReplicaSeconds,
    double price,
    ReplicaPlan plan,
    double primalReplicaSeconds,
    double primalViolationShare,
    boolean reachable) {

  /** The duality gap: how much dearer the plan is than the bound, as a share of the bound. */
  public double gap() {
    return boundReplicaSeconds > 0 ? primalReplicaSeconds / boundReplicaSeconds - 1 : 0;
  }
}

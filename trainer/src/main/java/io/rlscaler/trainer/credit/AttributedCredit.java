package io.rlscaler.trainer.credit;

/**
 * Credit by attribution: a decision pays for the replicas that it asked for, and for the violations
 * that it could have prevented.
 *
 * <p>A replica takes one start-up time until it serves, and is gone at once. So a violating request
 * is charged to that decision of the last start-up time that asked for the fewest replicas; equally
 * few share the charge. The return of a decision is then complete one start-up time later, and
 * needs neither discounting nor a critic's guess of what comes after.
 */
public final class AttributedCredit {
  private final int window;
  private final double strictness;

  /**
   * A rule for one workload.
   *
   * @param startUpSteps decisions within one start-up time, 0 or more
   * @param strictness weight of a violation against a replica, positive
   */
  public AttributedCredit(int startUpSteps, double strictness) {
    if (startUpSteps < 0) {
      throw new IllegalArgumentException(
          "start-up steps: found " + startUpSteps + ", expected 0 or more");
    }
    if (!(strictness > 0 && Double.isFinite(strictness))) {
      throw new IllegalArgumentException(
          "strictness: found " + strictness + ", expected a positive number");
    }
    window = startUpSteps;
    this.strictness = strictness;
  }

  /**
   * The returns of decisions that follow each other.
   *
   * @param desired [T] replicas asked for from each decision to the next
   * @param violating [T] requests that arrived meanwhile and violate the objective
   * @param meanLoad mean replica load of the traffic, positive: makes costs of services of all
   *     sizes alike
   * @param meanRequests mean requests per decision of the traffic, positive: makes their sum a share
   * @return [T] minus cost and weighted violations, each times strictness^-.5 so that returns have
   *     about one size under every strictness
   */
  public double[] returns(
      int[] desired, double[] violating, double meanLoad, double meanRequests) {
    if (desired.length != violating.length) {
      throw new IllegalArgumentException(
          "found %d counts and %d violations, expected as many of each"
              .formatted(desired.length, violating.length));
    }
    double[] charges = charges(desired, violating);
    double[] returns = new double[desired.length];
    double scale = 1 / Math.sqrt(strictness);
    for (int step = 0; step < returns.length; step++) {
      double cost = desired[step] / meanLoad;
      returns[step] = -scale * (cost + strictness * charges[step] / meanRequests);
    }
    return returns;
  }

  /**
   * The violating requests that each decision is charged with; their sum is that of the violations.
   *
   * @param desired [T] replicas asked for
   * @param violating [T] violating requests
   */
  double[] charges(int[] desired, double[] violating) {
    double[] charges = new double[desired.length];
    for (int step = 0; step < desired.length; step++) {
      if (violating[step] > 0) {
        charge(desired, step, violating[step], charges);
      }
    }
    return charges;
  }

  private void charge(int[] desired, int step, double requests, double[] charges) {
    int first = Math.max(0, step - window);
    int fewest = Integer.MAX_VALUE;
    int ties = 0;
    for (int i = first; i <= step; i++) {
      if (desired[i] < fewest) {
        fewest = desired[i];
        ties = 0;
      }
      ties += desired[i] == fewest ? 1 : 0;
    }
    for (int i = first; i <= step; i++) {
      charges[i] += desired[i] == fewest ? requests / ties : 0;
    }
  }
}

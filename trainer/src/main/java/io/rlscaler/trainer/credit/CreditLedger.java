package io.rlscaler.trainer.credit;

import java.util.Arrays;

/**
 * Credit by attribution: a decision pays for the replicas that it asked for, and for the violations
 * that it could have prevented.
 *
 * <p>A replica takes one start-up time until it serves, and is gone at once. So a violating request
 * is charged to that decision of the last start-up time that asked for the fewest replicas; equally
 * few share the charge. The return of a decision is then complete one start-up time later, and
 * needs neither discounting nor a critic's guess of what comes after.
 *
 * <p>One ledger belongs to one episode, whose decisions are numbered from 0.
 */
public final class CreditLedger {
  private final int window;
  private final double strictness;
  private final double meanLoad;
  private final double meanRequests;
  private int size;
  private int[] desired = new int[256];
  private double[] charges = new double[256];

  /**
   * An empty ledger.
   *
   * @param startUpSteps decisions within one start-up time, 0 or more
   * @param strictness weight of a violation against a replica, positive
   * @param meanLoad mean replica load of the traffic, positive: makes the costs of large and small
   *     services alike
   * @param meanRequests mean requests per decision, positive: makes sums of violations shares
   */
  public CreditLedger(int startUpSteps, double strictness, double meanLoad, double meanRequests) {
    if (startUpSteps < 0) {
      throw new IllegalArgumentException(
          "start-up steps: found " + startUpSteps + ", expected 0 or more");
    }
    window = startUpSteps;
    this.strictness = positive("strictness", strictness);
    this.meanLoad = positive("mean load", meanLoad);
    this.meanRequests = positive("mean requests", meanRequests);
  }

  private static double positive(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          name + ": found " + value + ", expected a positive number");
    }
    return value;
  }

  /** Enters the next decision with the replicas that it asked for. */
  public void ask(int replicas) {
    if (size == desired.length) {
      desired = Arrays.copyOf(desired, 2 * size);
      charges = Arrays.copyOf(charges, 2 * size);
    }
    desired[size] = replicas;
    size++;
  }

  /** Charges the requests that violated the objective between a decision and the next. */
  public void charge(int decision, double violating) {
    int first = Math.max(0, decision - window);
    int fewest = Integer.MAX_VALUE;
    int ties = 0;
    for (int i = first; i <= decision; i++) {
      if (desired[i] < fewest) {
        fewest = desired[i];
        ties = 0;
      }
      ties += desired[i] == fewest ? 1 : 0;
    }
    for (int i = first; i <= decision; i++) {
      charges[i] += desired[i] == fewest ? violating / ties : 0;
    }
  }

  /** Violating requests that a decision was charged with so far. */
  double charged(int decision) {
    return charges[decision];
  }

  /**
   * The return of a decision so far: minus its replicas over the mean load, minus strictness times
   * its violations over the mean requests, both times strictness^-.5 so that returns are of about
   * one size under every strictness. Their mean over an episode is cost plus strictness times
   * violation share.
   */
  public double returned(int decision) {
    double cost = desired[decision] / meanLoad;
    double violations = charges[decision] / meanRequests;
    return -(cost + strictness * violations) / Math.sqrt(strictness);
  }

  /** Whether a decision can be charged no more once all before {@code scored} are scored. */
  public boolean isComplete(int decision, int scored) {
    return scored - decision > window;
  }

  /** Number of decisions entered. */
  public int size() {
    return size;
  }
}

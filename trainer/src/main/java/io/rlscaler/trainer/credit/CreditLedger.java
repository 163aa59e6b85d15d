package io.rlscaler.trainer.credit;

import java.util.Arrays;

/**
 * Credit by attribution: a decision pays for the replicas that are there because of it, and for the
 * violations that it could have prevented.
 *
 * <p>A count is held for a while before it falls, so the replicas of a time are there because of
 * the greatest wish of the last hold. They are shared as the cost of a runway by the planes that
 * need it: each replica by the decisions that wished for so many, in equal parts. This is the
 * Shapley value (Littlechild and Owen, "A Simple Expression for the Shapley Value in a Special
 * Case", 1973); what all decisions do alike is paid for once, and what one does alone it pays for
 * alone.
 *
 * <p>A replica takes one start-up time until it serves, and is gone at once. So a violating request
 * is charged to that decision of the last start-up time at which the fewest replicas were asked
 * for; equally few share the charge. While requests wait, what made them wait counts: the time
 * begins one start-up before the queue, up to a bound. The return of a decision is complete when
 * that and one hold are over, and needs neither discounting nor a critic's guess of what comes
 * after.
 *
 * <p>One ledger belongs to one episode, whose decisions are numbered from 0.
 */
public final class CreditLedger {
  /** Decisions for which a queue is traced back to its beginning. */
  public static final int LONGEST_QUEUE = 20;

  private final int startUpSteps;
  private final int holdSteps;
  private final double strictness;
  private final double meanLoad;
  private final double meanRequests;
  private final int[] order;
  private int size;
  private int[] wished = new int[256];
  private int[] desired = new int[256];
  private double[] replicas = new double[256];
  private double[] charges = new double[256];

  /**
   * An empty ledger.
   *
   * @param startUpSteps decisions within one start-up time, 0 or more
   * @param holdSteps decisions for which a count is held before it falls, 0 or more
   * @param strictness weight of a violation against a replica, positive
   * @param meanLoad mean replica load of the traffic, positive: makes the costs of large and small
   *     services alike
   * @param meanRequests mean requests per decision, positive: makes sums of violations shares
   */
  public CreditLedger(
      int startUpSteps, int holdSteps, double strictness, double meanLoad, double meanRequests) {
    this.startUpSteps = notNegative("start-up steps", startUpSteps);
    this.holdSteps = notNegative("hold steps", holdSteps);
    order = new int[holdSteps + 1];
    this.strictness = positive("strictness", strictness);
    this.meanLoad = positive("mean load", meanLoad);
    this.meanRequests = positive("mean requests", meanRequests);
  }

  private static int notNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + ": found " + value + ", expected 0 or more");
    }
    return value;
  }

  private static double positive(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          name + ": found " + value + ", expected a positive number");
    }
    return value;
  }

  /**
   * Enters the next decision.
   *
   * @param wish replicas that it wished for
   * @param asked replicas that were asked for then, earlier wishes and limits considered
   */
  public void ask(int wish, int asked) {
    if (size == desired.length) {
      wished = Arrays.copyOf(wished, 2 * size);
      desired = Arrays.copyOf(desired, 2 * size);
      replicas = Arrays.copyOf(replicas, 2 * size);
      charges = Arrays.copyOf(charges, 2 * size);
    }
    wished[size] = wish;
    desired[size] = asked;
    size++;
    chargeReplicas(size - 1);
  }

  /** The wishes of a hold in falling order; each layer is shared by all that reach it. */
  private void chargeReplicas(int now) {
    int count = 0;
    for (int i = now; i >= Math.max(0, now - holdSteps); i--) {
      int at = count++;
      while (at > 0 && wished[order[at - 1]] < wished[i]) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = i;
    }
    double paid = 0;
    for (int sharing = count; sharing >= 1; sharing--) {
      int top = Math.min(desired[now], wished[order[sharing - 1]]);
      int below = sharing == count ? 0 : Math.min(desired[now], wished[order[sharing]]);
      paid += (double) (top - below) / sharing;
      replicas[order[sharing - 1]] += paid;
    }
  }

  /**
   * Charges the requests that violated the objective between a decision and the next.
   *
   * @param queueSteps since how many decisions requests wait, 0 when none does
   */
  public void charge(int decision, double violating, int queueSteps) {
    if (violating == 0) {
      return;
    }
    int first = Math.max(0, decision - startUpSteps - Math.min(LONGEST_QUEUE, queueSteps));
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

  /** Replicas, each for the time of one decision, that a decision pays for so far. */
  double replicas(int decision) {
    return replicas[decision];
  }

  /**
   * The return of a decision so far: minus its replicas over the mean load, minus strictness times
   * its violations over the mean requests, both times strictness^-.5 so that returns are of about
   * one size under every strictness.
   */
  public double returned(int decision) {
    double cost = replicas[decision] / meanLoad;
    double violations = charges[decision] / meanRequests;
    return -(cost + strictness * violations) / Math.sqrt(strictness);
  }

  /** Replicas that were asked for at a decision. */
  public int asked(int decision) {
    return desired[decision];
  }

  /** Whether a decision can be charged no more once all before {@code scored} are scored. */
  public boolean isComplete(int decision, int scored) {
    return scored - decision > Math.max(startUpSteps + LONGEST_QUEUE, holdSteps);
  }

  /** Number of decisions entered. */
  public int size() {
    return size;
  }
}

package io.rlscaler.simulator.bound;

import java.util.Arrays;

/**
 * The problem with a price on violations in place of a budget: least cost plus price times
 * violations over all plans, by dynamic programming backwards over the ticks with the state (cell
 * of replicas, level of waiting work). Lowering replicas is free, raising them costs the
 * replica-seconds of their start-up.
 *
 * <p>Only every 256th tick is kept on the way back; a second pass from there finds the plan.
 */
final class Relaxation {
  private static final int BLOCK = 256;
  private static final int L = WaitLevels.COUNT;

  private final TickTables ticks;
  private final ReplicaCells cells;
  private final double[] raiseSeconds;
  private final int width;
  private final double[] stage;
  private final double[] best = new double[L];
  private final double[] fixed = new double[L];
  private final int[] next = new int[L];

  /**
   * A relaxation.
   *
   * @param raiseSeconds what a replica that is ready from a tick on has cost before [s]
   */
  Relaxation(TickTables ticks, ReplicaCells cells, double[] raiseSeconds) {
    this.ticks = ticks;
    this.cells = cells;
    this.raiseSeconds = raiseSeconds.clone();
    width = cells.count();
    stage = new double[width * L];
  }

  /**
   * The plan that is cheapest at one price.
   *
   * @param price of a violating request [replica-seconds]
   * @param cost of the plan [replica-seconds]
   * @param violations violating requests, optimistic
   * @param replicas ready in each tick
   */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  record Solution(double price, double cost, double violations, int[] replicas) {
    /** The dual value at this price. */
    double dual(double violationBudget) {
      return cost + price * (violations - violationBudget);
    }
  }

  Solution solve(double price) {
    int count = ticks.count();
    int blocks = (count + BLOCK - 1) / BLOCK;
    double[][] checkpoints = new double[blocks + 1][width * L];
    double[] spare = new double[width * L];
    for (int block = blocks - 1; block >= 0; block--) {
      double[] values = checkpoints[block];
      System.arraycopy(checkpoints[block + 1], 0, values, 0, values.length);
      for (int k = Math.min(count, (block + 1) * BLOCK) - 1; k >= block * BLOCK; k--) {
        before(k, price, values, spare);
        double[] swap = values;
        values = spare;
        spare = swap;
      }
      if (values != checkpoints[block]) {
        spare = checkpoints[block];
        checkpoints[block] = values;
      }
    }
    return forward(price, checkpoints);
  }

  /**
   * Values of the states before a tick is decided, from those before the next one. The levels are
   * the inner loop: their minima do not depend on each other.
   */
  private void before(int k, double price, double[] after, double[] values) {
    stage(k, price, after);
    double charge = raiseSeconds[k];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    for (int cell = width - 1; cell >= 0; cell--) {
      double end = charge * cells.high(cell);
      double begin = charge * cells.low(cell);
      int offset = cell * L;
      for (int level = 0; level < L; level++) {
        values[offset + level] = best[level] - end;
        best[level] = Math.min(best[level], stage[offset + level] + begin);
      }
    }
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    for (int offset = 0; offset < width * L; offset += L) {
      for (int level = 0; level < L; level++) {
        best[level] = Math.min(best[level], stage[offset + level]);
        values[offset + level] = Math.min(values[offset + level], best[level]);
      }
    }
  }

  /** Cost from a tick on for every level before it and cell chosen in it. */
  private void stage(int k, double price, double[] after) {
    TickTable table = ticks.table(k);
    double seconds = ticks.knownSeconds(k);
    double weight = price * ticks.requests(k);
    for (int row = 0; row < table.rows(); row++) {
      for (int level = 0; level < L; level++) {
        fixed[level] = weight * table.violation(row, level);
        next[level] = next(k, table.waiting(row, level));
      }
      int end = table.firstCell(row + 1);
      for (int cell = table.firstCell(row); cell < end; cell++) {
        double cost = seconds * cells.low(cell);
        int offset = cell * L;
        for (int level = 0; level < L; level++) {
          stage[offset + level] = fixed[level] + cost + after[offset + next[level]];
        }
      }
    }
  }

  private int next(int k, short waiting) {
    return k + 1 < ticks.count() ? WaitLevels.level(ticks.table(k + 1).base(), waiting) : 0;
  }

  private Solution forward(double price, double[][] checkpoints) {
    int count = ticks.count();
    int[] replicas = new int[count];
    double[][] block = new double[BLOCK][L * width];
    double cost = 0;
    double violations = 0;
    int from = -1;
    int level = 0;
    for (int k = 0; k < count; k++) {
      if (k % BLOCK == 0) {
        fill(block, k, price, checkpoints[k / BLOCK + 1]);
      }
      stage(k, price, block[k % BLOCK]);
      int to = from < 0 ? cheapest() : cheapest(level, from, raiseSeconds[k]);
      int raised = from < 0 || to <= from ? 0 : cells.low(to) - cells.high(from);
      TickTable table = ticks.table(k);
      int row = table.row(to);
      cost += cells.low(to) * ticks.knownSeconds(k) + raiseSeconds[k] * raised;
      violations += ticks.requests(k) * table.violation(row, level);
      level = next(k, table.waiting(row, level));
      replicas[k] = cells.high(to);
      from = to;
    }
    return new Solution(price, cost, violations, replicas);
  }

  /** Puts the values behind each tick of the block that begins at {@code first} into its place. */
  private void fill(double[][] block, int first, double price, double[] end) {
    int last = Math.min(ticks.count(), first + BLOCK) - 1;
    System.arraycopy(end, 0, block[last - first], 0, end.length);
    for (int k = last; k > first; k--) {
      before(k, price, block[k - first], block[k - first - 1]);
    }
  }

  private int cheapest() {
    int cheapest = 0;
    for (int cell = 1; cell < width; cell++) {
      cheapest = stage[cell * L] < stage[cheapest * L] ? cell : cheapest;
    }
    return cheapest;
  }

  private int cheapest(int level, int from, double charge) {
    int cheapest = from;
    double least = stage[from * L + level];
    for (int cell = 0; cell < width; cell++) {
      double raise = cell > from ? charge * (cells.low(cell) - cells.high(from)) : 0;
      double total = stage[cell * L + level] + raise;
      if (total < least) {
        cheapest = cell;
        least = total;
      }
    }
    return cheapest;
  }
}

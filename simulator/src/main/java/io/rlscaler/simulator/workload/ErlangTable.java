package io.rlscaler.simulator.workload;

import java.util.Arrays;

/**
 * ln(1/B - 1) of the Erlang loss probability B(N, a), interpolated linearly in ln N and {@code v =
 * sqrt(N) ln(a/N)}, the scaling in which B varies slowly for large N. Error of 1/B - 1 below 1 %.
 */
final class ErlangTable {
  private static final double LOWEST = -10;
  private static final double CELL = .125;
  private static final int COLUMNS = 121;
  private static final int MOST_SLOTS = 28_000;
  private static final double RATIO = 1.15;
  private static final double[] LOG_SLOTS;
  private static final float[] VALUES;

  static {
    int[] nodes = nodes();
    LOG_SLOTS = Arrays.stream(nodes).mapToDouble(Math::log).toArray();
    VALUES = new float[nodes.length * COLUMNS];
    for (int row = 0; row < nodes.length; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        double v = LOWEST + CELL * column;
        double load = Math.min(2.5, Math.max(.02, Math.exp(v / Math.sqrt(nodes[row]))));
        VALUES[row * COLUMNS + column] =
            (float) Math.log(excessOfInverse(nodes[row], load * nodes[row]));
      }
    }
  }

  private ErlangTable() {}

  private static int[] nodes() {
    int[] nodes = new int[100];
    int count = 0;
    for (int n = 1; n < MOST_SLOTS; n = (int) Math.max(n + 1, Math.rint(n * RATIO))) {
      nodes[count++] = n;
    }
    nodes[count++] = MOST_SLOTS;
    return Arrays.copyOf(nodes, count);
  }

  /**
   * 1/B(N, a) - 1 = N/a + N(N-1)/a^2 + ..., the expanded recursion 1/B(k) = 1 + (k/a)/B(k-1), cut
   * where the terms no longer count.
   */
  static double excessOfInverse(int slots, double load) {
    double term = 1;
    double sum = 0;
    for (int k = slots; k > 0; k--) {
      term *= k / load;
      sum += term;
      if (k < load && term < 1e-12 * sum) {
        break;
      }
    }
    return sum;
  }

  /** The row below a number of slots and, as its fraction, how far the next one is. */
  static double row(int slots) {
    double log = Math.log(slots);
    int row = Arrays.binarySearch(LOG_SLOTS, log);
    row = row >= 0 ? row : -row - 2;
    row = Math.min(row, LOG_SLOTS.length - 2);
    double fraction = (log - LOG_SLOTS[row]) / (LOG_SLOTS[row + 1] - LOG_SLOTS[row]);
    return row + Math.min(fraction, 1 - 1e-12);
  }

  /**
   * 1/B - 1.
   *
   * @param position from {@link #row}
   * @param v sqrt(N) ln(a/N), clamped to the table
   */
  static double excessOfInverse(double position, double v) {
    int row = (int) position;
    double down = position - row;
    double x = Math.min(COLUMNS - 1.001, Math.max(0, (v - LOWEST) / CELL));
    int column = (int) x;
    double right = x - column;
    int i = row * COLUMNS + column;
    double upper = VALUES[i] + right * (VALUES[i + 1] - VALUES[i]);
    double lower = VALUES[i + COLUMNS] + right * (VALUES[i + COLUMNS + 1] - VALUES[i + COLUMNS]);
    return Math.exp(upper + down * (lower - upper));
  }
}

package io.rlscaler.simulator.bound;

import java.util.Arrays;

/**
 * The grid of replica counts: single counts as far as 256 of them reach, then cells that grow with
 * the count. A cell costs as much as its lowest count and serves as well as its highest, so that a
 * coarse grid lowers the bound and never raises it. The last cell holds all counts that are of no
 * use to the load.
 */
final class ReplicaCells {
  private static final int SINGLE = 256;
  private static final int CELLS_PER_E_FOLD = 64;

  private final int[] low;
  private final int[] high;

  ReplicaCells(int min, int useful, int max) {
    int[] lows = new int[SINGLE + 64 * CELLS_PER_E_FOLD];
    int[] highs = new int[lows.length];
    int count = 0;
    for (int n = min; n <= max; n = highs[count++] + 1) {
      int width = count < SINGLE ? 1 : Math.max(1, n / CELLS_PER_E_FOLD);
      boolean last = n + width > useful;
      lows[count] = n;
      highs[count] = last ? max : Math.min(max, n + width - 1);
    }
    low = Arrays.copyOf(lows, count);
    high = Arrays.copyOf(highs, count);
  }

  int count() {
    return low.length;
  }

  int low(int cell) {
    return low[cell];
  }

  int high(int cell) {
    return high[cell];
  }

  /** The first cell that holds {@code n} or more, the last cell if there is none. */
  int atLeast(int n) {
    int found = Arrays.binarySearch(high, n);
    return Math.min(count() - 1, found >= 0 ? found : -found - 1);
  }
}

package io.rlscaler.simulator.bound;

/**
 * What waits between two ticks, rounded down to a grid. Work that waits is measured in
 * replica-seconds, which a change of the replicas leaves as they are. The grid is geometric and the
 * same for all ticks; each tick looks at the empty queue and at grid points that begin where the
 * wait is a tenth of the objective's latency: all up to twice the latency, few above.
 */
final class WaitLevels {
  /** Levels of a tick: the empty queue and the grid points. */
  static final int COUNT = 16;

  /** The grid index of the empty queue. */
  static final short EMPTY = Short.MIN_VALUE;

  /** Grid points of the levels from 1 on, counted from that of level 1. */
  private static final int[] OFFSETS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 21, 27, 34};

  private static final int[] LEVEL_OF_OFFSET = levelOfOffset();
  private static final double LOG_RATIO = Math.log(1.4);
  private static final double LEAST_WAIT = 0.1;
  private static final double LEAST_LOAD = 0.25;

  private WaitLevels() {}

  private static int[] levelOfOffset() {
    int[] levels = new int[OFFSETS[OFFSETS.length - 1] + 1];
    for (int level = 1, offset = 0; offset < levels.length; offset++) {
      level += level < OFFSETS.length && OFFSETS[level] <= offset ? 1 : 0;
      levels[offset] = level;
    }
    return levels;
  }

  /**
   * Grid index of a tick's level 1.
   *
   * @param load mean load of the tick [replicas]
   */
  static int base(double load, double latencySeconds) {
    return index(LEAST_WAIT * latencySeconds * Math.max(load, LEAST_LOAD));
  }

  /** The highest grid point that is not above some waiting work [replica-seconds]. */
  static short index(double work) {
    return work < 1e-9 ? EMPTY : (short) Math.floor(Math.log(work) / LOG_RATIO + 1e-9);
  }

  /** The waiting work of a level [replica-seconds]. */
  static double work(int base, int level) {
    return level == 0 ? 0 : Math.exp((base + OFFSETS[level - 1]) * LOG_RATIO);
  }

  /** The level of a tick that is not above a grid point. */
  static int level(int base, short index) {
    int offset = index - base;
    return offset < 0 ? 0 : LEVEL_OF_OFFSET[Math.min(LEVEL_OF_OFFSET.length - 1, offset)];
  }
}

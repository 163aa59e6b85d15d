package io.rlscaler.simulator.workload;

/**
 * Counts of latencies in cells of 1/64 of an octave, from 2^-20 s (a microsecond) to 2^20 s (twelve
 * days); beyond, they count in the outermost cells. A quantile is interpolated inside a cell and
 * off by less than 1.6 %, usually by far less.
 */
public final class LatencyHistogram {
  private static final int LEAST_EXPONENT = -20;
  private static final int OCTAVES = 40;
  private static final int CELL_BITS = 6;
  private static final int CELLS = OCTAVES << CELL_BITS;
  private static final int SHIFT = 52 - CELL_BITS;
  private static final int OFFSET =
      (int) (Double.doubleToRawLongBits(Math.scalb(1.0, LEAST_EXPONENT)) >>> SHIFT);

  private final long[] counts = new long[CELLS];

  /** An empty histogram. */
  public LatencyHistogram() {}

  void add(double seconds) {
    counts[cell(seconds)]++;
  }

  private static int cell(double seconds) {
    int cell = (int) (Double.doubleToRawLongBits(seconds) >>> SHIFT) - OFFSET;
    return Math.max(0, Math.min(CELLS - 1, cell));
  }

  /** Number of latencies. */
  public long count() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  /**
   * The latency that a share of the requests does not exceed [s].
   *
   * @param probability between 0 and 1, both excluded
   * @throws IllegalStateException if nothing was counted
   */
  public double quantile(double probability) {
    if (!(probability > 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "probability is " + probability + ", expected more than 0 and less than 1");
    }
    long total = count();
    if (total == 0) {
      throw new IllegalStateException("no request was answered, expected one to have a latency");
    }
    double rank = probability * total;
    int cell = 0;
    double below = 0;
    while (cell < CELLS - 1 && below + counts[cell] < rank) {
      below += counts[cell];
      cell++;
    }
    double from = edge(cell);
    double part = Math.min(1, (rank - below) / Math.max(1, counts[cell]));
    return from + part * (edge(cell + 1) - from);
  }

  private static double edge(int cell) {
    double within = (double) (cell & ((1 << CELL_BITS) - 1)) / (1 << CELL_BITS);
    return Math.scalb(1 + within, LEAST_EXPONENT + (cell >> CELL_BITS));
  }
}

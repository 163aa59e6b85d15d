package io.rlscaler.simulator.workload;

import io.rlscaler.simulator.workload.ServiceModel.Distribution;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Draws from a distribution of mean 1 by its inverse distribution function, tabulated at 64 points
 * per octave of the probability towards either end, down to 2^-35, and linear in between. One
 * random number of 64 bits makes one value: 6 bits choose the cell, one the side, the number of
 * zeros after them the octave, and the upper 24 the place inside the cell.
 *
 * <p>The linear parts are too long by less than 1e-4 of the mean; all values are scaled so that the
 * mean is 1 exactly. Thread-safe.
 */
final class SampleTable {
  private static final int CELL_BITS = 6;
  private static final int CELLS = 1 << CELL_BITS;
  private static final int OCTAVES = 34;
  private static final int SIDE = OCTAVES * CELLS;
  private static final double FRACTION = 0x1p-24;
  private static final ConcurrentHashMap<Key, SampleTable> TABLES = new ConcurrentHashMap<>();

  private record Key(double variation, Distribution distribution) {}

  /** Quantiles by falling distance to the lower end, then to the upper end; one side each. */
  private final double[] values = new double[2 * (SIDE + 1)];

  private SampleTable(Quantiles quantiles) {
    for (int i = SIDE; i >= 0; i--) {
      double tail = tail(i);
      values[i] = quantiles.lower(tail);
      values[SIDE + 1 + i] = quantiles.upper(tail);
    }
    double mean = mean();
    for (int i = 0; i < values.length; i++) {
      values[i] /= mean;
    }
  }

  /** The table of a family and coefficient of variation, shared. */
  static SampleTable of(Distribution distribution, double variation) {
    return TABLES.computeIfAbsent(
        new Key(variation, distribution),
        key -> new SampleTable(Quantiles.of(key.distribution(), key.variation())));
  }

  /** Exponential of mean 1. */
  static SampleTable exponential() {
    return of(Distribution.GAMMA, 1);
  }

  /** The probability of lying beyond the i-th point of a side. */
  static double tail(int i) {
    return Math.scalb(1 + (double) (i % CELLS) / CELLS, i / CELLS - OCTAVES - 1);
  }

  private double mean() {
    double sum = 0;
    for (int i = 0; i < SIDE; i++) {
      int upper = SIDE + 1 + i;
      double pairs = values[i] + values[i + 1] + values[upper] + values[upper + 1];
      sum += (tail(i + 1) - tail(i)) * pairs / 2;
    }
    return sum / (2 * tail(SIDE) - 2 * tail(0));
  }

  /** A random value. */
  double draw(SplittableRandom random) {
    return value(random.nextLong());
  }

  /** The value that a random number stands for. */
  double value(long bits) {
    int cell = (int) bits & (CELLS - 1);
    int side = (int) (bits >>> CELL_BITS) & 1;
    // a bit set above the last octave bounds the zeros
    int zeros = Long.numberOfTrailingZeros((bits >>> (CELL_BITS + 1)) | (1L << (OCTAVES - 1)));
    int i = side * (SIDE + 1) + (OCTAVES - 1 - zeros) * CELLS + cell;
    double low = values[i];
    return low + (bits >>> 40) * FRACTION * (values[i + 1] - low);
  }
}

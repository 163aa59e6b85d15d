package io.rlscaler.simulator.fitting;

import java.util.Arrays;

/**
 * The arrival rate of each step, from means over windows of several steps: a mean alone would make
 * every jump of the traffic a slow climb, and the queue of a jump vanish. Some iterations of
 * Richardson and Lucy's method (W. H. Richardson, 1972; L. B. Lucy, 1974), which climbs towards the
 * most likely rates under Poisson noise and stays positive; few of them, so that noise stays small.
 */
final class WindowedRates {
  private static final int ITERATIONS = 8;

  private WindowedRates() {}

  /**
   * The rates of a history's steps [requests/s]; NaN where no window that holds a step is known.
   */
  static double[] of(ServiceHistory history) {
    int size = history.size();
    int window = history.windowSteps();
    double[] rates = new double[size];
    for (int i = 0; i < size; i++) {
      rates[i] = history.rate().at(Math.min(size - 1, i + (window - 1) / 2));
    }
    if (window == 1) {
      return rates;
    }
    double[] ratios = new double[size];
    for (int k = 0; k < ITERATIONS; k++) {
      for (int end = 0; end < size; end++) {
        double mean = mean(rates, end - window + 1, end);
        ratios[end] = mean > 0 ? history.rate().at(end) / mean : Double.NaN;
      }
      for (int i = 0; i < size; i++) {
        double factor = mean(ratios, i, i + window - 1);
        rates[i] *= Double.isNaN(factor) ? 1 : factor;
      }
    }
    return rates;
  }

  /** The mean of the known values of {@code [from, to]}. */
  private static double mean(double[] values, int from, int to) {
    return Arrays.stream(values, Math.max(0, from), Math.min(values.length, to + 1))
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }
}

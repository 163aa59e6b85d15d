package io.rlscaler.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One measured quantity.
 *
 * @param name ends in its unit
 * @param unit of the values
 * @param median over the iterations
 * @param least over the iterations
 */
record Figure(String name, String unit, double median, double least) {

  /** Sums up the values of the iterations, of which there is at least one. */
  static Figure of(String name, String unit, double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    boolean odd = sorted.length % 2 == 1;
    double median = odd ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Figure(name, unit, median, sorted[0]);
  }

  /** The lines {@code name value unit}, of the median and of the least value. */
  List<String> lines() {
    return List.of(line(name, median), line(name + "_min", least));
  }

  private String line(String label, double value) {
    return String.format(Locale.ROOT, "%s %.4g %s", label, value, unit);
  }
}

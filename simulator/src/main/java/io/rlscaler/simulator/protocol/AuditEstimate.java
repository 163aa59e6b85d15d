package io.rlscaler.simulator.protocol;

import io.rlscaler.simulator.evaluation.Audit;
import java.util.List;

/**
 * From replayed windows to the violation share that the request-level model gives a whole row.
 *
 * <p>With the differences d between the two models' violations in a window, the correction of the
 * share is the sum of d over the certain windows plus the weighted sum over the drawn ones, over
 * all requests (difference estimator). Its variance: n times the sample variance of d for the n
 * certain windows, which have no sampling error but each only one realisation of the arrivals; for
 * the drawn ones that of the mean of n independent weighted differences (Hansen and Hurwitz). The
 * interval takes Student's t with the degrees of freedom of the draws.
 */
final class AuditEstimate {
  /** 95 % quantile of the standard normal distribution. */
  private static final double Z = 1.6448536269514722;

  private AuditEstimate() {}

  /**
   * The audit of a row.
   *
   * @param sample of its windows
   * @param violations by the request-level model: of the certain windows, then of the drawn ones
   * @param requests of all windows of the row together
   */
  static Audit of(AuditSample sample, double[] violations, double requests) {
    if (violations.length != sample.size() || !sample.isUsable()) {
      throw new IllegalArgumentException(
          "found " + violations.length + " replays, expected a usable sample of " + sample.size());
    }
    int certain = sample.certain().size();
    double[] differences = new double[certain];
    double fast = 0;
    double exact = 0;
    for (int i = 0; i < certain; i++) {
      fast += sample.certain().get(i).fastViolations();
      exact += violations[i];
      differences[i] = violations[i] - sample.certain().get(i).fastViolations();
    }
    List<AuditSample.Draw> drawn = sample.drawn();
    double[] weighted = new double[drawn.size()];
    for (int i = 0; i < weighted.length; i++) {
      AuditSample.Draw draw = drawn.get(i);
      fast += draw.weight() * draw.window().fastViolations();
      exact += draw.weight() * violations[certain + i];
      weighted[i] = draw.weight() * (violations[certain + i] - draw.window().fastViolations());
    }
    double deviation =
        Math.sqrt(certain * variance(differences) + weighted.length * variance(weighted));
    return audit(sample, exact / requests, fast / requests, deviation / requests);
  }

  private static Audit audit(AuditSample sample, double exact, double fast, double deviation) {
    double share = Math.min(1, exact);
    double half = quantile(sample.drawn().size() - 1) * deviation;
    return new Audit(
        share,
        Math.max(0, share - half),
        Math.min(1, share + half),
        sample.size(),
        Math.min(1, fast));
  }

  /** The sample variance; of a single difference, its square. */
  private static double variance(double[] values) {
    if (values.length == 0) {
      return 0;
    }
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    if (values.length == 1) {
      return mean * mean;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares / (values.length - 1);
  }

  /** 95 % quantile of Student's t by the first two terms of its expansion in 1/degrees. */
  private static double quantile(int degrees) {
    if (degrees < 1) {
      return Z;
    }
    double cube = Z * Z * Z;
    double second = (5 * cube * Z * Z + 16 * cube + 3 * Z) / 96;
    return Z + (cube + Z) / (4.0 * degrees) + second / ((double) degrees * degrees);
  }
}

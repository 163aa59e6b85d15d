package io.rlscaler.simulator.agreement;

import io.rlscaler.simulator.workload.RequestLevelModel;

/**
 * The violation share of a cell by the request-level model.
 *
 * @param share violating requests over all requests of all runs
 * @param standardError of the share, from the differences between the runs
 * @param seed of the first run; each further one has the next
 * @param runs at least 2
 * @param requests counted in all runs
 */
public record ExactShare(double share, double standardError, long seed, int runs, long requests) {
  private static final int FEWEST_RUNS = 24;
  private static final int MOST_RUNS = 1000;

  /** What a cell costs, unless its episode is so long that the fewest runs take more. */
  private static final double REQUESTS = 2e6;

  /** The sums over runs that share and standard error follow from. */
  private static final class Sums {
    private final Cell cell;
    private final long seed;
    private int runs;
    private double requests;
    private double late;
    private double squaredRequests;
    private double squaredLate;
    private double products;

    Sums(Cell cell, long seed) {
      this.cell = cell;
      this.seed = seed;
    }

    void run() {
      RequestLevelModel model = cell.play(seed + runs);
      double a = 0;
      double v = 0;
      for (int i = cell.firstCounted(); i < model.steps(); i++) {
        a += model.arrivals(i);
        v += model.violations(i);
      }
      runs++;
      requests += a;
      late += v;
      squaredRequests += a * a;
      squaredLate += v * v;
      products += a * v;
    }

    /** Standard error of a ratio of sums, from the residuals of the runs. */
    ExactShare result() {
      double share = requests == 0 ? 0 : late / requests;
      double residuals = squaredLate - 2 * share * products + share * share * squaredRequests;
      double error =
          requests == 0 ? 0 : Math.sqrt(Math.max(0, residuals) * runs / (runs - 1.0)) / requests;
      return new ExactShare(share, error, seed, runs, (long) requests);
    }
  }

  /** The share from a given number of runs: equal arguments give equal numbers. */
  public static ExactShare of(Cell cell, long seed, int runs) {
    if (runs < 2) {
      throw new IllegalArgumentException("runs are " + runs + ", expected 2 or more");
    }
    Sums sums = new Sums(cell, seed);
    for (int i = 0; i < runs; i++) {
      sums.run();
    }
    return sums.result();
  }

  /**
   * The share from as many runs as it takes to know it well. Their number is fixed before the first
   * one: stopping when the error looks small would favour runs without rare, bad episodes.
   */
  public static ExactShare of(Cell cell, long seed) {
    double wanted = Math.ceil(REQUESTS / cell.requests());
    return of(cell, seed, (int) Math.max(FEWEST_RUNS, Math.min(MOST_RUNS, wanted)));
  }
}

package io.rlscaler.trainer.learning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What several settings of one controller cost and violate: the lower left edge of it.
 *
 * @param points by falling violation share and rising cost
 */
record Front(List<Point> points) {
  /** Below it, logarithms of violation shares say nothing. */
  private static final double LEAST_SHARE = 1e-7;

  /**
   * One setting.
   *
   * @param cost over that of the bound
   * @param violationShare of the requests
   */
  record Point(double cost, double violationShare) {}

  /** Leaves out what another setting beats in both. */
  static Front of(List<Point> all) {
    List<Point> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingDouble(Point::cost).thenComparingDouble(Point::violationShare));
    List<Point> kept = new ArrayList<>();
    double least = Double.POSITIVE_INFINITY;
    for (Point point : sorted) {
      if (point.violationShare() < least) {
        kept.add(point);
        least = point.violationShare();
      }
    }
    return new Front(List.copyOf(kept));
  }

  /**
   * The cost at a violation share, between two settings straight over the share's logarithm.
   *
   * @return empty if no setting has so few violations
   */
  OptionalDouble costAt(double violationShare) {
    for (int i = 0; i < points.size(); i++) {
      Point keeps = points.get(i);
      if (keeps.violationShare() > violationShare) {
        continue;
      }
      if (i == 0) {
        return OptionalDouble.of(keeps.cost());
      }
      Point misses = points.get(i - 1);
      double low = Math.log(Math.max(LEAST_SHARE, keeps.violationShare()));
      double high = Math.log(misses.violationShare());
      double share = high > low ? (high - Math.log(violationShare)) / (high - low) : 0;
      return OptionalDouble.of(misses.cost() + share * (keeps.cost() - misses.cost()));
    }
    return OptionalDouble.empty();
  }
}

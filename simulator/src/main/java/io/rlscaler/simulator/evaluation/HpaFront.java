package io.rlscaler.simulator.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The cost-violation front of the HPA: of all HPAs that were tried, those that no other beats in
 * both cost and violation share.
 *
 * <p>Between two neighbours the logarithm of the cost is interpolated over the logarithm of the
 * share. Fronts are convex in these terms too, but less so than in plain shares, so this asks more
 * of a controller that is compared with the front than straight lines would.
 */
public final class HpaFront {
  /** Shares below are not told apart; keeps the logarithm finite. */
  private static final double LEAST_SHARE = 1e-7;

  private final List<FrontPoint> points;

  private HpaFront(List<FrontPoint> points) {
    this.points = points;
  }

  /** The front of all HPAs that were tried. */
  public static HpaFront of(List<FrontPoint> tried) {
    List<FrontPoint> sorted =
        tried.stream()
            .sorted(
                Comparator.comparingDouble(FrontPoint::violationShare)
                    .thenComparingDouble(FrontPoint::replicaSeconds))
            .toList();
    List<FrontPoint> front = new ArrayList<>();
    double cheapest = Double.POSITIVE_INFINITY;
    for (FrontPoint point : sorted) {
      if (point.replicaSeconds() < cheapest) {
        cheapest = point.replicaSeconds();
        front.add(point);
      }
    }
    return new HpaFront(List.copyOf(front));
  }

  /** The points of the front by rising share and falling cost. */
  public List<FrontPoint> points() {
    return points;
  }

  /**
   * Cost of an HPA with at most this violation share.
   *
   * @param share 0 to 1
   * @return replica-seconds; empty where no HPA that was tried has so small a share
   */
  public OptionalDouble costAt(double share) {
    if (points.isEmpty() || share < points.get(0).violationShare()) {
      return OptionalDouble.empty();
    }
    int above = 1;
    while (above < points.size() && points.get(above).violationShare() <= share) {
      above++;
    }
    FrontPoint left = points.get(above - 1);
    return OptionalDouble.of(
        above == points.size()
            ? left.replicaSeconds()
            : interpolate(left, points.get(above), share));
  }

  private static double interpolate(FrontPoint left, FrontPoint right, double share) {
    double from = logShare(left.violationShare());
    double span = logShare(right.violationShare()) - from;
    double weight = span > 0 ? (logShare(share) - from) / span : 0;
    return left.replicaSeconds() * Math.pow(right.replicaSeconds() / left.replicaSeconds(), weight);
  }

  private static double logShare(double share) {
    return Math.log(Math.max(share, LEAST_SHARE));
  }
}

package io.rlscaler.engine.baseline;

import java.util.List;

/**
 * All that the algorithm remembers about one workload: its recent recommendations and, with
 * behavior, its recent scale events. The memory is bounded by the number of calls within one
 * stabilization window and of scalings within one policy period. Not safe for use by several
 * threads at once.
 *
 * <p>A limiter overwrites at most one record per call that lies outside its windows, and a scale
 * event counts as outside once it is older than the longest period of its own direction, even if
 * the other direction's policies look further back. This is what the controller does
 * (storeScaleEvent and stabilizeRecommendationWithBehaviors in kubernetes/kubernetes,
 * pkg/controller/podautoscaler/horizontal.go).
 */
public final class HpaState {

  private final TimedCounts recommendations;
  private final TimedCounts scaleUps;
  private final TimedCounts scaleDowns;

  /** The state of a workload that has not been seen yet. */
  public HpaState() {
    this(new TimedCounts(), new TimedCounts(), new TimedCounts());
  }

  private HpaState(TimedCounts recommendations, TimedCounts scaleUps, TimedCounts scaleDowns) {
    this.recommendations = recommendations;
    this.scaleUps = scaleUps;
    this.scaleDowns = scaleDowns;
  }

  /** The state that {@code snapshot} was taken of. */
  public static HpaState restore(Snapshot snapshot) {
    return new HpaState(
        TimedCounts.restore(snapshot.recommendations()),
        TimedCounts.restore(snapshot.scaleUps()),
        TimedCounts.restore(snapshot.scaleDowns()));
  }

  /** An unchangeable copy of all that is remembered, in the order in which it is kept. */
  public Snapshot snapshot() {
    return new Snapshot(recommendations.entries(), scaleUps.entries(), scaleDowns.entries());
  }

  /** An independent state with the same memory. */
  public HpaState copy() {
    return new HpaState(recommendations.copy(), scaleUps.copy(), scaleDowns.copy());
  }

  /**
   * Records the current count as the first recommendation, so that nothing shrinks for one window.
   */
  void seeFirst(long nowMillis, int current) {
    if (recommendations.isEmpty()) {
      recommendations.store(nowMillis, current, Long.MIN_VALUE);
    }
  }

  TimedCounts recommendations() {
    return recommendations;
  }

  TimedCounts scaleUps() {
    return scaleUps;
  }

  TimedCounts scaleDowns() {
    return scaleDowns;
  }

  /**
   * A recommendation or a scale event.
   *
   * @param timeMillis when, in milliseconds since the epoch
   * @param count the recommended replicas, or the pods added or removed; never negative
   */
  public record TimedCount(long timeMillis, int count) {

    /** Refuses a negative count. */
    public TimedCount {
      if (count < 0) {
        throw new IllegalArgumentException("count is " + count + ", expected at least 0");
      }
    }
  }

  /**
   * The state as a value, to be stored or compared.
   *
   * @param recommendations wished counts before stabilization
   * @param scaleUps pods added by successful scalings
   * @param scaleDowns pods removed by successful scalings
   */
  public record Snapshot(
      List<TimedCount> recommendations, List<TimedCount> scaleUps, List<TimedCount> scaleDowns) {

    /** Copies the lists. */
    public Snapshot {
      recommendations = List.copyOf(recommendations);
      scaleUps = List.copyOf(scaleUps);
      scaleDowns = List.copyOf(scaleDowns);
    }
  }
}

package io.rlscaler.engine.baseline;

import java.util.List;
import java.util.Optional;

/**
 * The HorizontalPodAutoscaler in its utilization form, seen as operator, simulator and trainer see
 * a workload: all ready pods use the same share of what they request, pending pods are unready, and
 * no metric is missing. Every pod is taken to request 1000 thousandths and to use {@code round(1000
 * * utilization)}, so that the integer percentage of the HPA comes out as it would in a cluster.
 *
 * <p>Unchangeable and free of shared state; one object serves all calls for the same spec.
 */
public final class UtilizationBaseline {

  private static final long REQUEST_MILLI = 1000;

  private final int targetPercent;
  private final Tolerance tolerance;
  private final ReplicaLimiter limiter;
  private final BehaviorLimiter behaviorLimiter;
  private final Reconciliation reconciliation;

  /**
   * A baseline for one spec.
   *
   * @param targetPercent wanted utilization, at least 1
   * @param minReplicas lowest count, at least 1
   * @param maxReplicas highest count, at least {@code minReplicas}
   * @param behavior empty for the limits that applied before behavior existed
   * @param settings flags of the controller
   */
  public UtilizationBaseline(
      int targetPercent,
      int minReplicas,
      int maxReplicas,
      Optional<ScalingBehavior> behavior,
      HpaControllerSettings settings) {
    HpaSpec spec =
        new HpaSpec(
            minReplicas,
            maxReplicas,
            List.of(
                new MetricSpec.Resource(
                    MetricSpec.CPU, new MetricSpec.AverageUtilization(targetPercent))),
            behavior);
    this.targetPercent = targetPercent;
    this.tolerance = Tolerance.of(behavior, settings);
    this.limiter = ReplicaLimiter.of(spec.behavior(), settings);
    this.behaviorLimiter =
        limiter instanceof BehaviorLimiter same
            ? same
            : new BehaviorLimiter(ScalingBehavior.unset(), settings);
    this.reconciliation = new Reconciliation(minReplicas, maxReplicas, limiter);
  }

  /**
   * The count that the metric alone asks for, before range, stabilization and rate limits; invalid
   * when no pod is ready.
   *
   * @param current replicas in the target's spec, at least 0
   * @param ready ready pods, at least 0
   * @param pending pods that are not ready, at least 0
   * @param utilization used share of the ready capacity, finite and at least 0
   */
  public Proposal propose(int current, int ready, int pending, double utilization) {
    if (current < 0 || ready < 0 || pending < 0) {
      throw new IllegalArgumentException(
          "current, ready, pending are %d, %d, %d, expected at least 0"
              .formatted(current, ready, pending));
    }
    if (!(utilization >= 0 && utilization < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "utilization is " + utilization + ", expected a finite number of at least 0");
    }
    PodAggregate.Utilization pods =
        new PodAggregate.Utilization(
            ready,
            pending,
            0,
            ready,
            ready * Math.round(utilization * REQUEST_MILLI),
            ready * REQUEST_MILLI,
            0,
            0,
            pending * REQUEST_MILLI);
    return ReplicaCalculator.utilization(pods, current, targetPercent, tolerance);
  }

  /**
   * What the HPA would do now; remembers the proposal. Parameters as for {@link #propose}.
   *
   * @param state memory of the workload
   * @param nowMillis time, in milliseconds since the epoch
   */
  public Recommendation recommend(
      HpaState state, long nowMillis, int current, int ready, int pending, double utilization) {
    return recommend(state, nowMillis, current, ready, pending, utilization, 0);
  }

  /**
   * As {@link #recommend(HpaState, long, int, int, int, double)}, as if somebody had raised {@code
   * minReplicas} before this call.
   *
   * @param floor least replicas now, where above {@code minReplicas}; at most {@code maxReplicas}
   *     of it counts
   */
  public Recommendation recommend(
      HpaState state,
      long nowMillis,
      int current,
      int ready,
      int pending,
      double utilization,
      int floor) {
    Reconciliation frame = reconciliation.withFloor(floor);
    Optional<Recommendation> settled = frame.withoutMetrics(state, nowMillis, current);
    if (settled.isPresent()) {
      return settled.get();
    }
    List<Proposal> proposals = List.of(propose(current, ready, pending, utilization));
    return frame.fromMetrics(state, nowMillis, current, proposals);
  }

  /** Remembers a scaling that has succeeded. */
  public void recordScale(HpaState state, long nowMillis, int from, int to) {
    limiter.recordScale(state, nowMillis, from, to);
  }

  /**
   * The limits for wishes that are not the baseline's own, to be used with a state of their own:
   * those of the spec's behavior, or the v2 defaults where the spec has none.
   */
  public BehaviorLimiter behaviorLimiter() {
    return behaviorLimiter;
  }
}

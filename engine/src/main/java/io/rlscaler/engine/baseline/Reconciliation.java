package io.rlscaler.engine.baseline;

import io.rlscaler.engine.baseline.Recommendation.Reason;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The frame around the metrics that all forms of the autoscaler share: the allowed range, the
 * choice among the proposals, the limits.
 */
final class Reconciliation {

  private final int minReplicas;
  private final int maxReplicas;
  private final ReplicaLimiter limiter;

  Reconciliation(int minReplicas, int maxReplicas, ReplicaLimiter limiter) {
    this.minReplicas = minReplicas;
    this.maxReplicas = maxReplicas;
    this.limiter = limiter;
  }

  /** The same frame where the least replicas are at least so many, but never above the most. */
  Reconciliation withFloor(int floor) {
    return floor <= minReplicas
        ? this
        : new Reconciliation(Math.min(floor, maxReplicas), maxReplicas, limiter);
  }

  /** The answer to a count that needs no metrics: paused, or outside the allowed range. */
  Optional<Recommendation> withoutMetrics(HpaState state, long nowMillis, int current) {
    state.seeFirst(nowMillis, current);
    if (current == 0 && minReplicas != 0) {
      return answer(current, 0, Reason.SCALING_DISABLED);
    }
    if (current > maxReplicas) {
      return answer(current, maxReplicas, Reason.ABOVE_MAX);
    }
    if (current < minReplicas) {
      return answer(current, minReplicas, Reason.BELOW_MIN);
    }
    return Optional.empty();
  }

  /** The largest of the proposals within the limits; a scale-down needs all of them to be valid. */
  Recommendation fromMetrics(
      HpaState state, long nowMillis, int current, List<Proposal> proposals) {
    int largest = 0;
    int leading = -1;
    Proposal.@Nullable Invalid firstInvalid = null;
    for (int i = 0; i < proposals.size(); i++) {
      Proposal proposal = proposals.get(i);
      if (proposal instanceof Proposal.Valid valid) {
        if (largest == 0 || valid.replicas() > largest) {
          largest = valid.replicas();
          leading = i;
        }
      } else if (proposal instanceof Proposal.Invalid invalid && firstInvalid == null) {
        firstInvalid = invalid;
      }
    }
    Optional<Proposal.Invalid> error = Optional.ofNullable(firstInvalid);
    if (leading < 0 || (firstInvalid != null && largest < current)) {
      return Recommendation.withoutMetrics(
          current, current, Reason.METRICS_UNAVAILABLE, proposals, error);
    }
    return limited(state, nowMillis, current, Math.max(0, largest), leading, proposals, error);
  }

  private Recommendation limited(
      HpaState state,
      long nowMillis,
      int current,
      int proposed,
      int leading,
      List<Proposal> proposals,
      Optional<Proposal.Invalid> error) {
    LimitedReplicas limited =
        limiter.limit(state, nowMillis, current, proposed, minReplicas, maxReplicas);
    return new Recommendation(
        current,
        limited.replicas(),
        proposed,
        Reason.VALID_METRIC_FOUND,
        limited.stabilization(),
        limited.limit(),
        OptionalInt.of(leading),
        proposals,
        error);
  }

  private static Optional<Recommendation> answer(int current, int desired, Reason reason) {
    return Optional.of(
        Recommendation.withoutMetrics(current, desired, reason, List.of(), Optional.empty()));
  }
}

package io.rlscaler.engine.baseline;

import io.rlscaler.engine.baseline.LimitedReplicas.Limit;
import io.rlscaler.engine.baseline.LimitedReplicas.Stabilization;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the HorizontalPodAutoscaler would do now.
 *
 * @param current replicas in the target's spec
 * @param desired replicas to scale to; equal to {@code current} when nothing is to be done
 * @param proposed the largest proposal of the metrics before any limit; equal to {@code desired}
 *     when they were not asked or must not be used
 * @param reason what decided
 * @param stabilization whether recent recommendations changed the proposal
 * @param limit what bounded it then
 * @param leadingMetric index of the metric with the largest proposal, when the metrics decided
 * @param proposals one per metric of the spec, empty when they were not asked
 * @param error the first metric that could not be used; present even when the others allowed to
 *     scale up
 */
public record Recommendation(
    int current,
    int desired,
    int proposed,
    Reason reason,
    Stabilization stabilization,
    Limit limit,
    OptionalInt leadingMetric,
    List<Proposal> proposals,
    Optional<Proposal.Invalid> error) {

  /** Copies the list. */
  public Recommendation {
    proposals = List.copyOf(proposals);
  }

  /** What decided the desired count. */
  public enum Reason {
    /** The metrics. */
    VALID_METRIC_FOUND,
    /** The target stands at 0 replicas although at least one is wanted: it is paused. */
    SCALING_DISABLED,
    /** There were more replicas than allowed; reduced at once, past all limits. */
    ABOVE_MAX,
    /** There were fewer replicas than allowed; raised at once, past all limits. */
    BELOW_MIN,
    /** The target's selector is missing or broken. */
    INVALID_SELECTOR,
    /** Another autoscaler controls the same pods. */
    AMBIGUOUS_SELECTOR,
    /** No metric could be used, or one could not and the others would scale down. */
    METRICS_UNAVAILABLE
  }

  /** Whether the target is to be scaled. */
  public boolean rescale() {
    return desired != current;
  }

  /** A recommendation that no metric took part in, or that no metric may change. */
  static Recommendation withoutMetrics(
      int current,
      int desired,
      Reason reason,
      List<Proposal> proposals,
      Optional<Proposal.Invalid> error) {
    return new Recommendation(
        current,
        desired,
        desired,
        reason,
        Stabilization.NONE,
        Limit.NONE,
        OptionalInt.empty(),
        proposals,
        error);
  }
}

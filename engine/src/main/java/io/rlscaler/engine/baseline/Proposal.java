package io.rlscaler.engine.baseline;

/** What one metric says about the replica count: a count, or why it has none. */
public sealed interface Proposal {

  /**
   * A count computed from the metric, before any limit.
   *
   * @param replicas the proposed count
   * @param current the metric's present value in the unit of its target: percent of the request for
   *     a utilization, else thousandths
   * @param averageMilli the same per pod in thousandths; equal to {@code current} for all but a
   *     utilization
   */
  record Valid(int replicas, long current, long averageMilli) implements Proposal {}

  /**
   * The metric cannot be used now.
   *
   * @param cause the kind of failure
   * @param message what was found, for people
   */
  record Invalid(Cause cause, String message) implements Proposal {}

  /** Why a metric cannot be used. */
  enum Cause {
    /** The metric could not be read. */
    READ_FAILED,
    /** The selector finds no pod. */
    NO_PODS,
    /** No pod that counts has the metric. */
    NO_METRICS_FOR_TARGETED_PODS,
    /** A container, or a pod, requests nothing of the resource. */
    MISSING_REQUEST,
    /** A pod has no container of the named kind. */
    CONTAINER_NOT_FOUND,
    /** No pod with the metric requests any of the resource. */
    NO_MATCHING_METRICS
  }

  /** The proposed count, or {@code fallback} when there is none. */
  default int replicasOr(int fallback) {
    return this instanceof Valid valid ? valid.replicas() : fallback;
  }
}

package io.rlscaler.engine.baseline;

/**
 * The pods of one target, summed up as far as a replica count needs them. {@code counted} are the
 * metrics that count, which includes metrics of pods that the selector does not find; {@code ready}
 * pods have a metric and count at once, {@code unready} ones only on a scale-up, {@code missing}
 * ones have no metric.
 */
sealed interface PodAggregate {

  /** Pods with a metric that counts. */
  int ready();

  /** Pods that are pending or, for CPU, not ready. */
  int unready();

  /** Pods without a metric. */
  int missing();

  /** Metrics that count. */
  int counted();

  /**
   * Usage against requests. Sums are in thousandths.
   *
   * @param usage of the ready pods
   * @param request of the ready pods
   * @param missingRequest of the missing pods
   * @param missingUsage what the missing pods are taken to use on a scale-down; depends on the
   *     target
   * @param unreadyRequest of the unready pods
   */
  record Utilization(
      int ready,
      int unready,
      int missing,
      int counted,
      long usage,
      long request,
      long missingRequest,
      long missingUsage,
      long unreadyRequest)
      implements PodAggregate {}

  /**
   * Usage per pod.
   *
   * @param usage sum over all metrics that count, in thousandths
   */
  record Average(int ready, int unready, int missing, int counted, long usage)
      implements PodAggregate {}
}

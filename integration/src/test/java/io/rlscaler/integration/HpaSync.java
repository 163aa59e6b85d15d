package io.rlscaler.integration;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricValueStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A sync of a real HPA that changed its status: what it saw and what it wanted.
 *
 * @param time when the change of the status was seen
 * @param current replicas in the target's spec, as the HPA saw them
 * @param desired replicas that the HPA then wanted
 * @param usageMilli thousandths of the metric's unit for all replicas; empty when the HPA could not
 *     read it. Of an average the status tells the amount for each replica, rounded up; times the
 *     replicas it is up to {@code current - 1} thousandths too large
 * @param ableToScale reason of the condition AbleToScale
 * @param scalingActive reason of the condition ScalingActive
 * @param scalingLimited reason of the condition ScalingLimited
 */
record HpaSync(
    Instant time,
    int current,
    int desired,
    OptionalLong usageMilli,
    String ableToScale,
    String scalingActive,
    String scalingLimited) {
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  static HpaSync of(Instant time, HorizontalPodAutoscalerStatus status) {
    int current = Objects.requireNonNullElse(status.getCurrentReplicas(), 0);
    return new HpaSync(
        time,
        current,
        Objects.requireNonNullElse(status.getDesiredReplicas(), 0),
        usage(current, status.getCurrentMetrics()),
        reason(status, "AbleToScale"),
        reason(status, "ScalingActive"),
        reason(status, "ScalingLimited"));
  }

  /** Whether this sync changed the replicas. */
  boolean rescaled() {
    return desired != current;
  }

  // A metric that could not be read is an entry without its kind.
  private static OptionalLong usage(int current, List<MetricStatus> metrics) {
    if (metrics.isEmpty() || metrics.get(0).getExternal() == null) {
      return OptionalLong.empty();
    }
    MetricValueStatus value = metrics.get(0).getExternal().getCurrent();
    return OptionalLong.of(
        value.getAverageValue() == null
            ? milli(value.getValue().getNumericalAmount())
            : current * milli(value.getAverageValue().getNumericalAmount()));
  }

  private static long milli(BigDecimal amount) {
    return amount.multiply(THOUSAND).longValueExact();
  }

  private static String reason(HorizontalPodAutoscalerStatus status, String type) {
    return status.getConditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .map(HorizontalPodAutoscalerCondition::getReason)
        .findFirst()
        .orElse("");
  }
}

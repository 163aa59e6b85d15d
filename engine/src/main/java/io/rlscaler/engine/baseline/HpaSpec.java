package io.rlscaler.engine.baseline;

import java.util.List;
import java.util.Optional;

/**
 * The spec of an autoscaling/v2 HorizontalPodAutoscaler.
 *
 * @param minReplicas lowest count; 0 only with a metric of kind ObjectMetric or External
 * @param maxReplicas highest count, at least 1 and {@code minReplicas}
 * @param metrics an empty list stands for {@link #DEFAULT_METRICS}
 * @param behavior empty for the limits that applied before behavior existed
 */
public record HpaSpec(
    int minReplicas,
    int maxReplicas,
    List<MetricSpec> metrics,
    Optional<ScalingBehavior> behavior) {

  // Source of both defaults: kubernetes/kubernetes, pkg/apis/autoscaling/v2/defaults.go
  /** The lowest count of a spec that names none. */
  public static final int DEFAULT_MIN_REPLICAS = 1;

  /** The metrics of a spec that names none: CPU at 80 % of the request. */
  public static final List<MetricSpec> DEFAULT_METRICS =
      List.of(new MetricSpec.Resource(MetricSpec.CPU, new MetricSpec.AverageUtilization(80)));

  /** Refuses impossible bounds and fills in the default metrics. */
  public HpaSpec {
    metrics = metrics.isEmpty() ? DEFAULT_METRICS : List.copyOf(metrics);
    int lowest = metrics.stream().anyMatch(HpaSpec::isKnownWithoutPods) ? 0 : 1;
    if (minReplicas < lowest) {
      throw new IllegalArgumentException(
          "minReplicas is " + minReplicas + ", expected at least " + lowest);
    }
    if (maxReplicas < Math.max(1, minReplicas)) {
      throw new IllegalArgumentException(
          "maxReplicas is " + maxReplicas + ", expected at least " + Math.max(1, minReplicas));
    }
  }

  private static boolean isKnownWithoutPods(MetricSpec metric) {
    return metric instanceof MetricSpec.ObjectMetric || metric instanceof MetricSpec.External;
  }
}

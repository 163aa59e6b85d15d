package io.rlscaler.engine.baseline;

import java.util.Optional;

/** A metric of an autoscaling/v2 HorizontalPodAutoscaler with its target. */
public sealed interface MetricSpec {

  /** The name of the resource whose use counts only for pods that are ready. */
  String CPU = "cpu";

  /** What the metric should be. */
  sealed interface Target {}

  /** A target for what each pod uses of a resource. */
  sealed interface PodTarget extends Target {}

  /** A target for one number that the pods share. */
  sealed interface SharedTarget extends Target {}

  /**
   * A share of what the pods request.
   *
   * @param percent at least 1
   */
  record AverageUtilization(int percent) implements PodTarget {
    /** Refuses a percentage below 1. */
    public AverageUtilization {
      requirePositive("averageUtilization", percent);
    }
  }

  /**
   * An amount per pod.
   *
   * @param milli thousandths of the metric's unit, at least 1
   */
  record AverageValue(long milli) implements PodTarget, SharedTarget {
    /** Refuses a value below 1. */
    public AverageValue {
      requirePositive("averageValue", milli);
    }
  }

  /**
   * An amount for all pods together.
   *
   * @param milli thousandths of the metric's unit, at least 1
   */
  record Value(long milli) implements SharedTarget {
    /** Refuses a value below 1. */
    public Value {
      requirePositive("value", milli);
    }
  }

  /**
   * What the pods use of a resource.
   *
   * @param name such as {@code cpu} or {@code memory}
   * @param target per pod
   */
  record Resource(String name, PodTarget target) implements MetricSpec {}

  /**
   * What one container of each pod uses of a resource.
   *
   * @param name such as {@code cpu} or {@code memory}
   * @param container name of the container
   * @param target per pod
   */
  record ContainerResource(String name, String container, PodTarget target) implements MetricSpec {}

  /**
   * A custom metric that every pod has.
   *
   * @param name of the metric
   * @param target per pod
   */
  record Pods(String name, AverageValue target) implements MetricSpec {}

  /**
   * A custom metric of another object.
   *
   * @param name of the metric
   * @param target for the object, or its share per pod
   */
  record ObjectMetric(String name, SharedTarget target) implements MetricSpec {}

  /**
   * A metric from outside the cluster.
   *
   * @param name of the metric
   * @param target for the sum of its series, or its share per pod
   */
  record External(String name, SharedTarget target) implements MetricSpec {}

  /** The container that a resource metric is about, empty for whole pods. */
  default Optional<String> containerName() {
    return this instanceof ContainerResource metric
        ? Optional.of(metric.container())
        : Optional.empty();
  }

  private static void requirePositive(String field, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(field + " is " + value + ", expected at least 1");
    }
  }
}

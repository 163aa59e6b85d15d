package io.rlscaler.engine.baseline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What was read for one {@link MetricSpec}. */
public sealed interface MetricReading {

  /**
   * The metric of each pod: for the kinds Resource, ContainerResource and Pods.
   *
   * @param byPod from the name of a pod; a pod that has no metric is absent
   */
  record PerPod(Map<String, PodSample> byPod) implements MetricReading {
    /** Copies the map. */
    public PerPod {
      byPod = Map.copyOf(byPod);
    }
  }

  /**
   * The number that the pods share: for the kinds ObjectMetric and External.
   *
   * @param seriesMilli thousandths of the metric's unit; several series are added, saturating
   */
  record Shared(List<Long> seriesMilli) implements MetricReading {
    /** Copies the list. */
    public Shared {
      seriesMilli = List.copyOf(seriesMilli);
    }

    long sum() {
      long sum = 0;
      for (long value : seriesMilli) {
        long next = sum + value;
        boolean overflow = ((sum ^ next) & (value ^ next)) < 0;
        if (overflow) {
          return value > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        sum = next;
      }
      return sum;
    }
  }

  /**
   * The metric could not be read.
   *
   * @param message why
   */
  record Failed(String message) implements MetricReading {}

  /**
   * The metric of one pod.
   *
   * @param valueMilli thousandths of the metric's unit
   * @param time end of the window
   * @param window over which the value was measured
   */
  record PodSample(long valueMilli, Instant time, Duration window) {}
}

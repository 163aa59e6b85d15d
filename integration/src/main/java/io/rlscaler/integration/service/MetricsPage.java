package io.rlscaler.integration.service;

import io.rlscaler.integration.service.SimulatedWorkload.Reading;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of workloads in Prometheus' text format 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/).
 */
final class MetricsPage {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4";
  private static final String DURATION = "http_request_duration_seconds";

  private final StringBuilder text = new StringBuilder();

  private MetricsPage() {}

  static String of(List<Reading> readings) {
    MetricsPage page = new MetricsPage();
    page.family("http_requests_total", "counter", readings, Reading::requests);
    page.histogram(readings);
    page.family("replica_utilization", "gauge", readings, Reading::utilization);
    page.family("request_queue_length", "gauge", readings, Reading::queueLength);
    return page.text.toString();
  }

  private void family(
      String name, String type, List<Reading> readings, ToDoubleFunction<Reading> value) {
    type(name, type);
    readings.forEach(reading -> sample(name, labels(reading), value.applyAsDouble(reading)));
  }

  private void histogram(List<Reading> readings) {
    type(DURATION, "histogram");
    for (Reading reading : readings) {
      String labels = labels(reading);
      reading.buckets().forEach(bucket -> bucket(labels, seconds(bucket.limit()), bucket.count()));
      bucket(labels, "+Inf", reading.requests());
      sample(DURATION + "_sum", labels, reading.durationSum());
      sample(DURATION + "_count", labels, reading.requests());
    }
  }

  private void type(String name, String type) {
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void bucket(String labels, String limit, double count) {
    sample(DURATION + "_bucket", labels + ",le=\"" + limit + "\"", count);
  }

  private void sample(String name, String labels, double value) {
    text.append(name).append('{').append(labels).append("} ").append(value).append('\n');
  }

  // Names of Kubernetes objects hold no character that would need an escape.
  private static String labels(Reading reading) {
    return "namespace=\"%s\",workload=\"%s\""
        .formatted(reading.profile().namespace(), reading.profile().workload());
  }

  /** Seconds in the fewest digits, as Prometheus clients write {@code le}: 0.25, 1, 10. */
  static String seconds(Duration limit) {
    return BigDecimal.valueOf(limit.toNanos(), 9).stripTrailingZeros().toPlainString();
  }
}

package io.rlscaler.integration.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.integration.service.RequestCounters.Cumulative;
import io.rlscaler.integration.service.SimulatedWorkload.Reading;
import io.rlscaler.simulator.workload.ServiceModel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

  @Test
  void everyFamilyIsOneBlockWithAllWorkloads() {
    assertThat(MetricsPage.of(List.of(reading("a", 7), reading("b", Double.NaN))))
        .isEqualTo(
            """
            # TYPE http_requests_total counter
            http_requests_total{namespace="shop",workload="a"} 7.0
            http_requests_total{namespace="shop",workload="b"} NaN
            # TYPE http_request_duration_seconds histogram
            http_request_duration_seconds_bucket{namespace="shop",workload="a",le="0.25"} 7.0
            http_request_duration_seconds_bucket{namespace="shop",workload="a",le="+Inf"} 7.0
            http_request_duration_seconds_sum{namespace="shop",workload="a"} 7.0
            http_request_duration_seconds_count{namespace="shop",workload="a"} 7.0
            http_request_duration_seconds_bucket{namespace="shop",workload="b",le="0.25"} NaN
            http_request_duration_seconds_bucket{namespace="shop",workload="b",le="+Inf"} NaN
            http_request_duration_seconds_sum{namespace="shop",workload="b"} NaN
            http_request_duration_seconds_count{namespace="shop",workload="b"} NaN
            # TYPE replica_utilization gauge
            replica_utilization{namespace="shop",workload="a"} 7.0
            replica_utilization{namespace="shop",workload="b"} NaN
            # TYPE request_queue_length gauge
            request_queue_length{namespace="shop",workload="a"} 7.0
            request_queue_length{namespace="shop",workload="b"} NaN
            """);
  }

  @Test
  void limitsAreSecondsInTheFewestDigits() {
    assertThat(
            List.of(
                MetricsPage.seconds(Duration.ofMillis(250)),
                MetricsPage.seconds(Duration.ofSeconds(1)),
                MetricsPage.seconds(Duration.ofSeconds(100)),
                MetricsPage.seconds(Duration.ofNanos(12_500_000))))
        .containsExactly("0.25", "1", "100", "0.0125");
  }

  private static Reading reading(String workload, double value) {
    ServiceModel model =
        new ServiceModel(
            4, .1, .5, ServiceModel.Distribution.LOG_NORMAL, ServiceModel.Routing.CENTRAL);
    Duration latency = Duration.ofMillis(250);
    return new Reading(
        new ServiceProfile("shop", workload, model, latency),
        value,
        value,
        List.of(new Cumulative(latency, value)),
        value,
        value);
  }
}

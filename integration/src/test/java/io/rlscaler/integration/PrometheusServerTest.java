package io.rlscaler.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
class PrometheusServerTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @BeforeEach
  void needsPrometheus() {
    Assumptions.assumeTrue(PrometheusServer.isInstalled(), "no program 'prometheus' on the PATH");
  }

  @Test
  void answersWithWhatATargetShows() throws IOException {
    try (MetricsPage page = new MetricsPage();
        PrometheusServer prometheus = PrometheusServer.start(List.of(page.uri()))) {
      page.show("queue_length", 7);
      awaitValue(prometheus, "queue_length", 7);
      page.show("queue_length", 9);
      awaitValue(prometheus, "queue_length", 9);
    }
  }

  @Test
  void keepsItsAddressAndDataOverAnOutage() throws IOException {
    try (MetricsPage page = new MetricsPage();
        PrometheusServer prometheus = PrometheusServer.start(List.of(page.uri()))) {
      page.show("queue_length", 7);
      awaitValue(prometheus, "queue_length", 7);
      URI before = prometheus.uri();

      prometheus.stop();
      assertThatThrownBy(() -> prometheus.query("queue_length"))
          .isInstanceOf(UncheckedIOException.class);

      page.show("queue_length", 8);
      prometheus.start();
      awaitValue(prometheus, "queue_length", 8);
      assertThat(prometheus.uri()).isEqualTo(before);
      assertThat(prometheus.query("min_over_time(queue_length[1h])")).hasValue(7);
    }
  }

  @Test
  void refusesTargetsOnOtherMachines() {
    assertThatThrownBy(
            () -> PrometheusServer.start(List.of(URI.create("http://192.0.2.1:80/metrics"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("192.0.2.1");
  }

  private static void awaitValue(PrometheusServer prometheus, String query, double value) {
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(prometheus.query(query)).isEqualTo(OptionalDouble.of(value)));
  }
}

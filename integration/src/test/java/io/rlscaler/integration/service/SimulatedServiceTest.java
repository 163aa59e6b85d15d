package io.rlscaler.integration.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.integration.ClusterFixtures;
import io.rlscaler.integration.ControlPlane;
import io.rlscaler.integration.ControlPlaneExtension;
import io.rlscaler.integration.PrometheusServer;
import io.rlscaler.simulator.workload.ServiceModel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalDouble;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("integration")
@ExtendWith(ControlPlaneExtension.class)
class SimulatedServiceTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final double CAPACITY = 40;
  private static final ServiceModel MODEL =
      new ServiceModel(
          4, 4 / CAPACITY, .5, ServiceModel.Distribution.LOG_NORMAL, ServiceModel.Routing.CENTRAL);

  @Test
  void prometheusSeesRateRatioAndUtilizationOfEachWorkload(ControlPlane plane) {
    Assumptions.assumeTrue(PrometheusServer.isInstalled(), "no program 'prometheus' on the PATH");
    String namespace = ClusterFixtures.createNamespace(plane.admin());
    ClusterFixtures.createDeployment(plane.admin(), namespace, "web", 2, Duration.ZERO);
    ClusterFixtures.createDeployment(plane.admin(), namespace, "api", 4, Duration.ZERO);
    ClusterFixtures.awaitReadyReplicas(plane.admin(), namespace, "web", 2, LIMIT);
    ClusterFixtures.awaitReadyReplicas(plane.admin(), namespace, "api", 4, LIMIT);
    try (SimulatedService service =
            SimulatedService.start(plane.admin(), Duration.ofSeconds(1), InstantSource.system());
        PrometheusServer prometheus = PrometheusServer.start(List.of(service.uri()))) {
      SimulatedWorkload web = service.add(profile(namespace, "web"), ArrivalRate.constant(40));
      SimulatedWorkload api = service.add(profile(namespace, "api"), ArrivalRate.constant(120));

      // Scrapes are timed by Prometheus to a millisecond and answered a few later.
      await(
          prometheus,
          rate(namespace, "web"),
          value -> assertThat(value).isCloseTo(40, within(1.0)));
      await(
          prometheus,
          rate(namespace, "api"),
          value -> assertThat(value).isCloseTo(120, within(3.0)));
      await(
          prometheus,
          utilization(namespace, "web"),
          value -> assertThat(value).isCloseTo(.5, within(.02)));
      await(
          prometheus,
          utilization(namespace, "api"),
          value -> assertThat(value).isCloseTo(.75, within(.02)));
      await(
          prometheus, goodRatio(namespace, "web"), value -> assertThat(value).isBetween(.97, 1.0));

      web.setRate(200);
      await(
          prometheus, utilization(namespace, "web"), value -> assertThat(value).isGreaterThan(.99));
      await(prometheus, goodRatio(namespace, "web"), value -> assertThat(value).isLessThan(.05));

      scale(plane, namespace, 10);
      await(prometheus, goodRatio(namespace, "web"), value -> assertThat(value).isGreaterThan(.95));

      api.expose(Exposure.ABSENT);
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> prometheus.query(utilization(namespace, "api")).isEmpty());
      web.expose(Exposure.NOT_A_NUMBER);
      await(prometheus, rate(namespace, "web"), value -> assertThat(value).isNaN());
    }
  }

  @Test
  void theSeriesHoldsTheReadyReplicasOfTheDeployment(ControlPlane plane) {
    String namespace = ClusterFixtures.createNamespace(plane.admin());
    try (SimulatedService service =
        SimulatedService.start(plane.admin(), Duration.ofMillis(100), InstantSource.system())) {
      SimulatedWorkload web = service.add(profile(namespace, "web"), ArrivalRate.constant(40));
      awaitReady(web, 0);
      ClusterFixtures.createDeployment(plane.admin(), namespace, "web", 2, Duration.ZERO);
      awaitReady(web, 2);
      plane.admin().apps().deployments().inNamespace(namespace).withName("web").delete();
      awaitReady(web, 0);
    }
  }

  private static void awaitReady(SimulatedWorkload workload, int ready) {
    Awaitility.await(ready + " ready")
        .atMost(LIMIT)
        .until(
            workload::series,
            series -> !series.isEmpty() && series.get(series.size() - 1).ready() == ready);
  }

  private static void scale(ControlPlane plane, String namespace, int replicas) {
    plane.admin().apps().deployments().inNamespace(namespace).withName("web").scale(replicas);
  }

  private static ServiceProfile profile(String namespace, String workload) {
    return new ServiceProfile(namespace, workload, MODEL, Duration.ofMillis(250));
  }

  private static String rate(String namespace, String workload) {
    return rateOf("http_requests_total", labels(namespace, workload));
  }

  private static String goodRatio(String namespace, String workload) {
    String labels = labels(namespace, workload);
    String buckets = "http_request_duration_seconds_bucket";
    return rateOf(buckets, labels + ",le=\"0.25\"")
        + " / "
        + rateOf(buckets, labels + ",le=\"+Inf\"");
  }

  private static String utilization(String namespace, String workload) {
    return "avg by (namespace, workload) (replica_utilization{%s})"
        .formatted(labels(namespace, workload));
  }

  private static String rateOf(String counter, String labels) {
    return "sum by (namespace, workload) (rate(%s{%s}[4s]))".formatted(counter, labels);
  }

  private static String labels(String namespace, String workload) {
    return "namespace=\"%s\",workload=\"%s\"".formatted(namespace, workload);
  }

  private static void await(
      PrometheusServer prometheus, String query, ThrowingConsumer<Double> assertion) {
    Awaitility.await(query)
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              OptionalDouble value = prometheus.query(query);
              assertThat(value).as(query).isPresent();
              assertion.accept(value.getAsDouble());
            });
  }
}

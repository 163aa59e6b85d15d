package io.rlscaler.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rlscaler.cli.Rlscaler;
import io.rlscaler.simulator.workload.FastModel;
import io.rlscaler.simulator.workload.ServiceModel;
import io.rlscaler.simulator.workload.ServiceModel.Distribution;
import io.rlscaler.simulator.workload.ServiceModel.Routing;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code rlscaler fit} on the counters that a real Prometheus has of a known service. */
@Tag("integration")
class FitHistoryTest {
  private static final ServiceModel TRUTH =
      new ServiceModel(4, .04, .5, Distribution.LOG_NORMAL, Routing.CENTRAL);
  private static final List<Double> BUCKETS = List.of(.05, .1, .25);
  private static final int SCRAPES = 2400;
  private static final int SCRAPE_SECONDS = 15;
  private static final String LABELS = "namespace=\"shop\",workload=\"checkout\"";
  private static final String DEPLOYMENT = "namespace=\"shop\",deployment=\"checkout\"";

  private static final String SOURCE =
      """
      apiVersion: rlscaler.io/v1alpha1
      kind: MetricSource
      metadata: {name: platform}
      spec:
        prometheus: {url: "http://prometheus.monitoring:9090"}
        period: 15s
        signals:
          arrivalRate:
            query: sum by (namespace, workload) (rate(http_requests_total[$window]))
          goodRatio:
            query: |
              # the latency is one of the histogram's buckets
              sum by (namespace, workload) (rate(http_duration_bucket{le="$latency"}[$window]))
              / sum by (namespace, workload) (rate(http_requests_total[$window]))
          utilization:
            query: avg by (namespace, workload) (avg_over_time(replica_utilization[$window]))
      """;

  private final Map<String, StringBuilder> samples = new LinkedHashMap<>();

  private void sample(String name, String labels, long time, double value) {
    samples
        .computeIfAbsent(name, key -> new StringBuilder())
        .append(String.format(Locale.ROOT, "%s{%s} %.6f %d%n", name, labels, value, time));
  }

  /** The scrapes of ten hours, in which the load swings by half and jumps. */
  private String past(long first) {
    List<FastModel> models = BUCKETS.stream().map(t -> FastModel.of(TRUTH, t)).toList();
    List<FastModel.State> states = BUCKETS.stream().map(t -> new FastModel.State()).toList();
    double[] good = new double[BUCKETS.size()];
    double requests = 0;
    int ready = 8;
    int desired = 8;
    for (int i = 0; i < SCRAPES; i++) {
      long time = first + (long) SCRAPE_SECONDS * i;
      double rate = 500 + 250 * Math.sin(i / 150.0) + (i / 40 % 9 == 0 ? 150 : 0);
      // four scrapes until ready
      desired = i % 4 == 0 ? (int) Math.ceil(rate / 85) : desired;
      ready = i % 4 == 3 ? desired : Math.min(ready, desired);
      for (int k = 0; k < models.size(); k++) {
        models.get(k).step(states.get(k), rate, ready, SCRAPE_SECONDS);
        models.get(k).finish(states.get(k));
        good[k] += rate * SCRAPE_SECONDS * (1 - states.get(k).violationShare());
      }
      requests += rate * SCRAPE_SECONDS;
      sample("http_requests_total", LABELS, time, requests);
      for (int k = 0; k < good.length; k++) {
        sample("http_duration_bucket", LABELS + ",le=\"" + BUCKETS.get(k) + "\"", time, good[k]);
      }
      sample("replica_utilization", LABELS, time, states.get(0).utilization());
      sample("kube_deployment_status_replicas_ready", DEPLOYMENT, time, ready);
      sample("kube_deployment_spec_replicas", DEPLOYMENT, time, desired);
      // another workload of the same source
      sample("http_requests_total", "namespace=\"shop\",workload=\"cart\"", time, 3.0 * i);
    }
    return String.join("", samples.values()) + "# EOF\n";
  }

  @Test
  void findsAServiceInTheCountersOfPrometheus(@TempDir Path directory) throws IOException {
    Assumptions.assumeTrue(PrometheusServer.isInstalled(), "no program 'prometheus' on the PATH");
    Path source = Files.writeString(directory.resolve("source.yaml"), SOURCE);
    long end = Instant.now().getEpochSecond() / 60 * 60 - 3600;
    long first = end - (long) SCRAPE_SECONDS * (SCRAPES - 1);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit;
    try (PrometheusServer server = PrometheusServer.startWithPast(past(first))) {
      CommandLine line = Rlscaler.createCommandLine();
      line.setOut(new PrintWriter(out));
      line.setErr(new PrintWriter(err));
      exit =
          line.execute(
              "fit",
              "--url",
              server.uri().toString(),
              "--source",
              source.toString(),
              "--workload",
              "shop/checkout",
              "--from",
              Long.toString(first + 60),
              "--to",
              Long.toString(end),
              "--latency",
              "250ms,100ms,50ms",
              "--json");
    }
    assertThat(err.toString()).isEmpty();
    assertThat(exit).isZero();
    JsonNode fit = new ObjectMapper().readTree(out.toString());
    // PromQL extrapolates rates and the replicas change inside of windows: not exact
    assertThat(fit.at("/capacityPerReplica/value").asDouble()).isCloseTo(100, within(2.0));
    assertThat(fit.at("/slots/value").asInt()).isBetween(3, 5);
    assertThat(fit.at("/serviceVariation/value").asDouble()).isCloseTo(.5, within(.1));
    assertThat(fit.at("/startUpSeconds/median/value").asDouble()).isCloseTo(45, within(15.0));
    for (JsonNode share : fit.at("/error/violationShares")) {
      double observed = share.path("observed").asDouble();
      assertThat(share.path("predicted").asDouble())
          .isCloseTo(observed, within(.003 + .3 * observed));
    }
    assertThat(fit.at("/error/violationShares")).hasSize(3);
  }
}

package io.rlscaler.cli;

import io.rlscaler.crds.KubernetesDuration;
import io.rlscaler.crds.MetricSourceSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The queries of a fit, per series: those of a MetricSource for one workload, the replica counts of
 * a Deployment as kube-state-metrics shows them, and what the user gives instead.
 */
final class FitQueries {
  private final MetricSourceSpec source;
  private final Optional<Workload> workload;
  private final Duration window;
  private final SortedMap<FitSeries, String> queries = new TreeMap<>();

  /** A workload by namespace and name. */
  record Workload(String namespace, String name) {
    static Workload of(String text) {
      String[] parts = text.split("/", -1);
      if (parts.length != 2 || !text.matches("[a-z0-9.-]+/[a-z0-9.-]+")) {
        throw new InputException(
            "--workload: found \"" + text + "\", expected NAMESPACE/NAME as shop/checkout");
      }
      return new Workload(parts[0], parts[1]);
    }
  }

  private FitQueries(MetricSourceSpec source, Optional<Workload> workload, Duration window) {
    this.source = source;
    this.workload = workload;
    this.window = window;
  }

  /**
   * The queries.
   *
   * @param latencies for which the good ratio is asked
   * @param given queries that come before all others, as they are
   */
  static SortedMap<FitSeries, String> of(
      MetricSourceSpec source,
      Optional<Workload> workload,
      Duration window,
      List<Duration> latencies,
      Map<FitSeries, String> given) {
    FitQueries queries = new FitQueries(source, workload, window);
    queries.addReplicas();
    queries.addSignals(latencies);
    queries.queries.putAll(given);
    return queries.queries;
  }

  private void addReplicas() {
    workload.ifPresent(
        target -> {
          String labels =
              String.format(
                  Locale.ROOT,
                  "{namespace=\"%s\",deployment=\"%s\"}",
                  target.namespace(),
                  target.name());
          add(FitSeries.Kind.READY, "max(kube_deployment_status_replicas_ready" + labels + ")");
          add(FitSeries.Kind.DESIRED, "max(kube_deployment_spec_replicas" + labels + ")");
        });
  }

  private void add(FitSeries.Kind kind, String query) {
    queries.put(FitSeries.of(kind), query);
  }

  private void addSignals(List<Duration> latencies) {
    MetricSourceSpec.Signals signals = source.signals();
    add(FitSeries.Kind.RATE, filled(signals.arrivalRate().query()));
    template(signals.utilization())
        .ifPresent(query -> add(FitSeries.Kind.UTILIZATION, filled(query)));
    template(signals.readyReplicas()).ifPresent(query -> add(FitSeries.Kind.READY, filled(query)));
    for (Duration latency : latencies) {
      template(signals.goodRatio())
          .ifPresent(
              query ->
                  queries.put(
                      FitSeries.good(latency),
                      filled(query.replace("$latency", seconds(latency).toPlainString()))));
    }
  }

  private static Optional<String> template(MetricSourceSpec.@Nullable Signal signal) {
    return Optional.ofNullable(signal).map(MetricSourceSpec.Signal::query);
  }

  /** With the window, and for one workload: by its labels, which every result has. */
  private String filled(String template) {
    String query = template.strip().replace("$window", window.toSeconds() + "s");
    MetricSourceSpec.Labels labels = source.labels();
    return workload
        .map(
            target ->
                String.format(
                    Locale.ROOT,
                    "(%s) and on(%s,%s)"
                        + " label_replace(label_replace(vector(1),\"%s\",\"%s\",\"\",\"\"),"
                        + "\"%s\",\"%s\",\"\",\"\")",
                    query,
                    labels.namespace(),
                    labels.workload(),
                    labels.namespace(),
                    target.namespace(),
                    labels.workload(),
                    target.name()))
        .orElse(query);
  }

  /** As in a histogram's {@code le} label: 250 ms is 0.25, one second is 1. */
  private static BigDecimal seconds(Duration latency) {
    BigDecimal seconds = BigDecimal.valueOf(latency.toNanos(), 9).stripTrailingZeros();
    return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
  }

  /** The source's period, in which its workloads are decided on. */
  static Duration period(MetricSourceSpec source) {
    return KubernetesDuration.parse(source.period()).value();
  }
}

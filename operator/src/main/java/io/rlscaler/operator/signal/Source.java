package io.rlscaler.operator.signal;

import io.rlscaler.crds.KubernetesDuration;
import io.rlscaler.crds.MetricSourceSpec;
import io.rlscaler.prometheus.PrometheusClient;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * A metric source that can be asked.
 *
 * @param name of the MetricSource
 * @param spec of it
 * @param period decision period
 * @param maxAge age at which a value no longer counts
 * @param timeout of one query
 * @param client of its Prometheus
 */
public record Source(
    String name,
    MetricSourceSpec spec,
    Duration period,
    Duration maxAge,
    Duration timeout,
    PrometheusClient client) {
  private static final int WINDOW_PERIODS = 4;

  /** A source of a spec. */
  public static Source of(String name, MetricSourceSpec spec, PrometheusClient client) {
    return new Source(
        name,
        spec,
        KubernetesDuration.parse(spec.period()).value(),
        KubernetesDuration.parse(spec.maxAge()).value(),
        KubernetesDuration.parse(spec.prometheus().timeout()).value(),
        client);
  }

  /** The query of a signal with {@code $window} and {@code $latency} filled in. */
  Optional<String> query(SignalName signal, Duration latency) {
    return signal
        .query(spec.signals())
        .map(
            template ->
                template
                    .replace("$window", window())
                    .replace("$latency", seconds(latency).toPlainString()));
  }

  /** Rates are taken over four periods: enough samples, little lag. */
  private String window() {
    return Math.max(WINDOW_PERIODS, period.multipliedBy(WINDOW_PERIODS).toSeconds()) + "s";
  }

  /** As in a histogram's {@code le} label: 250 ms is 0.25, one second is 1. */
  private static BigDecimal seconds(Duration latency) {
    BigDecimal seconds = BigDecimal.valueOf(latency.toMillis(), 3).stripTrailingZeros();
    return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
  }
}

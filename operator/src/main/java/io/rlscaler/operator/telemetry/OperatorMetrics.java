package io.rlscaler.operator.telemetry;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.exporter.common.TextFormat;
import io.rlscaler.engine.Decision;
import io.rlscaler.engine.DecisionSink;
import io.rlscaler.engine.Workload;
import io.rlscaler.engine.WorkloadId;
import io.rlscaler.engine.WriteOutcome;
import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.policy.PolicyRejectedException;
import io.rlscaler.engine.safety.Adjustment;
import io.rlscaler.engine.safety.KillSwitch;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.Locale;

/**
 * All metrics of the operator, in a registry of its own. Thread-safe.
 *
 * <p>Names begin with {@code rlscaler_}; times are in seconds. Labels take their values from enums,
 * but for {@code source} and {@code signal}, of which an administrator makes few, and {@code
 * namespace} and {@code name} of the scaler series, which are dropped by {@link #forget} and may be
 * switched off as a whole.
 */
public final class OperatorMetrics implements DecisionSink {
  /** Content type of {@link #write}. */
  public static final String CONTENT_TYPE = TextFormat.CONTENT_TYPE_004;

  // From a tenth of a millisecond, a tick of a few scalers, to the longest period of a source.
  private static final double[] SECONDS = {
    1e-4, 1e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
  };

  private final CollectorRegistry registry = new CollectorRegistry(true);
  private final ScalerSeries scalers = new ScalerSeries();
  private final boolean perScaler;

  private final Gauge leader =
      gauge("leader", "1 while this process holds the lease and may write, else 0.");
  private final Histogram tickDuration =
      histogram("tick_duration_seconds", "Time that one tick of a source took.", "source");
  private final Histogram tickLateness =
      histogram(
          "tick_lateness_seconds",
          "How long after its planned time a tick of a source began.",
          "source");
  private final Counter skippedTicks =
      counter(
          "ticks_skipped_total",
          "Ticks that were left out because the one before had not ended.",
          "source");
  private final Counter queries =
      counter(
          "source_queries_total",
          "Queries to a metric source by signal and result (success or failure).",
          "source",
          "signal",
          "result");
  private final Counter queryFailures =
      counter(
          "source_query_failures_total",
          "Failed queries to a metric source by signal and kind of failure.",
          "source",
          "signal",
          "kind");
  private final Counter decisions =
      counter(
          "decisions_total",
          "Decisions by reason and by what became of them.",
          "reason",
          "outcome");
  private final Counter writes =
      counter(
          "scale_writes_total",
          "Decisions that asked for another replica count and were not in mode Shadow, by result.",
          "outcome");
  private final Counter inferenceErrors =
      counter(
          "inference_errors_total",
          "Decisions for which a loaded policy was asked and gave no usable answer.");
  private final Counter interventions =
      counter(
          "shield_interventions_total",
          "Replica counts that the shield changed, by constraint.",
          "constraint");
  private final Gauge killSwitches =
      gauge("kill_switches", "Kill switches that are pulled.", "scope", "position");
  private final Counter policyLoadFailures =
      counter("policy_load_failures_total", "Policies that were refused, by reason.", "reason");

  /**
   * All metrics, at zero.
   *
   * @param version of this build
   * @param perScaler whether there are series for each scaler
   */
  public OperatorMetrics(String version, boolean perScaler) {
    this.perScaler = perScaler;
    gauge("build_info", "Always 1; the labels say which build this is.", "version")
        .labels(version)
        .set(1);
    if (perScaler) {
      registry.register(scalers);
    }
    setToZero();
  }

  /** Series with a known set of labels exist from the start, so that a first increase is seen. */
  private void setToZero() {
    for (Adjustment.Constraint constraint : Adjustment.Constraint.values()) {
      interventions.labels(constraint.label());
    }
    for (WriteOutcome outcome : WriteOutcome.values()) {
      if (isWrite(outcome)) {
        writes.labels(label(outcome));
      }
    }
    for (PolicyRejectedException.Cause cause : PolicyRejectedException.Cause.values()) {
      policyLoadFailures.labels(label(cause));
    }
    for (KillSwitchScope scope : KillSwitchScope.values()) {
      killSwitches(scope, KillSwitch.Position.BASELINE, 0);
      killSwitches(scope, KillSwitch.Position.FREEZE, 0);
    }
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.build("rlscaler_" + name, help).labelNames(labels).register(registry);
  }

  private Gauge gauge(String name, String help, String... labels) {
    return Gauge.build("rlscaler_" + name, help).labelNames(labels).register(registry);
  }

  private Histogram histogram(String name, String help, String... labels) {
    return Histogram.build("rlscaler_" + name, help)
        .labelNames(labels)
        .buckets(SECONDS)
        .register(registry);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Says whether this process leads. */
  public void leading(boolean leads) {
    leader.set(leads ? 1 : 0);
  }

  /**
   * Counts a tick that has ended.
   *
   * @param source name of the metric source
   * @param lateness time from when it was due to when it began
   * @param duration time from its beginning to its end
   */
  public void ticked(String source, Duration lateness, Duration duration) {
    tickLateness.labels(source).observe(seconds(lateness));
    tickDuration.labels(source).observe(seconds(duration));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /** Counts ticks of a source that were left out. */
  public void skippedTicks(String source, int count) {
    skippedTicks.labels(source).inc(count);
  }

  /** Counts a query that was answered. */
  public void queryAnswered(String source, String signal) {
    queries.labels(source, signal, "success").inc();
  }

  /**
   * Counts a query that was not answered.
   *
   * @param kind what went wrong; an enum, so that the label has few values
   */
  public void queryFailed(String source, String signal, Enum<?> kind) {
    queries.labels(source, signal, "failure").inc();
    queryFailures.labels(source, signal, label(kind)).inc();
  }

  /** Says how many kill switches of a scope are pulled to a position. */
  public void killSwitches(KillSwitchScope scope, KillSwitch.Position position, int count) {
    killSwitches.labels(label(scope), label(position)).set(count);
  }

  /** Counts a policy that was refused. */
  public void policyRefused(PolicyRejectedException.Cause cause) {
    policyLoadFailures.labels(label(cause)).inc();
  }

  @Override
  public void record(
      Workload workload, Observation observation, Decision decision, WriteOutcome outcome) {
    decisions.labels(decision.reason().label(), label(outcome)).inc();
    if (isWrite(outcome)) {
      writes.labels(label(outcome)).inc();
    }
    // Features mean that a policy was asked; a detail, that it could not decide.
    if (!decision.features().isEmpty() && !decision.detail().isEmpty()) {
      inferenceErrors.inc();
    }
    for (Adjustment adjustment : decision.constraints()) {
      interventions.labels(adjustment.constraint().label()).inc();
    }
    if (perScaler) {
      scalers.put(workload, observation, decision);
    }
  }

  private static boolean isWrite(WriteOutcome outcome) {
    return outcome != WriteOutcome.UNCHANGED && outcome != WriteOutcome.SHADOW;
  }

  /** Removes the series of a scaler; to be called after its last tick. */
  public void forget(WorkloadId id) {
    scalers.forget(id);
  }

  /** Writes all metrics in the Prometheus text format 0.0.4. */
  public void write(Writer writer) throws IOException {
    TextFormat.write004(writer, registry.metricFamilySamples());
  }
}

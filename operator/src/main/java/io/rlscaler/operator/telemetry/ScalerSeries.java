package io.rlscaler.operator.telemetry;

import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import io.rlscaler.engine.Decision;
import io.rlscaler.engine.Workload;
import io.rlscaler.engine.WorkloadId;
import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.observation.UnknownReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The gauges of each scaler, made from its last decision when they are read: what is unknown has no
 * series, rather than a zero or a value from before.
 */
final class ScalerSeries extends Collector implements Collector.Describable {
  private static final List<String> SCALER = List.of("namespace", "name");

  private final Map<WorkloadId, Latest> latest = new ConcurrentHashMap<>();

  /** What was last seen of a scaler. */
  private record Latest(
      int desired,
      int current,
      int ready,
      OptionalDouble baseline,
      OptionalDouble risk,
      double burn,
      double budgetLeft,
      List<NamedSignal> signals) {}

  private record NamedSignal(String name, Signal signal) {}

  /** The gauge families, in the order in which they are shown. */
  private static final class Families {
    private final GaugeMetricFamily desired =
        family("desired_replicas", "Replicas that the last decision asked for.");
    private final GaugeMetricFamily current =
        family("current_replicas", "Replicas that the target was asked for before it.");
    private final GaugeMetricFamily ready = family("ready_replicas", "Replicas that serve.");
    private final GaugeMetricFamily baseline =
        family(
            "baseline_replicas",
            "Replicas that the HorizontalPodAutoscaler algorithm would ask for.");
    private final GaugeMetricFamily risk =
        family("action_risk_ratio", "Calibrated risk of the action that the policy chose.");
    private final GaugeMetricFamily burn =
        family(
            "error_budget_burn_ratio",
            "Violation share of the last hour over the allowed one; 1 spends just the budget.");
    private final GaugeMetricFamily left =
        family(
            "error_budget_left_ratio",
            "Share of the error budget of the objective's window that is left, -1 to 1.");
    private final GaugeMetricFamily age =
        family("signal_age_seconds", "Age of a known signal.", "signal");
    private final GaugeMetricFamily unknown =
        family(
            "signal_unknown",
            "1 for a signal without a usable value; the label says why. Optional signals that"
                + " were never seen are left out.",
            "signal",
            "reason");

    private static GaugeMetricFamily family(String name, String help, String... more) {
      List<String> labels = new ArrayList<>(SCALER);
      labels.addAll(List.of(more));
      return new GaugeMetricFamily("rlscaler_scaler_" + name, help, labels);
    }

    void add(WorkloadId id, Latest scaler) {
      List<String> labels = List.of(id.namespace(), id.name());
      desired.addMetric(labels, scaler.desired());
      current.addMetric(labels, scaler.current());
      ready.addMetric(labels, scaler.ready());
      scaler.baseline().ifPresent(count -> baseline.addMetric(labels, count));
      scaler.risk().ifPresent(value -> risk.addMetric(labels, value));
      burn.addMetric(labels, scaler.burn());
      left.addMetric(labels, scaler.budgetLeft());
      scaler.signals().forEach(signal -> add(id, signal));
    }

    private void add(WorkloadId id, NamedSignal named) {
      if (named.signal() instanceof Signal.Known known) {
        List<String> labels = List.of(id.namespace(), id.name(), named.name());
        age.addMetric(labels, seconds(known.age()));
      } else if (named.signal() instanceof Signal.Unknown missing) {
        String reason = missing.reason().name().toLowerCase(Locale.ROOT);
        unknown.addMetric(List.of(id.namespace(), id.name(), named.name(), reason), 1);
      }
    }

    private static double seconds(Duration age) {
      return age.toMillis() / 1000.0;
    }

    List<MetricFamilySamples> all() {
      return List.of(desired, current, ready, baseline, risk, burn, left, age, unknown);
    }
  }

  void put(Workload workload, Observation observation, Decision decision) {
    latest.put(
        workload.id(),
        new Latest(
            decision.to(),
            observation.desired(),
            observation.ready(),
            decision.baseline().isPresent()
                ? OptionalDouble.of(decision.baseline().getAsInt())
                : OptionalDouble.empty(),
            decision.risk(),
            workload.state().budget().burn(),
            workload.state().budget().left(),
            signals(observation)));
  }

  private static List<NamedSignal> signals(Observation observation) {
    List<NamedSignal> signals = new ArrayList<>(5);
    signals.add(new NamedSignal("arrivalRate", observation.arrivalRate()));
    signals.add(new NamedSignal("goodRatio", observation.goodRatio()));
    signals.add(new NamedSignal("utilization", observation.utilization()));
    addOptional(signals, new NamedSignal("inFlight", observation.inFlight()));
    addOptional(signals, new NamedSignal("queueLength", observation.queueLength()));
    return signals;
  }

  private static void addOptional(List<NamedSignal> signals, NamedSignal named) {
    if (!named.signal().equals(Signal.unknown(UnknownReason.NEVER_SEEN))) {
      signals.add(named);
    }
  }

  void forget(WorkloadId id) {
    latest.remove(id);
  }

  @Override
  public List<MetricFamilySamples> collect() {
    Families families = new Families();
    latest.forEach(families::add);
    return families.all();
  }

  @Override
  public List<MetricFamilySamples> describe() {
    return new Families().all();
  }
}

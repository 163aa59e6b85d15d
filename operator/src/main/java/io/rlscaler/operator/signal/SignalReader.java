package io.rlscaler.operator.signal;

import io.rlscaler.crds.MetricSourceSpec;
import io.rlscaler.engine.MetricReader;
import io.rlscaler.engine.Mode;
import io.rlscaler.engine.Workload;
import io.rlscaler.engine.WorkloadId;
import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.observation.UnknownReason;
import io.rlscaler.operator.cluster.Namespaces;
import io.rlscaler.operator.cluster.Replicas;
import io.rlscaler.operator.cluster.TargetException;
import io.rlscaler.operator.cluster.TargetProblem;
import io.rlscaler.operator.cluster.Targets;
import io.rlscaler.operator.scaler.Scaler;
import io.rlscaler.operator.scaler.Scalers;
import io.rlscaler.operator.telemetry.OperatorMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Reads all workloads of one source: replica counts from the cluster, signals from Prometheus.
 * Belongs to the thread that ticks the source.
 */
public final class SignalReader implements MetricReader {
  private final Source source;
  private final Scalers scalers;
  private final Targets targets;
  private final Namespaces namespaces;
  private final OperatorMetrics metrics;
  private final HistoryLoader history;
  private final Consumer<Scaler> onUnreadable;
  private final Map<WorkloadId, Set<SignalName>> seen = new HashMap<>();

  /**
   * A reader.
   *
   * @param onUnreadable told of a scaler whose target cannot be read, after its problem was set
   */
  public SignalReader(
      Source source,
      Scalers scalers,
      Targets targets,
      Namespaces namespaces,
      OperatorMetrics metrics,
      Consumer<Scaler> onUnreadable) {
    this.source = source;
    this.scalers = scalers;
    this.targets = targets;
    this.namespaces = namespaces;
    this.metrics = metrics;
    this.onUnreadable = onUnreadable;
    history = new HistoryLoader(source);
  }

  @Override
  public List<Optional<Observation>> read(List<Workload> group, Instant now) {
    List<Optional<Scaler>> known =
        group.stream().map(workload -> scalers.find(workload.id())).toList();
    List<Scaler> present = known.stream().flatMap(Optional::stream).toList();
    history.load(present, now);
    Set<Duration> latencies = new TreeSet<>();
    present.forEach(scaler -> latencies.add(scaler.latency()));
    Snapshot snapshot = Snapshot.take(source, latencies, now);
    snapshot.report(latencies, metrics);
    List<Optional<Observation>> observations = new ArrayList<>(group.size());
    for (Optional<Scaler> scaler : known) {
      observations.add(scaler.flatMap(s -> observe(s, snapshot, now)));
    }
    return observations;
  }

  private Optional<Observation> observe(Scaler scaler, Snapshot snapshot, Instant now) {
    Replicas replicas;
    try {
      replicas = targets.read(scaler.target());
    } catch (TargetException e) {
      scaler.setTargetProblem(Optional.of(e.problem()));
      onUnreadable.accept(scaler);
      return Optional.empty();
    }
    boolean steering = scaler.workload().spec().mode() != Mode.SHADOW;
    scaler.foreignWrites().sawDesired(now, replicas.desired(), steering);
    Signals signals = signals(scaler, snapshot);
    scaler.setSignalProblem(problem(scaler, snapshot, signals));
    Signal ready = signals.get(SignalName.READY_REPLICAS);
    return Optional.of(
        new Observation(
            now,
            replicas.desired(),
            (int) Math.round(ready.orElse(replicas.ready())),
            replicas.rollingOut(),
            signals.get(SignalName.ARRIVAL_RATE),
            signals.get(SignalName.GOOD_RATIO),
            signals.get(SignalName.UTILIZATION),
            signals.get(SignalName.IN_FLIGHT),
            signals.get(SignalName.QUEUE_LENGTH)));
  }

  private Signals signals(Scaler scaler, Snapshot snapshot) {
    Map<SignalName, Signal> signals = new EnumMap<>(SignalName.class);
    Set<SignalName> known =
        seen.computeIfAbsent(scaler.id(), id -> EnumSet.noneOf(SignalName.class));
    Optional<String> refusal = refusal(scaler);
    for (SignalName name : SignalName.values()) {
      Signal signal =
          refusal.isPresent() || !scaler.historyLoaded()
              ? Signal.unknown(UnknownReason.SOURCE_DOWN)
              : snapshot.signal(name, scaler, known.contains(name));
      if (signal.isKnown()) {
        known.add(name);
      }
      signals.put(name, signal);
    }
    return new Signals(signals);
  }

  /** Why this scaler may not use this source. */
  private Optional<String> refusal(Scaler scaler) {
    MetricSourceSpec spec = source.spec();
    if (scaler.match().containsKey(spec.labels().namespace())) {
      return Optional.of(
          "metrics.match must not name the label \""
              + spec.labels().namespace()
              + "\": the namespace is added by the operator");
    }
    boolean allowed =
        spec.allowedNamespaces() == null
            || namespaces.matches(scaler.id().namespace(), spec.allowedNamespaces().matchLabels());
    return allowed
        ? Optional.empty()
        : Optional.of(
            "MetricSource "
                + source.name()
                + " does not allow the namespace "
                + scaler.id().namespace());
  }

  private Optional<TargetProblem> problem(Scaler scaler, Snapshot snapshot, Signals signals) {
    Optional<String> refusal = refusal(scaler);
    if (refusal.isPresent()) {
      return Optional.of(new TargetProblem("NotAllowed", refusal.get()));
    }
    boolean idle = signals.get(SignalName.ARRIVAL_RATE).orElse(1) == 0;
    StringBuilder message = new StringBuilder();
    String reason = "";
    for (SignalName name :
        List.of(SignalName.ARRIVAL_RATE, SignalName.GOOD_RATIO, SignalName.UTILIZATION)) {
      boolean needed = name != SignalName.GOOD_RATIO || !idle;
      if (needed && signals.get(name) instanceof Signal.Unknown unknown) {
        reason = reason.isEmpty() ? label(unknown.reason()) : reason;
        message.append(message.isEmpty() ? "" : "; ").append(name.field()).append(": ");
        message.append(unknown.reason());
        snapshot
            .explain(name, scaler)
            .ifPresent(more -> message.append(" (").append(more).append(')'));
      }
    }
    return reason.isEmpty()
        ? Optional.empty()
        : Optional.of(new TargetProblem(reason, message.toString()));
  }

  /** The signals of one workload at one tick. */
  private record Signals(Map<SignalName, Signal> byName) {
    Signal get(SignalName name) {
      return byName.getOrDefault(name, Signal.unknown(UnknownReason.NEVER_SEEN));
    }
  }

  private static String label(UnknownReason reason) {
    return switch (reason) {
      case NEVER_SEEN -> "NeverSeen";
      case STALE -> "Stale";
      case NO_DATA -> "NoData";
      case NOT_FINITE -> "NotFinite";
      case NEGATIVE -> "Negative";
      case PARTIAL -> "Partial";
      case DUPLICATE -> "Duplicate";
      case SOURCE_DOWN -> "SourceDown";
    };
  }
}

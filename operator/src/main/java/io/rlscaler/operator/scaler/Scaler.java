package io.rlscaler.operator.scaler;

import io.rlscaler.crds.RLScaler;
import io.rlscaler.engine.Workload;
import io.rlscaler.engine.WorkloadId;
import io.rlscaler.operator.cluster.Target;
import io.rlscaler.operator.cluster.TargetProblem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One RLScaler under control: its object as last seen, and the workload that the engine steers.
 *
 * <p>Reconciliation replaces the object, ticks use the workload. Thread-safe apart from the
 * workload's state, which belongs to the thread of its source.
 */
public final class Scaler {
  /** Annotation of the kill switch, on a scaler or its namespace. */
  public static final String KILL_SWITCH_ANNOTATION = "rlscaler.io/kill-switch";

  private final WorkloadId id;
  private final Workload workload;
  private final ForeignWrites foreignWrites = new ForeignWrites();
  private volatile RLScaler resource;
  private volatile boolean historyLoaded;
  private volatile Optional<TargetProblem> targetProblem = Optional.empty();
  private volatile Optional<TargetProblem> signalProblem = Optional.empty();

  Scaler(WorkloadId id, Workload workload, RLScaler resource) {
    this.id = id;
    this.workload = workload;
    this.resource = resource;
  }

  /** Namespace and name of the RLScaler. */
  public WorkloadId id() {
    return id;
  }

  /** What the engine steers. */
  public Workload workload() {
    return workload;
  }

  /** The object as last seen. */
  public RLScaler resource() {
    return resource;
  }

  void replaceResource(RLScaler newer) {
    resource = newer;
  }

  /** Name of the MetricSource. */
  public String source() {
    return resource.getSpec().metrics().sourceRef().name();
  }

  /** Labels that tell this workload's series apart. */
  public Map<String, String> match() {
    return resource.getSpec().metrics().match();
  }

  /** The latency of the objective. */
  public Duration latency() {
    return workload.spec().facts().objective().latency();
  }

  /** What is scaled. */
  public Target target() {
    var ref = resource.getSpec().scaleTargetRef();
    return new Target(id.namespace(), ref.apiVersion(), ref.kind(), ref.name());
  }

  /** Text of the kill switch annotation, empty when there is none. */
  public String killSwitchText() {
    Map<String, String> annotations = resource.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(KILL_SWITCH_ANNOTATION, "");
  }

  /** Changes of the target's count that somebody else made. */
  public ForeignWrites foreignWrites() {
    return foreignWrites;
  }

  /** Whether the rate history was rebuilt, or given up. */
  public boolean historyLoaded() {
    return historyLoaded;
  }

  /** Says that the rate history was rebuilt, or given up. */
  public void markHistoryLoaded() {
    historyLoaded = true;
  }

  /** Why the target could not be read or scaled at the last tick. */
  public Optional<TargetProblem> targetProblem() {
    return targetProblem;
  }

  /** Sets or clears the problem of the target. */
  public void setTargetProblem(Optional<TargetProblem> problem) {
    targetProblem = problem;
  }

  /** Why required signals were unknown at the last tick. */
  public Optional<TargetProblem> signalProblem() {
    return signalProblem;
  }

  /** Sets or clears the problem of the signals. */
  public void setSignalProblem(Optional<TargetProblem> problem) {
    signalProblem = problem;
  }
}

package io.rlscaler.engine;

/**
 * A workload under control: its identity, its present spec and its state.
 *
 * <p>The spec may be replaced by any thread; the state belongs to the thread that runs the control
 * loop.
 */
public final class Workload {
  private final WorkloadId id;
  private final WorkloadState state;
  private volatile WorkloadSpec spec;

  /** A workload that has not been seen yet. */
  public Workload(WorkloadId id, WorkloadSpec spec) {
    this(id, spec, new WorkloadState(spec.facts()));
  }

  /** A workload with a state from before. */
  public Workload(WorkloadId id, WorkloadSpec spec, WorkloadState state) {
    this.id = id;
    this.spec = spec;
    this.state = state;
  }

  /** Its identity. */
  public WorkloadId id() {
    return id;
  }

  /** Its present spec. */
  public WorkloadSpec spec() {
    return spec;
  }

  /** Replaces the spec; the next tick takes it up. */
  public void replaceSpec(WorkloadSpec newSpec) {
    spec = newSpec;
  }

  /** Its state. */
  public WorkloadState state() {
    return state;
  }
}

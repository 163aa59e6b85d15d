package io.rlscaler.engine;

/** Port: asks for another replica count. */
public interface ReplicaWriter {
  /**
   * Writes {@code decision.to()}, provided that the count is still {@code decision.from()}.
   *
   * <p>Never throws for a write that fails: that is an outcome, and the other workloads of the tick
   * are still to be written.
   *
   * @return what became of it
   */
  WriteOutcome write(Workload workload, Decision decision);
}

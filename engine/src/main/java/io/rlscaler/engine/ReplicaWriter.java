package io.rlscaler.engine;

/** Port: asks for another replica count. */
public interface ReplicaWriter {
  /**
   * Writes {@code decision.to()}, provided that the count is still {@code decision.from()}.
   *
   * @return what became of it
   */
  WriteOutcome write(Workload workload, Decision decision);
}

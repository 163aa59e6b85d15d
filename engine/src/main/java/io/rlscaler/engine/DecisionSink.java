package io.rlscaler.engine;

import io.rlscaler.engine.observation.Observation;

/** Port: takes note of every decision. */
public interface DecisionSink {
  /** Called once per workload and tick, after the write. Never throws. */
  void record(Workload workload, Observation observation, Decision decision, WriteOutcome outcome);
}

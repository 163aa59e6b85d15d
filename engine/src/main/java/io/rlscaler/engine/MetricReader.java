package io.rlscaler.engine;

import io.rlscaler.engine.observation.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Port: reads what is known of a group of workloads, in one go. */
public interface MetricReader {
  /**
   * Reads a group within a bounded time. Never throws for missing data: that is an unknown signal.
   *
   * @param group the workloads
   * @param now time of the tick
   * @return one observation per workload, in order; empty where the target itself is not readable
   */
  List<Optional<Observation>> read(List<Workload> group, Instant now);
}

package io.rlscaler.integration.operator;

import io.rlscaler.engine.WriteOutcome;
import io.rlscaler.integration.AuditLog.Mutation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The replica counts of a workload over time. A raise serves one start-up later, a reduction
 * reduces at once.
 */
final class ReplicaHistory {
  private final NavigableMap<Instant, Integer> desired = new TreeMap<>();
  private final boolean writable;

  private ReplicaHistory(int initial, boolean writable) {
    this.writable = writable;
    desired.put(Instant.MIN, initial);
  }

  /** Counts that follow what is written. */
  static ReplicaHistory steered(int initial) {
    return new ReplicaHistory(initial, true);
  }

  /** The counts that were written to a cluster; what is written here changes nothing. */
  static ReplicaHistory recorded(int initial, List<Mutation> writes) {
    ReplicaHistory history = new ReplicaHistory(initial, false);
    writes.forEach(write -> history.desired.put(write.time(), write.replicas().orElseThrow()));
    return history;
  }

  /** Replicas asked for at a time. */
  int desired(Instant time) {
    return desired.floorEntry(time).getValue();
  }

  /** Replicas that serve at a time. */
  int ready(Instant time) {
    Instant begun = desired.floorKey(time.minus(Scenario.START_UP));
    return desired.subMap(begun, true, time, true).values().stream()
        .mapToInt(Integer::intValue)
        .min()
        .orElseThrow();
  }

  WriteOutcome write(Instant time, int replicas) {
    if (!writable) {
      return WriteOutcome.BLOCKED;
    }
    desired.put(time, replicas);
    return WriteOutcome.WRITTEN;
  }

  /** All counts in their order, the first included. */
  List<Integer> counts() {
    return List.copyOf(desired.values());
  }

  /** When the count rose. */
  List<Instant> raises() {
    return changes(1);
  }

  /** When the count fell. */
  List<Instant> reductions() {
    return changes(-1);
  }

  private List<Instant> changes(int direction) {
    List<Instant> times = new ArrayList<>();
    int before = desired.firstEntry().getValue();
    for (Map.Entry<Instant, Integer> entry : desired.entrySet()) {
      if (Integer.signum(entry.getValue() - before) == direction) {
        times.add(entry.getKey());
      }
      before = entry.getValue();
    }
    return times;
  }
}

package io.rlscaler.integration.operator;

import io.rlscaler.engine.WriteOutcome;
import io.rlscaler.integration.AuditLog.Mutation;
import java.time.Instant;
import java.util.List;
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

  /** How often the count rose. */
  int raises() {
    return changes(1);
  }

  /** How often the count fell. */
  int reductions() {
    return changes(-1);
  }

  private int changes(int direction) {
    List<Integer> counts = counts();
    int changes = 0;
    for (int i = 1; i < counts.size(); i++) {
      changes += Integer.signum(counts.get(i) - counts.get(i - 1)) == direction ? 1 : 0;
    }
    return changes;
  }
}

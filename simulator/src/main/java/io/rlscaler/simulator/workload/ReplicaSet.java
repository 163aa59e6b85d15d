package io.rlscaler.simulator.workload;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The replicas that serve, by age, and those that only end what they have begun. */
final class ReplicaSet {
  private final Attempts attempts;

  /** Ready ones, the oldest first. */
  private final List<Replica> ready = new ArrayList<>();

  /** All that can still have work, by their id; stale where an id is free. */
  private final List<Replica> byId = new ArrayList<>();

  private final ArrayDeque<Integer> freeIds = new ArrayDeque<>();

  ReplicaSet(Attempts attempts) {
    this.attempts = attempts;
  }

  List<Replica> ready() {
    return ready;
  }

  Replica get(int id) {
    return byId.get(id);
  }

  /** Adds a replica that is free. */
  void add() {
    Integer free = freeIds.poll();
    Replica replica = new Replica(free == null ? byId.size() : free, attempts);
    if (free == null) {
      byId.add(replica);
    } else {
      byId.set(replica.id, replica);
    }
    ready.add(replica);
  }

  /** Takes the newest one out of service. */
  Replica removeNewest() {
    return retire(ready.size() - 1);
  }

  /** Takes one at random out of service. */
  Replica removeAtRandom(SplittableRandom random) {
    return retire(random.nextInt(ready.size()));
  }

  private Replica retire(int i) {
    Replica replica = ready.remove(i);
    replica.ready = false;
    return replica;
  }

  /** Frees the id of a replica that has no work any more. */
  void forget(Replica replica) {
    freeIds.add(replica.id);
  }

  /** Gives the newest replicas a speed and all others full speed. */
  void warm(int warming, double speed) {
    int warm = ready.size() - warming;
    for (int i = 0; i < ready.size(); i++) {
      ready.get(i).speed = i < warm ? 1 : speed;
    }
  }
}

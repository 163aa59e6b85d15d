package io.rlscaler.simulator.workload;

/** One replica: its busy slots and, unless one queue serves all, its own queue. */
final class Replica {
  final int id;
  final AttemptList queue;
  int busy;
  double speed = 1;
  boolean ready = true;

  Replica(int id, Attempts attempts) {
    this.id = id;
    queue = new AttemptList(attempts);
  }

  /** Requests waiting or in service. */
  int load() {
    return busy + queue.size();
  }
}

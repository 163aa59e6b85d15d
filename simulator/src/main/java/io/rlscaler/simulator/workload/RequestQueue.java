package io.rlscaler.simulator.workload;

/** Requests on their way to an answer; what becomes of them goes to a {@link RequestLog}. */
sealed interface RequestQueue permits CentralQueue, RoutedQueue {
  /** Serves the arrivals of a step that goes from one time to another [s]. */
  void step(int step, ArrivalStream arrivals, ReadyReplicas replicas, double begin, double end);

  /** Lets all requests come to their end without further arrivals; without replicas, by loss. */
  void finish();

  /** Requests that wait for a slot. */
  int waiting();

  /** Requests that slots work on. */
  int inService();

  /** Requests whose fate is not known yet. */
  int open();

  /** Busy share of the ready slots in the latest step, 0 without replicas. */
  double utilization();
}

package io.rlscaler.simulator.episode;

/** The requests of a simulated cluster. Measures and scores go to the log of the cluster. */
sealed interface ClusterQueue permits FastQueue, RequestQueue {

  /**
   * Serves the step that was added to the log last.
   *
   * @param arrivalRate requests/s, 0 in a gap
   */
  void step(double arrivalRate);

  /** Scores what has not been scored yet, after the last step. */
  void finish();

  /** The latencies of a finished episode. */
  EpisodeLatency latency();
}

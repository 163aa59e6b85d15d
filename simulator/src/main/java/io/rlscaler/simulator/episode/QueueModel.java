package io.rlscaler.simulator.episode;

/** Which model serves the requests of an episode. */
public enum QueueModel {
  /** Closed form, for training, tuning and comparisons. */
  FAST,
  /** Every single request, the truth behind the fast model; thousands of times slower. */
  REQUEST;

  /** The name in documents and on the command line. */
  public String label() {
    return this == FAST ? "fast" : "request";
  }
}

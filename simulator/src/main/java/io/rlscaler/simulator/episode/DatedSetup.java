package io.rlscaler.simulator.episode;

/**
 * A controller that takes over at a time of an episode.
 *
 * @param fromSeconds since the beginning of the episode, not negative
 * @param setup the controller with its settings
 */
public record DatedSetup(double fromSeconds, ControllerSetup setup) {
  /** Refuses times before the beginning. */
  public DatedSetup {
    if (!(fromSeconds >= 0 && fromSeconds <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "from: found " + fromSeconds + " s, expected zero or more seconds");
    }
  }
}

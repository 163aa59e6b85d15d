package io.rlscaler.simulator.tuning;

import java.util.List;

/**
 * Finds the settings of a family that would have been best on a load, for several objectives at
 * once: each run is scored for all of them.
 */
public final class HindsightSearch {
  private HindsightSearch() {}

  /**
   * Searches from coarse to fine.
   *
   * @param replays runs the settings and remembers them
   * @param goodRatios that are promised, one per objective
   */
  public static Search search(Replays replays, List<Double> goodRatios) {
    throw new UnsupportedOperationException(replays + " " + goodRatios);
  }
}

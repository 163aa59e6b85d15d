package io.rlscaler.simulator.tuning;

import java.util.List;

/**
 * What a search in hindsight found for one trace and start-up time.
 *
 * @param family whose settings were tried
 * @param trials all settings that were tried, whatever the objective they were tried for
 * @param best the best of them per objective, in the order asked for
 */
public record Search(Family family, List<Trial> trials, List<Best> best) {
  /** Copies the lists. */
  public Search {
    trials = List.copyOf(trials);
    best = List.copyOf(best);
  }

  /**
   * The best setting for one objective.
   *
   * @param goodRatio that is promised
   * @param trial with the first seed: of the settings that were run with all seeds the cheapest
   *     that keeps the promise on the scored part, or the one with the least violations
   * @param keeps whether it keeps the promise over all seeds; otherwise none of those tried does
   * @param edges names of the axes on whose outermost value it lies, even after widening
   */
  public record Best(double goodRatio, Trial trial, boolean keeps, List<String> edges) {
    /** Copies the list. */
    public Best {
      edges = List.copyOf(edges);
    }
  }
}

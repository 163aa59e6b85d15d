package io.rlscaler.simulator.episode;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What came of an episode.
 *
 * @param trace name of the trace
 * @param controller name of the controller
 * @param settings of the controller, in a fixed order
 * @param model that served the requests
 * @param seed of all that was random
 * @param score the totals
 * @param latency over the whole episode, weighted by requests
 * @param timeline one entry per decision
 */
public record EpisodeResult(
    String trace,
    String controller,
    Map<String, Object> settings,
    QueueModel model,
    long seed,
    EpisodeScore score,
    Latency latency,
    List<TimelineStep> timeline) {

  /** Copies the timeline. */
  public EpisodeResult {
    timeline = List.copyOf(timeline);
  }

  /**
   * Quantiles of the time from arrival to answer [s], empty where no request arrived or the
   * quantile lies beyond what the model tells apart.
   */
  public record Latency(OptionalDouble p50, OptionalDouble p95, OptionalDouble p99) {}
}

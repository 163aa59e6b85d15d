package io.rlscaler.simulator.episode;

import io.rlscaler.simulator.episode.EpisodeResult.Latency;
import java.util.OptionalDouble;

/** The latencies of an episode's requests. */
interface EpisodeLatency {
  /** Not known, as where nothing arrived. */
  Latency UNKNOWN =
      new Latency(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

  /** Those of all requests. */
  Latency overall();

  /** Those of one decision period, counted from 0. */
  Latency ofPeriod(int period);
}

package io.rlscaler.simulator.episode;

import io.rlscaler.engine.safety.Reason;
import java.util.OptionalDouble;

/**
 * One decision period of an episode.
 *
 * @param seconds beginning of the period, from that of the episode
 * @param rate mean arrival rate [requests/s], empty in a gap
 * @param desired replicas asked for after the decision
 * @param ready replicas that served at the beginning of the period
 * @param utilization mean busy share, empty in a gap
 * @param violationShare of the period's requests, empty in a gap
 * @param reason who decided, and why
 * @param latency of the period's requests
 */
public record TimelineStep(
    double seconds,
    OptionalDouble rate,
    int desired,
    int ready,
    OptionalDouble utilization,
    OptionalDouble violationShare,
    Reason reason,
    EpisodeResult.Latency latency) {}

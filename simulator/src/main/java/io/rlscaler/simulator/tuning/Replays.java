package io.rlscaler.simulator.tuning;

import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Runs settings of one family on one load, each only once, on all cores of the common pool; the
 * results do not depend on their number.
 *
 * @param scenario with the seed for tuning, which should not be one of those for scoring; of its
 *     objective only the latency counts, and for a policy the good ratio
 * @param load the whole traffic, past and scored part
 * @param scoredFromSeconds where the scored part begins
 * @param family whose settings are run
 * @param cache directory of results from before, empty for none
 */
public record Replays(
    Scenario scenario,
    OfferedLoad load,
    double scoredFromSeconds,
    Family family,
    Optional<Path> cache) {}

package io.rlscaler.simulator.evaluation;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The figures of one controller over all traces whose past was long enough to calibrate on.
 *
 * @param startUp of the cells; empty: all start-up times together
 * @param objective of the cells; empty: all objectives together
 * @param controller its name
 * @param cells that it took part in
 * @param kept of these cells
 * @param missed of these cells; the others are undecided
 * @param gapCells that the gap is pooled over
 * @param gapClosed sum of the gaps closed over the sum of the gaps, each over its cell's bound
 * @param costOverHpaPast sum of costs over that of hpa-past, each over its cell's bound, over the
 *     cells that hpa-past kept; empty for who missed one of them, as violations are cheap
 */
public record PooledFigures(
    Optional<Duration> startUp,
    OptionalDouble objective,
    String controller,
    int cells,
    int kept,
    int missed,
    int gapCells,
    Optional<Estimate> gapClosed,
    Optional<Estimate> costOverHpaPast) {}

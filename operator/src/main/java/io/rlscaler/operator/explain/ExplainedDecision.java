package io.rlscaler.operator.explain;

import io.rlscaler.engine.Decision;
import io.rlscaler.engine.WriteOutcome;
import io.rlscaler.engine.observation.Observation;

/**
 * A decision with all that it was made from.
 *
 * @param observation what was seen
 * @param decision what was decided
 * @param outcome what became of it
 * @param load replica load at that time
 * @param growth forecast log growth of the load within one start-up time
 */
record ExplainedDecision(
    Observation observation, Decision decision, WriteOutcome outcome, float load, float growth) {}

package io.rlscaler.simulator.protocol;

import io.rlscaler.simulator.evaluation.CellResult;
import io.rlscaler.simulator.evaluation.CellTimeline;
import java.util.List;

/**
 * What came of one trace with one start-up time, under all objectives.
 *
 * @param cells one per objective
 * @param timelines for charts
 */
record TrackResult(List<CellResult> cells, List<CellTimeline> timelines) {
  TrackResult {
    cells = List.copyOf(cells);
    timelines = List.copyOf(timelines);
  }
}

package io.rlscaler.simulator.evaluation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A finished protocol run: everything that the figures, the gate and the report are made from.
 *
 * @param setup what all cells have in common
 * @param traces how each trace was cut
 * @param cells the results, sorted by cell
 * @param seasonal results of traces with a step above five minutes; for a table of their own
 * @param exclusions what takes no part, and why
 * @param timelines of cells, for charts
 */
public record Evaluation(
    EvaluationSetup setup,
    List<TraceFacts> traces,
    List<CellResult> cells,
    List<CellResult> seasonal,
    List<Exclusion> exclusions,
    List<CellTimeline> timelines) {

  /** Copies and sorts, and refuses a cell that stands twice. */
  public Evaluation {
    traces = List.copyOf(traces);
    cells = sorted(cells);
    seasonal = sorted(seasonal);
    exclusions = List.copyOf(exclusions);
    timelines = List.copyOf(timelines);
    Set<Cell> distinct = new HashSet<>();
    for (CellResult result : cells) {
      if (!distinct.add(result.cell())) {
        throw new IllegalArgumentException("cells: found " + result.cell() + " twice");
      }
    }
  }

  private static List<CellResult> sorted(List<CellResult> results) {
    return results.stream().sorted((left, right) -> left.cell().compareTo(right.cell())).toList();
  }
}

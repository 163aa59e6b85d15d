package io.rlscaler.simulator.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every figure of an evaluation, and the verdict.
 *
 * @param rows one per cell and controller, and one per cell for the bound
 * @param seasonal the same for traces that only show seasons
 * @param pooled one per start-up time, objective and controller, and one per controller over all
 * @param verdict of the gate
 */
public record EvaluationSummary(
    List<RowFigures> rows, List<RowFigures> seasonal, List<PooledFigures> pooled, Verdict verdict) {

  /** Copies the lists. */
  public EvaluationSummary {
    rows = List.copyOf(rows);
    seasonal = List.copyOf(seasonal);
    pooled = List.copyOf(pooled);
  }

  /** Works everything out; deterministic. */
  public static EvaluationSummary of(Evaluation evaluation) {
    List<RowFigures> rows = rows(evaluation, evaluation.cells());
    Pool pool = Pool.of(evaluation.cells(), rows);
    return new EvaluationSummary(
        rows,
        rows(evaluation, evaluation.seasonal()),
        pool.figures(),
        new Gate(evaluation.setup(), rows, pool).verdict());
  }

  private static List<RowFigures> rows(Evaluation evaluation, List<CellResult> results) {
    List<RowFigures> rows = new ArrayList<>();
    for (CellResult result : results) {
      rows.addAll(CellFigures.of(result, evaluation.setup().pricePerReplicaHour()));
    }
    return rows;
  }

  /** The row of a controller in a cell, if there is one. */
  public Optional<RowFigures> row(Cell cell, String controller) {
    return rows.stream()
        .filter(row -> row.cell().equals(cell) && row.controller().equals(controller))
        .findFirst();
  }
}

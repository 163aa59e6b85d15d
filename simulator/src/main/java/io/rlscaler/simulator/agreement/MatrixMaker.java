package io.rlscaler.simulator.agreement;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes the data of the matrix: draws the cells and lets the request-level model play them. Three
 * of four cells are drawn again until a short run gives a share at which the models can differ; the
 * fourth is taken as it comes. Minutes of work, spread over the cores; deterministic.
 */
public final class MatrixMaker {
  private static final int PILOT_RUNS = 3;
  private static final int MOST_ATTEMPTS = 2000;
  private static final double LEAST_PILOT_SHARE = .001;
  private static final double MOST_PILOT_SHARE = .16;

  private MatrixMaker() {}

  /**
   * Makes the whole matrix.
   *
   * @param progress is told each row as it is known, by any thread
   */
  public static AgreementMatrix make(Consumer<MatrixRow> progress) {
    List<MatrixRow> rows =
        Arrays.stream(Part.values()).flatMap(MatrixMaker::places).toList().parallelStream()
            .map(place -> row(place, progress))
            .toList();
    return new AgreementMatrix(rows);
  }

  /** A place in the matrix, still without a cell. */
  private record Place(Part part, int index) {}

  private static Stream<Place> places(Part part) {
    return IntStream.range(0, AgreementMatrix.CELLS_PER_PART).mapToObj(i -> new Place(part, i));
  }

  private static MatrixRow row(Place place, Consumer<MatrixRow> progress) {
    Part part = place.part();
    int index = place.index();
    int attempt = 0;
    long seed = (part.number() + 1) * 1_000_000_000L + index * 1_000_000L;
    while (index % 4 != 3 && attempt < MOST_ATTEMPTS && !isTelling(part, index, attempt)) {
      attempt++;
    }
    Cell cell = CellGenerator.cell(part, index, attempt);
    MatrixRow row = new MatrixRow(part, index, attempt, ExactShare.of(cell, seed));
    progress.accept(row);
    return row;
  }

  /** By runs whose seeds the data does not use. */
  private static boolean isTelling(Part part, int index, int attempt) {
    Cell cell = CellGenerator.cell(part, index, attempt);
    double share = ExactShare.of(cell, -1 - attempt * 100L, PILOT_RUNS).share();
    return share >= LEAST_PILOT_SHARE && share <= MOST_PILOT_SHARE;
  }

  /** Plays the cells of a matrix again, with the same seeds and runs, on all cores. */
  public static AgreementMatrix again(AgreementMatrix matrix) {
    MatrixRow[] rows = matrix.rows().toArray(MatrixRow[]::new);
    Arrays.parallelSetAll(rows, i -> again(rows[i]));
    return new AgreementMatrix(List.of(rows));
  }

  /** Plays one cell again: the row must be the same. */
  public static MatrixRow again(MatrixRow row) {
    ExactShare exact = ExactShare.of(row.cell(), row.exact().seed(), row.exact().runs());
    return new MatrixRow(row.part(), row.index(), row.attempt(), exact);
  }
}

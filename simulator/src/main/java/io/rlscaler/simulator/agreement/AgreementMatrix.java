package io.rlscaler.simulator.agreement;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The matrix of cells whose exact violation shares are kept as data, and how well the fast model
 * meets them.
 *
 * @param rows by part and index
 */
public record AgreementMatrix(List<MatrixRow> rows) {
  private static final String RESOURCE = "matrix.csv";

  /** Cells of a part in the data. */
  static final int CELLS_PER_PART = 130;

  /** Copies the list. */
  public AgreementMatrix {
    rows = List.copyOf(rows);
  }

  /**
   * What came of comparing a part.
   *
   * @param cells in the part
   * @param telling cells with an exact share between .0005 and .2
   * @param met cells where the fast model lies within max(.0005, 15 %) and two standard errors
   */
  public record Agreement(int cells, int telling, int met) {
    Agreement plus(boolean isTelling, boolean isMet) {
      return new Agreement(cells + 1, telling + (isTelling ? 1 : 0), met + (isMet ? 1 : 0));
    }

    /** Share of the cells that are met. */
    public double share() {
      return (double) met / cells;
    }
  }

  /** The matrix that comes with the program. */
  public static AgreementMatrix load() {
    InputStream stream =
        Objects.requireNonNull(AgreementMatrix.class.getResourceAsStream(RESOURCE), RESOURCE);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      String header = reader.readLine();
      if (!MatrixRow.HEADER.equals(header)) {
        throw new IllegalStateException(
            RESOURCE + ": found " + header + ", expected " + MatrixRow.HEADER);
      }
      return new AgreementMatrix(reader.lines().map(MatrixRow::parse).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
  }

  /** Compares the fast model with all cells, part by part; takes about a second. */
  public Map<Part, Agreement> compare() {
    Map<Part, Agreement> result = new EnumMap<>(Part.class);
    for (MatrixRow row : rows) {
      Agreement before = result.getOrDefault(row.part(), new Agreement(0, 0, 0));
      result.put(row.part(), before.plus(row.isTelling(), row.isMetBy(row.cell().fastShare())));
    }
    return result;
  }

  /** The text of the data, with its header. */
  public String text() {
    StringBuilder text = new StringBuilder(MatrixRow.HEADER).append('\n');
    rows.forEach(row -> text.append(row.line()).append('\n'));
    return text.toString();
  }
}

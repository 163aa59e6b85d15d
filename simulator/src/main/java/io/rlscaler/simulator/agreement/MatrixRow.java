package io.rlscaler.simulator.agreement;

import java.util.Locale;

/**
 * One cell of the matrix with its exact share.
 *
 * @param part that the cell belongs to
 * @param index of the cell in its part
 * @param attempt at which the cell was drawn
 * @param exact the share by the request-level model
 */
public record MatrixRow(Part part, int index, int attempt, ExactShare exact) {
  static final String HEADER = "part,index,attempt,share,standard_error,seed,runs,requests";
  private static final int COLUMNS = 8;

  /** Half the cells and more lie in this range of shares. */
  static final double LEAST_TELLING = .0005;

  static final double MOST_TELLING = .2;

  /** Deviation of a share that is allowed whatever the share. */
  private static final double ABSOLUTE = .0005;

  private static final double RELATIVE = .15;

  /** Reads a line of the data. */
  static MatrixRow parse(String line) {
    String[] words = line.split(",", -1);
    if (words.length != COLUMNS) {
      throw new IllegalArgumentException("found line " + line + ", expected " + HEADER);
    }
    return new MatrixRow(
        Part.valueOf(words[0].toUpperCase(Locale.ROOT)),
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        new ExactShare(
            Double.parseDouble(words[3]),
            Double.parseDouble(words[4]),
            Long.parseLong(words[5]),
            Integer.parseInt(words[6]),
            Long.parseLong(words[7])));
  }

  /** The line of the data; numbers keep all their digits. */
  public String line() {
    return String.join(
        ",",
        part.label(),
        Integer.toString(index),
        Integer.toString(attempt),
        Double.toString(exact.share()),
        Double.toString(exact.standardError()),
        Long.toString(exact.seed()),
        Integer.toString(exact.runs()),
        Long.toString(exact.requests()));
  }

  /** The cell itself. */
  public Cell cell() {
    return CellGenerator.cell(part, index, attempt);
  }

  /** Whether the exact share is neither nearly nothing nor hopeless. */
  public boolean isTelling() {
    return exact.share() >= LEAST_TELLING && exact.share() <= MOST_TELLING;
  }

  /** Whether a share lies within max(.0005, 15 %) and two standard errors of the exact one. */
  public boolean isMetBy(double share) {
    double allowed = Math.max(ABSOLUTE, RELATIVE * exact.share()) + 2 * exact.standardError();
    return Math.abs(share - exact.share()) <= allowed;
  }
}

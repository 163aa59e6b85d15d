package io.rlscaler.simulator.trace;

import java.io.IOException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a trace from a CSV file with the columns {@code t_seconds} and {@code requests_per_second},
 * in either order, plain or compressed with gzip (told by its first bytes).
 *
 * <p>Times strictly increase and are whole milliseconds. The step is the most common difference;
 * every difference is a whole number of steps, and more than one step means that the steps between
 * are unknown. Anything else is a {@link TraceFormatException} that names file and line.
 */
public final class TraceReader {
  static final String TIME = "t_seconds";
  static final String RATE = "requests_per_second";

  /** Two columns of numbers need far less; more means that this is no such file. */
  private static final int LONGEST_LINE = 1000;

  private final Path file;
  private long[] times = new long[1024];
  private double[] rates = new double[1024];
  private int rows;
  private int timeColumn;
  private boolean headerSeen;
  private long blank;

  private TraceReader(Path file) {
    this.file = file;
  }

  /**
   * Reads a file; the trace is named after it, without {@code .csv} and {@code .gz}.
   *
   * @throws TraceFormatException if the content is not a trace
   * @throws IOException if the file cannot be read
   */
  public static Trace read(Path file) throws IOException {
    return new TraceReader(file).read();
  }

  private Trace read() throws IOException {
    TextFile.readLines(file, LONGEST_LINE, CodingErrorAction.REPORT, this::readLine);
    return assemble();
  }

  private void readLine(String line, long number) throws TraceFormatException {
    if (number == 1) {
      readHeader(line);
    } else if (line.isBlank()) {
      blank = blank == 0 ? number : blank;
    } else if (blank != 0) {
      throw error(blank, "an empty line, expected a time and a rate");
    } else {
      readRow(line, number);
    }
  }

  private void readHeader(String header) throws TraceFormatException {
    headerSeen = true;
    List<String> columns = Arrays.asList(withoutByteOrderMark(header).split(",", -1));
    for (String column : columns) {
      if (!column.equals(TIME) && !column.equals(RATE)) {
        throw error(
            1, "unknown column " + TextFile.quoted(column) + ", expected " + TIME + "," + RATE);
      }
    }
    for (String column : List.of(TIME, RATE)) {
      if (!columns.contains(column)) {
        throw error(1, "missing column " + column + ", expected " + TIME + "," + RATE);
      }
    }
    if (columns.size() != 2) {
      throw error(1, columns.size() + " columns, expected " + TIME + "," + RATE);
    }
    timeColumn = columns.indexOf(TIME);
  }

  private static String withoutByteOrderMark(String header) {
    return header.startsWith("\uFEFF") ? header.substring(1) : header;
  }

  private void readRow(String line, long number) throws TraceFormatException {
    String[] fields = line.split(",", -1);
    if (fields.length != 2) {
      throw error(number, fields.length + " columns in " + TextFile.quoted(line) + ", expected 2");
    }
    long time = milliseconds(fields[timeColumn], number);
    double rate = parse(RATE, fields[1 - timeColumn], number);
    if (rate < 0) {
      throw error(number, RATE + " is " + rate + ", expected 0 or more");
    }
    if (rows > 0 && time <= times[rows - 1]) {
      throw error(
          number,
          TIME
              + " is "
              + seconds(time)
              + ", expected more than the "
              + seconds(times[rows - 1])
              + " of the line before");
    }
    append(time, rate, number);
  }

  private void append(long time, double rate, long number) throws TraceFormatException {
    if (rows == Trace.MOST_STEPS) {
      throw error(number, "more than " + Trace.MOST_STEPS + " rows, expected at most so many");
    }
    if (rows == times.length) {
      times = Arrays.copyOf(times, 2 * rows);
      rates = Arrays.copyOf(rates, 2 * rows);
    }
    times[rows] = time;
    rates[rows] = rate;
    rows++;
  }

  private long milliseconds(String field, long line) throws TraceFormatException {
    double value = parse(TIME, field, line) * 1000;
    // a thousandth of a millisecond is above the rounding error of any time up to a century
    if (value < 0 || value > 1e13 || Math.abs(value - Math.rint(value)) > 1e-3) {
      throw error(
          line,
          TIME
              + " is "
              + TextFile.quoted(field)
              + ", expected seconds from 0 to 1e10 in whole milliseconds");
    }
    return Math.round(value);
  }

  private double parse(String column, String field, long line) throws TraceFormatException {
    double value;
    try {
      value = Double.parseDouble(field);
    } catch (NumberFormatException e) {
      TraceFormatException failure =
          error(line, column + " is " + TextFile.quoted(field) + ", expected a number");
      failure.initCause(e);
      throw failure;
    }
    if (!Double.isFinite(value)) {
      throw error(line, column + " is " + TextFile.quoted(field) + ", expected a finite number");
    }
    return value;
  }

  private Trace assemble() throws TraceFormatException {
    if (!headerSeen) {
      throw new TraceFormatException(file, "empty, expected a header " + TIME + "," + RATE);
    }
    if (rows == 0) {
      throw new TraceFormatException(file, "a header and no rows, expected two rows or more");
    }
    if (rows == 1) {
      throw new TraceFormatException(file, "one row, expected two or more to know the step");
    }
    long step = TimeAxis.step(times, rows);
    int off = TimeAxis.firstOffStep(times, rows, step);
    if (off >= 0) {
      throw error(
          off + 2L,
          TIME
              + " is "
              + seconds(times[off])
              + ", expected a multiple of the step of "
              + seconds(step)
              + " s behind the "
              + seconds(times[off - 1])
              + " of the line before");
    }
    long steps = (times[rows - 1] - times[0]) / step + 1;
    if (steps > Trace.MOST_STEPS) {
      throw new TraceFormatException(
          file, steps + " steps of " + seconds(step) + " s, expected at most " + Trace.MOST_STEPS);
    }
    double[] values = new double[(int) steps];
    Arrays.fill(values, Double.NaN);
    for (int i = 0; i < rows; i++) {
      values[(int) ((times[i] - times[0]) / step)] = rates[i];
    }
    return Trace.of(
        TextFile.name(file), Duration.ofMillis(times[0]), Duration.ofMillis(step), values);
  }

  private TraceFormatException error(long line, String foundAndExpected) {
    return new TraceFormatException(file, line, foundAndExpected);
  }

  static String seconds(long milliseconds) {
    return milliseconds % 1000 == 0
        ? Long.toString(milliseconds / 1000)
        : Double.toString(milliseconds / 1000.0);
  }
}

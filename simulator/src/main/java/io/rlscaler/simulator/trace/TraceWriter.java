package io.rlscaler.simulator.trace;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a trace as the CSV that {@link TraceReader} reads, compressed when the name ends in {@code
 * .gz}. Unknown steps are left out. The file appears complete or not at all.
 */
public final class TraceWriter {
  private TraceWriter() {}

  /**
   * Writes a file, replacing one that exists.
   *
   * @throws IllegalArgumentException if so few steps are known that the step could not be read back
   * @throws IOException if the file cannot be written; nothing is left behind then
   */
  public static void write(Trace trace, Path file) throws IOException {
    requireReadable(trace);
    Path target = file.toAbsolutePath();
    // not createTempFile, whose files nobody else may read
    String unique = "." + target.getFileName() + "." + UUID.randomUUID() + ".part";
    Path temporary = target.resolveSibling(unique);
    // also when the process is interrupted
    temporary.toFile().deleteOnExit();
    try {
      boolean compressed = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
      try (OutputStream raw = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW);
          OutputStream bytes = compressed ? new GZIPOutputStream(raw) : raw;
          BufferedWriter out =
              new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
        writeRows(trace, out);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Writes the text of a file, uncompressed, to wherever it should go.
   *
   * @throws IllegalArgumentException if so few steps are known that the step could not be read back
   * @throws IOException if it cannot be written
   */
  public static void write(Trace trace, Appendable out) throws IOException {
    requireReadable(trace);
    writeRows(trace, out);
  }

  private static void writeRows(Trace trace, Appendable out) throws IOException {
    out.append(TraceReader.TIME + "," + TraceReader.RATE + "\n");
    for (int i = 0; i < trace.size(); i++) {
      if (trace.isKnown(i)) {
        out.append(TraceReader.seconds(time(trace, i)))
            .append(',')
            .append(number(trace.rate(i)))
            .append('\n');
      }
    }
  }

  private static void requireReadable(Trace trace) {
    long[] times = new long[trace.size()];
    int count = 0;
    for (int i = 0; i < trace.size(); i++) {
      if (trace.isKnown(i)) {
        times[count++] = time(trace, i);
      }
    }
    if (count < 2 || TimeAxis.step(times, count) != trace.step().toMillis()) {
      throw new IllegalArgumentException(
          "trace "
              + trace.name()
              + " knows "
              + count
              + " of "
              + trace.size()
              + " steps, expected enough to see that the step is "
              + trace.step());
    }
  }

  private static long time(Trace trace, int i) {
    return trace.start().toMillis() + i * trace.step().toMillis();
  }

  /** The shortest text that is read back as the same number. */
  private static String number(double value) {
    return value == Math.rint(value) && value < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}

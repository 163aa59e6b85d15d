package io.rlscaler.trainer.run;

import io.rlscaler.simulator.WholeFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One line per iteration in a CSV file, of which a reader sees whole lines only. */
public final class ProgressCsv implements Closeable {
  /** The columns. */
  static final String HEADER =
      "iteration,environment_steps,seconds,steps_per_second,cost,violation_share,lambda,kl,"
          + "entropy,policy_loss,value_loss,learning_rate,gap_closed";

  private final FileChannel channel;

  private ProgressCsv(FileChannel channel) {
    this.channel = channel;
  }

  /** Begins a file, in place of one that is there. */
  public static ProgressCsv create(Path file) throws IOException {
    WholeFile.write(file, HEADER + "\n");
    return append(file);
  }

  /**
   * Continues a file behind the line of {@code iteration}; later lines, and one that is cut short,
   * are removed. Begins one where none is.
   *
   * @throws IOException if it cannot be read or written, or has other columns
   */
  public static ProgressCsv resume(Path file, long iteration) throws IOException {
    if (!Files.exists(file)) {
      return create(file);
    }
    String text = Files.readString(file, StandardCharsets.UTF_8);
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
      throw new IOException(
          "%s, line 1: found \"%s\", expected the header %s"
              .formatted(file, lines.isEmpty() ? "" : lines.get(0), HEADER));
    }
    StringBuilder kept = new StringBuilder(HEADER).append('\n');
    for (int i = 1; i < lines.size(); i++) {
      if (iteration(file, i + 1, lines.get(i)) > iteration) {
        break;
      }
      kept.append(lines.get(i)).append('\n');
    }
    WholeFile.write(file, kept);
    return append(file);
  }

  private static long iteration(Path file, int number, String line) throws IOException {
    try {
      return Long.parseLong(line.substring(0, Math.max(0, line.indexOf(','))));
    } catch (NumberFormatException e) {
      throw new IOException(
          "%s, line %d: found no iteration, expected a whole number first".formatted(file, number),
          e);
    }
  }

  private static ProgressCsv append(Path file) throws IOException {
    return new ProgressCsv(
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
  }

  /**
   * Adds a line.
   *
   * @throws IOException if it cannot be written; then no part of it is there
   */
  public void add(IterationReport report) throws IOException {
    ByteBuffer line = ByteBuffer.wrap(line(report).getBytes(StandardCharsets.UTF_8));
    long before = channel.size();
    try {
      while (line.hasRemaining()) {
        channel.write(line);
      }
    } catch (IOException e) {
      channel.truncate(before);
      throw e;
    }
  }

  private static String line(IterationReport report) {
    Stream<Object> figures =
        Stream.of(
            report.iteration(),
            report.environmentSteps(),
            report.seconds(),
            report.stepsPerSecond(),
            report.cost(),
            report.violationShare(),
            report.lambda(),
            report.kl(),
            report.entropy(),
            report.policyLoss(),
            report.valueLoss(),
            report.learningRate(),
            report.gapClosed().isPresent() ? report.gapClosed().getAsDouble() : "");
    return figures.map(String::valueOf).collect(Collectors.joining(",", "", "\n"));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

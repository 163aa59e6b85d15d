package io.rlscaler.cli;

import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.TraceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command that makes a trace puts it. */
final class TraceOutput {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "File to write, with gzip when its name ends in .gz (default: standard output).")
  private @Nullable Path out;

  /** Fails before long work when the file could not be written. */
  void requireWritable() {
    if (out == null) {
      return;
    }
    requireWritable(out);
  }

  /** The same for a file of any kind that {@code --out} names. */
  static void requireWritable(Path file) {
    Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    if (!Files.isDirectory(directory)) {
      throw new InputException("--out: " + directory + ": no such directory");
    }
    if (Files.isDirectory(file)) {
      throw new InputException("--out: " + file + ": found a directory, expected a file");
    }
  }

  /** Writes the file whole, or the text to standard output. */
  void write(Trace trace, Console console) throws IOException {
    try {
      if (out != null) {
        TraceWriter.write(trace, out);
      } else {
        StringBuilder text = new StringBuilder();
        TraceWriter.write(trace, text);
        console.data(text.substring(0, text.length() - 1));
      }
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }
}

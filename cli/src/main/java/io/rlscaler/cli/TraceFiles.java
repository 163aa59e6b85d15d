package io.rlscaler.cli;

import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the traces that a user names. */
final class TraceFiles {
  private TraceFiles() {}

  static Trace read(Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException(file + ": found a directory, expected a trace file");
    }
    try {
      return TraceReader.read(file);
    } catch (IOException e) {
      throw new InputException(FailureHandler.describe(e), e);
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }
}

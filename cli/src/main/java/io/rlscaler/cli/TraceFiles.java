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
    requireNoDirectory(file);
    try {
      return TraceReader.read(file);
    } catch (IOException e) {
      throw new InputException(FailureHandler.describe(e), e);
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  static void requireNoDirectory(Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException(file + ": found a directory, expected a file");
    }
  }

  /** How much of a trace is there, in one line for people. */
  static String summary(Trace trace) {
    int unknown = trace.size() - trace.knownSteps();
    return trace.size()
        + " steps of "
        + trace.step().toMillis() / 1000.0
        + " s, "
        + unknown
        + " of them unknown";
  }
}

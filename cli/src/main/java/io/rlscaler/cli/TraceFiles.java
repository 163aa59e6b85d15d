package io.rlscaler.cli;

import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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

  /**
   * Files as they are, and all {@code .csv} and {@code .csv.gz} of directories by name.
   *
   * @param option that named the places
   */
  static List<Path> at(String option, List<Path> places) {
    List<Path> files = new ArrayList<>();
    for (Path place : places) {
      if (!Files.isDirectory(place)) {
        files.add(place);
        continue;
      }
      try (Stream<Path> inside = Files.list(place)) {
        List<Path> traces = inside.filter(TraceFiles::isTrace).sorted().toList();
        if (traces.isEmpty()) {
          throw new InputException(
              option + ": found no file *.csv or *.csv.gz in " + place + ", expected at least one");
        }
        files.addAll(traces);
      } catch (IOException e) {
        throw new InputException(option + ": " + FailureHandler.describe(e), e);
      }
    }
    return files;
  }

  private static boolean isTrace(Path file) {
    String name = file.toString();
    return (name.endsWith(".csv") || name.endsWith(".csv.gz")) && Files.isRegularFile(file);
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

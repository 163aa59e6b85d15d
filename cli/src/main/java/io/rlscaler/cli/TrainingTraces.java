package io.rlscaler.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The traces of a training, each read once before it begins, and none of them twice. */
final class TrainingTraces {
  private final boolean skipBad;
  private final Console console;
  private final Map<String, Path> seen = new HashMap<>();

  TrainingTraces(boolean skipBad, Console console) {
    this.skipBad = skipBad;
    this.console = console;
  }

  /**
   * The usable traces of some files and directories. Without {@code skipBad} the first one that
   * cannot be used is an error, else all such are named and left out.
   *
   * @param option that named the places
   */
  List<Path> usable(String option, List<Path> places) {
    List<Path> usable = new ArrayList<>();
    for (Path file : TraceFiles.at(option, places)) {
      readDigest(option, file).ifPresent(digest -> add(option, usable, file, digest));
    }
    if (usable.isEmpty()) {
      throw new InputException(option + ": found no usable trace, expected at least one");
    }
    return usable;
  }

  private Optional<String> readDigest(String option, Path file) {
    try {
      if (TraceFiles.read(file).mean() == 0) {
        throw new InputException(file + ": found no request in it, expected traffic");
      }
      return Optional.of(EvaluationTraces.digest(file));
    } catch (InputException e) {
      if (!skipBad) {
        throw new InputException(option + ": " + e.getMessage(), e);
      }
      console.message("Leaves out " + e.getMessage());
      return Optional.empty();
    }
  }

  /** A trace that is both learned from and selected by would make the selection worthless. */
  private void add(String option, List<Path> usable, Path file, String digest) {
    Path before = seen.putIfAbsent(digest, file);
    if (before != null) {
      throw new InputException(
          option + ": found the trace " + file + " also as " + before + ", expected it once");
    }
    usable.add(file);
  }
}

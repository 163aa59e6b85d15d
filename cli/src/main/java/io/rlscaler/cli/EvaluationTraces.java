package io.rlscaler.cli;

import io.rlscaler.engine.policy.Sha256;
import io.rlscaler.simulator.protocol.EvaluationPlan;
import io.rlscaler.simulator.protocol.ScoredTrace;
import io.rlscaler.simulator.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The traces of an evaluation: files, and all {@code .csv} and {@code .csv.gz} of directories. */
final class EvaluationTraces {
  private EvaluationTraces() {}

  /**
   * Reads and cuts all traces; the first one that cannot be used is named.
   *
   * @param places files and directories
   * @param from begin of the part of each trace that is used
   * @param to end of that part, empty for the end of the trace
   */
  static List<EvaluationPlan.Input> read(List<Path> places, Duration from, Optional<Duration> to) {
    List<EvaluationPlan.Input> inputs = new ArrayList<>();
    for (Path file : files(places)) {
      Trace whole = TraceFiles.read(file);
      try {
        Trace part = whole.between(from, to.orElse(whole.length()));
        inputs.add(new EvaluationPlan.Input(ScoredTrace.of(part), digest(file)));
      } catch (IllegalArgumentException e) {
        throw new InputException(file + ": " + e.getMessage(), e);
      }
    }
    return inputs;
  }

  private static List<Path> files(List<Path> places) {
    List<Path> files = new ArrayList<>();
    for (Path place : places) {
      if (!Files.isDirectory(place)) {
        files.add(place);
        continue;
      }
      try (Stream<Path> inside = Files.list(place)) {
        List<Path> traces = inside.filter(EvaluationTraces::isTrace).sorted().toList();
        if (traces.isEmpty()) {
          throw new InputException(
              "--traces: found no file *.csv or *.csv.gz in " + place + ", expected at least one");
        }
        files.addAll(traces);
      } catch (IOException e) {
        throw new InputException("--traces: " + FailureHandler.describe(e), e);
      }
    }
    return files;
  }

  private static boolean isTrace(Path file) {
    String name = file.toString();
    return (name.endsWith(".csv") || name.endsWith(".csv.gz")) && Files.isRegularFile(file);
  }

  private static String digest(Path file) {
    try {
      return Sha256.name(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new InputException(FailureHandler.describe(e), e);
    }
  }
}

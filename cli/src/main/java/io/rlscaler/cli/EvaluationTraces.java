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
    for (Path file : TraceFiles.at("--traces", places)) {
      inputs.add(input(file, from, to));
    }
    return inputs;
  }

  /** Reads and cuts one trace. */
  static EvaluationPlan.Input input(Path file, Duration from, Optional<Duration> to) {
    Trace whole = TraceFiles.read(file);
    try {
      Trace part = whole.between(from, to.orElse(whole.length()));
      return new EvaluationPlan.Input(ScoredTrace.of(part), digest(file));
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  /** Names a file by its content. */
  static String digest(Path file) {
    try {
      return Sha256.name(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new InputException(FailureHandler.describe(e), e);
    }
  }
}

package io.rlscaler.trainer.learning;

import io.rlscaler.engine.artifact.PolicyTrainer;
import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.engine.policy.PolicyContract;
import io.rlscaler.engine.policy.Sha256;
import io.rlscaler.simulator.CodeVersion;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.TraceReader;
import io.rlscaler.trainer.export.UnlearnedParts;
import io.rlscaler.trainer.run.StopSignal;
import io.rlscaler.trainer.run.TrainingConfig;
import io.rlscaler.trainer.run.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The trainer of policies, found by {@link java.util.ServiceLoader}. */
public final class Trainer implements PolicyTrainer {
  /** No prior fitted to other traces foretold better than none, see docs/training.md. */
  static final List<ForecastPrior> PERSISTENCE = UnlearnedParts.forecastPriors();

  /**
   * Kept, as levels are forgotten with their loggers: where its natives are tells nobody anything.
   */
  private static final Logger LIBRARY = Logger.getLogger("ai.djl");

  private final InstantSource clock;

  /** Trains by the clock of the system. */
  public Trainer() {
    this(InstantSource.system());
  }

  Trainer(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Outcome train(Request request, Listener listener) throws IOException {
    LIBRARY.setLevel(Level.WARNING);
    TrainingConfig config = config(request);
    List<Trace> traces = read(request.traces());
    List<Trace> validationTraces = read(request.validation());
    try (TrainingRun run =
            TrainingRun.open(request.directory(), request.resume(), config, clock, listener);
        StopSignal stop =
            StopSignal.install(
                () -> listener.message("Stops after this iteration; once more ends at once."))) {
      listener.message("Tunes the HPA and finds the bounds on the validation traces.");
      Validation validation =
          Validation.prepare(
              validationTraces,
              config.startUps(),
              config.objectives(),
              config.budget().selectionSteps());
      PolicyContract draft =
          TrainedPolicy.draft(
              config.ppo().hidden(), PERSISTENCE, provenance(config, request.traces()));
      Training training =
          new Training(config, traces, validation, draft, run, stop::isRequested, listener);
      Training.Result result = training.run();
      training.policy().export(result.selected(), result.seen(), run.policyDirectory());
      OptionalDouble gap = OptionalDouble.of(result.selected().gapClosed());
      run.finish(result.steps(), result.seconds(), gap, result.ending());
      return new Outcome(run.policyDirectory(), gap, result.ending());
    }
  }

  private static TrainingConfig config(Request request) throws IOException {
    TrainingConfig config = TrainingConfig.read(request.config());
    if (request.seed().isPresent()) {
      config = config.withSeed(request.seed().getAsLong());
    }
    return request.budget().isPresent() ? config.withBudget(request.budget().get()) : config;
  }

  private static List<Trace> read(List<Path> files) throws IOException {
    List<Trace> traces = new ArrayList<>();
    for (Path file : files) {
      traces.add(TraceReader.read(file));
    }
    return traces;
  }

  private PolicyContract.Training provenance(TrainingConfig config, List<Path> files)
      throws IOException {
    List<PolicyContract.TraceDigest> digests = new ArrayList<>();
    for (Path file : files) {
      digests.add(
          new PolicyContract.TraceDigest(
              String.valueOf(file.getFileName()), Sha256.name(Files.readAllBytes(file))));
    }
    return new PolicyContract.Training(
        CodeVersion.digest().orElse("unknown"),
        config.seed(),
        new TreeMap<>(config.values()),
        digests,
        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString());
  }
}

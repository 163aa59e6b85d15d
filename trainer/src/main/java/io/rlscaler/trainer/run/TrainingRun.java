package io.rlscaler.trainer.run;

import io.rlscaler.engine.artifact.PolicyTrainer;
import io.rlscaler.engine.policy.Feature;
import io.rlscaler.simulator.CodeVersion;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The directory of one training and what is kept in it: {@code progress.csv}, the event files
 * {@code events/}, {@code checkpoints/}, {@code policy/} and, at the end, {@code training.json}.
 */
public final class TrainingRun implements Closeable {
  private static final String PROGRESS = "progress.csv";

  private final Path directory;
  private final TrainingConfig config;
  private final CheckpointStore checkpoints;
  private final Optional<Checkpoint> restored;
  private final ProgressCsv csv;
  private final TensorBoardWriter events;
  private final TrainingProgress progress;

  private TrainingRun(
      Path directory,
      TrainingConfig config,
      CheckpointStore checkpoints,
      Optional<Checkpoint> restored,
      InstantSource clock,
      PolicyTrainer.Listener listener)
      throws IOException {
    this.directory = directory;
    this.config = config;
    this.checkpoints = checkpoints;
    this.restored = restored;
    long iteration = restored.map(checkpoint -> checkpoint.header().iteration()).orElse(0L);
    events = TensorBoardWriter.open(directory.resolve("events"), iteration + 1, clock);
    csv = ProgressCsv.resume(directory.resolve(PROGRESS), iteration);
    progress = new TrainingProgress(listener);
  }

  /**
   * Begins a run or goes on with the one in the directory. A run that has no checkpoint yet begins
   * anew, which the listener is told, as it is told of damaged checkpoints.
   *
   * @param directory created when missing
   * @throws IllegalArgumentException if there is a run already and {@code resume} is not asked for,
   *     or its checkpoint is of another configuration or feature table
   * @throws IOException if files cannot be read or written, or no checkpoint is whole
   */
  public static TrainingRun open(
      Path directory,
      boolean resume,
      TrainingConfig config,
      InstantSource clock,
      PolicyTrainer.Listener listener)
      throws IOException {
    if (!resume && Files.exists(directory.resolve(PROGRESS))) {
      throw new IllegalArgumentException(
          directory + ": found a training in it, expected none, or to resume it");
    }
    CheckpointStore checkpoints = new CheckpointStore(directory.resolve("checkpoints"));
    Optional<CheckpointStore.Restored> found =
        checkpoints.restore(config.digest(), Feature.digest());
    found.ifPresent(whole -> whole.warnings().forEach(listener::message));
    if (resume && found.isEmpty()) {
      listener.message(directory + ": found no checkpoint, begins anew.");
    }
    return new TrainingRun(
        directory,
        config,
        checkpoints,
        found.map(CheckpointStore.Restored::checkpoint),
        clock,
        listener);
  }

  /** From where the training goes on; empty at its begin. */
  public Optional<Checkpoint> restored() {
    return restored;
  }

  /** Where the best policy goes. */
  public Path policyDirectory() {
    return directory.resolve("policy");
  }

  /**
   * Records a finished iteration.
   *
   * @param share of the training's budget that is used, 0 to 1
   */
  public void record(IterationReport report, double share) throws IOException {
    csv.add(report);
    events.add(report.iteration(), report.scalars());
    progress.report(report, share);
  }

  /** Keeps what the training needs to go on from here. */
  public void save(Checkpoint checkpoint) throws IOException {
    checkpoints.save(checkpoint);
  }

  /** Writes {@code training.json}. */
  public void finish(
      long steps, double seconds, OptionalDouble gapClosed, PolicyTrainer.Ending ending)
      throws IOException {
    String version = CodeVersion.digest().orElse("unknown");
    new TrainingDocument(steps, seconds, gapClosed, config.seed(), config.digest(), version, ending)
        .write(directory.resolve("training.json"));
  }

  @Override
  public void close() throws IOException {
    try {
      csv.close();
    } finally {
      events.close();
    }
  }
}

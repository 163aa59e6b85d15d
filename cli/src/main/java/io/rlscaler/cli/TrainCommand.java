package io.rlscaler.cli;

import io.rlscaler.engine.artifact.PolicyTrainer;
import io.rlscaler.simulator.Percent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rlscaler train}: trains a policy on traces. */
@Command(
    name = "train",
    description = {
      "Trains a policy on traces and writes it with its checkpoints and progress.",
      "Ctrl-C ends it after the current iteration and keeps the best policy; twice, at once."
    },
    subcommands = TrainPriorsCommand.class,
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration in YAML; an empty file takes every default.")
  private @Nullable Path config;

  @Option(
      names = "--traces",
      paramLabel = "DIR|FILE",
      description = "Traces to train on (CSV, plain or gzip), or a directory; may be repeated.")
  private List<Path> traces = List.of();

  @Option(
      names = "--validation",
      paramLabel = "DIR|FILE",
      description = "Traces that select the best policy; may be repeated.")
  private List<Path> validation = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where policy, checkpoints, progress.csv, events and training.json go.")
  private @Nullable Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of all random numbers, in place of the configuration's.")
  private @Nullable Long seed;

  @Option(
      names = "--budget",
      paramLabel = "DURATION",
      description = "Time for the whole training; scales the configuration's parts.")
  private @Nullable Duration budget;

  @Option(names = "--resume", description = "Go on with the training in --out.")
  private boolean resume;

  @Option(
      names = "--skip-bad-traces",
      description = "Name traces that cannot be used and leave them out.")
  private boolean skipBadTraces;

  @Override
  public Integer call() throws IOException {
    requireOptions();
    Console console = new Console(spec);
    Optional<PolicyTrainer> trainer = ServiceLoader.load(PolicyTrainer.class).findFirst();
    if (trainer.isEmpty()) {
      console.message(
          "rlscaler: this installation cannot train policies, expected rlscaler-trainer beside it");
      return ExitCode.FAILED;
    }
    PolicyTrainer.Request request = request(console);
    try {
      PolicyTrainer.Outcome outcome =
          trainer.get().train(request, new TrainingLines(console, System::nanoTime));
      console.progressDone();
      console.message(summary(outcome));
      return outcome.ending() == PolicyTrainer.Ending.DIVERGED ? ExitCode.FAILED : ExitCode.DONE;
    } catch (IllegalArgumentException e) {
      console.progressDone();
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Not by picocli, which would require them of the subcommand too. */
  private void requireOptions() {
    CommandSpec command = Objects.requireNonNull(spec);
    for (String option : List.of("--config", "--traces", "--validation", "--out")) {
      if (!command.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new InputException(option + ": found none, expected it, or the subcommand priors");
      }
    }
  }

  private PolicyTrainer.Request request(Console console) {
    Path directory = Objects.requireNonNull(out);
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new InputException("--out: found the file " + directory + ", expected a directory");
    }
    Path settings = Objects.requireNonNull(config);
    if (!Files.exists(settings)) {
      throw new InputException("--config: " + settings + ": no such file");
    }
    TrainingTraces reader = new TrainingTraces(skipBadTraces, console);
    return new PolicyTrainer.Request(
        settings,
        reader.usable("--traces", traces),
        reader.usable("--validation", validation),
        directory,
        seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
        Optional.ofNullable(budget),
        resume);
  }

  private static String summary(PolicyTrainer.Outcome outcome) {
    String gap =
        outcome.gapClosed().isPresent()
            ? "; it closes "
                + Percent.rounded(outcome.gapClosed().getAsDouble())
                + " of the gap on the validation traces"
            : "";
    String stopped =
        switch (outcome.ending()) {
          case BUDGET -> "";
          case SIGNAL -> "Stopped early. ";
          case DIVERGED -> "The training diverged. ";
        };
    return stopped + "Wrote the policy to " + outcome.policy() + gap + ".";
  }
}

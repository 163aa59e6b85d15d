package io.rlscaler.cli;

import io.rlscaler.engine.artifact.PriorTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rlscaler train priors}: learns what policies believe of a workload at first. */
@Command(
    name = "priors",
    description = {
      "Learns from traces what a policy believes of a workload before it has seen it.",
      "Prints how well that does on each data set when it was left out."
    },
    mixinStandardHelpOptions = true)
final class TrainPriorsCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--traces",
      required = true,
      paramLabel = "DIR|FILE",
      description = {
        "Traces to learn from (CSV, plain or gzip), or a directory; may be repeated.",
        "The name without its last part and step is the data set; two are needed."
      })
  private List<Path> traces = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where the document rlscaler.priors/v1 goes; a file in its place is replaced.")
  private @Nullable Path out;

  @Option(
      names = "--skip-bad-traces",
      description = "Name traces that cannot be used and leave them out.")
  private boolean skipBadTraces;

  @Override
  public Integer call() throws IOException {
    Console console = new Console(spec);
    Optional<PriorTrainer> trainer = ServiceLoader.load(PriorTrainer.class).findFirst();
    if (trainer.isEmpty()) {
      console.message(
          "rlscaler: this installation cannot learn priors, expected rlscaler-trainer beside it");
      return ExitCode.FAILED;
    }
    Path file = Objects.requireNonNull(out);
    requireWritable(file);
    List<Path> usable = new TrainingTraces(skipBadTraces, console).usable("--traces", traces);
    try {
      trainer.get().train(usable, file, new TrainingLines(console, System::nanoTime));
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    } finally {
      console.progressDone();
    }
    console.message("Wrote the priors to " + file + ".");
    return ExitCode.DONE;
  }

  /** Before a fit of minutes. */
  private static void requireWritable(Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException("--out: found the directory " + file + ", expected a file");
    }
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw new InputException("--out: found no directory " + parent + ", expected one");
    }
  }
}

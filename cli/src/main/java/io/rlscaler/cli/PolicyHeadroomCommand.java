package io.rlscaler.cli;

import io.rlscaler.engine.artifact.PolicyExporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rlscaler policy headroom}: writes a policy that keeps one fixed headroom. */
@Command(
    name = "headroom",
    description = "Writes a fixed-headroom policy, which has learned nothing.",
    mixinStandardHelpOptions = true)
final class PolicyHeadroomCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--level",
      required = true,
      paramLabel = "L",
      description = "Headroom level over the forecast, -1.5 to 4.5 in steps of 0.5.")
  private double level;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Directory to write; a policy in it is replaced.")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    Console console = new Console(spec);
    Optional<PolicyExporter> exporter = ServiceLoader.load(PolicyExporter.class).findFirst();
    if (exporter.isEmpty()) {
      console.message(
          "rlscaler: this installation cannot write policies, expected rlscaler-trainer beside it");
      return ExitCode.FAILED;
    }
    Path directory = Objects.requireNonNull(out);
    OutputDirectory.requireNoFile("--out", directory);
    try {
      exporter.get().exportHeadroom(level, directory);
    } catch (IllegalArgumentException e) {
      throw new InputException("--level: " + e.getMessage(), e);
    }
    console.message("Wrote a fixed-headroom policy of level " + level + " to " + directory + ".");
    return ExitCode.DONE;
  }
}

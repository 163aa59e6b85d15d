package io.rlscaler.cli;

import io.rlscaler.simulator.trace.TextFile;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.source.LoadProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rlscaler traces import profile}: the plan of a load test, as CSV. */
@Command(
    name = "profile",
    description = {
      "Prints the rates that a load profile plans as CSV.",
      "The file is JSON or YAML with the names of k6's ramping-arrival-rate: startRate, timeUnit,"
          + " and stages of duration and target."
    },
    mixinStandardHelpOptions = true)
final class TracesImportProfileCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private TraceOutput output = new TraceOutput();

  @Option(
      names = "--step",
      paramLabel = "DURATION",
      description = "Length of one step (default: 15s).")
  private Duration step = Duration.ofSeconds(15);

  @Parameters(paramLabel = "FILE", description = "The load profile.")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException {
    output.requireWritable();
    Path source = Objects.requireNonNull(file);
    Console console = new Console(spec);
    Trace trace = read(source);
    output.write(trace, console);
    console.message(TraceFiles.summary(trace));
    return ExitCode.DONE;
  }

  private Trace read(Path source) {
    TraceFiles.requireNoDirectory(source);
    try {
      return LoadProfile.read(source).toTrace(TextFile.name(source), step);
    } catch (IOException e) {
      throw new InputException(FailureHandler.describe(e), e);
    } catch (IllegalArgumentException e) {
      throw new InputException(source + ": " + e.getMessage(), e);
    }
  }
}

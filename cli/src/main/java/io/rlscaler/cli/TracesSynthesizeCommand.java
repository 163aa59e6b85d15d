package io.rlscaler.cli;

import io.rlscaler.simulator.trace.SyntheticTraces;
import io.rlscaler.simulator.trace.Trace;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rlscaler traces synthesize}: made-up traffic, as CSV. */
@Command(
    name = "synthesize",
    description = "Prints made-up traffic as CSV.",
    mixinStandardHelpOptions = true)
final class TracesSynthesizeCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private TraceOutput output = new TraceOutput();

  @Option(
      names = "--family",
      required = true,
      paramLabel = "NAME",
      description =
          "constant, diurnal, weekly, ramp, burst, flash-crowd, on-off, timer-comb or random-walk.")
  private String family = "";

  @Option(
      names = "--seed",
      required = true,
      paramLabel = "N",
      description = "The same seed gives the same trace.")
  private long seed;

  @Option(names = "--length", paramLabel = "DURATION", description = "Length (default: 1d).")
  private Duration length = Duration.ofDays(1);

  @Option(
      names = "--step",
      paramLabel = "DURATION",
      description = "Length of one step (default: 1m).")
  private Duration step = Duration.ofMinutes(1);

  @Option(
      names = "--mean-rate",
      paramLabel = "RATE",
      description = "Mean requests per second (default: 100).")
  private double meanRate = 100;

  @Override
  public Integer call() throws IOException {
    output.requireWritable();
    Trace trace;
    try {
      trace =
          SyntheticTraces.byName(family, new SyntheticTraces.Extent(length, step, meanRate), seed);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
    output.write(trace, new Console(spec));
    return ExitCode.DONE;
  }
}

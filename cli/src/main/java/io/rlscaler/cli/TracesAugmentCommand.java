package io.rlscaler.cli;

import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.TraceAugmentation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rlscaler traces augment}: other plausible traffic made of a trace, as CSV. */
@Command(
    name = "augment",
    description = {
      "Changes a trace and prints the result as CSV: first the time warp, then the splice, the"
          + " bursts and the amplitude.",
      "What is unknown stays unknown."
    },
    mixinStandardHelpOptions = true)
final class TracesAugmentCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private TraceOutput output = new TraceOutput();

  @Option(
      names = "--amplitude",
      paramLabel = "FACTOR",
      description =
          "Multiply all rates. Above 1 counts are first smoothed to a rate, so that their shot"
              + " noise does not grow.")
  private @Nullable Double amplitude;

  @Option(
      names = "--time-warp",
      paramLabel = "X",
      description = "Let time run up to 1+X times faster or slower here and there, 0 to 3.")
  private double timeWarp;

  @Option(
      names = "--splice",
      paramLabel = "FILE",
      description = "Replace every other piece, on average, by one of this trace at equal mean.")
  private @Nullable Path splice;

  @Option(
      names = "--piece",
      paramLabel = "DURATION",
      description = "Length of a piece (default: 6h).")
  private Duration piece = Duration.ofHours(6);

  @Option(
      names = "--bursts-per-day",
      paramLabel = "N",
      description = "Add bursts of 1 to 10 minutes, on average N a day.")
  private double burstsPerDay;

  @Option(
      names = "--burst-height",
      paramLabel = "H",
      description = "Height of the highest, as a multiple of the mean rate (default: 2).")
  private double burstHeight = 2;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed gives the same trace (default: 1).")
  private long seed = 1;

  @Parameters(paramLabel = "FILE", description = "CSV with t_seconds,requests_per_second.")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException {
    output.requireWritable();
    if (amplitude == null && timeWarp == 0 && splice == null && burstsPerDay == 0) {
      throw new InputException(
          "nothing to change, expected --amplitude, --time-warp, --splice or --bursts-per-day");
    }
    Trace trace = TraceFiles.read(Objects.requireNonNull(file));
    Trace changed;
    try {
      changed = augmented(trace);
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
    output.write(changed, new Console(spec));
    return ExitCode.DONE;
  }

  private Trace augmented(Trace trace) {
    SplittableRandom seeds = new SplittableRandom(seed);
    Trace warped = TraceAugmentation.timeWarp(trace, timeWarp, seeds.nextLong());
    long spliceSeed = seeds.nextLong();
    Trace spliced =
        splice == null
            ? warped
            : TraceAugmentation.splice(warped, TraceFiles.read(splice), piece, spliceSeed);
    Trace bursty = TraceAugmentation.bursts(spliced, burstsPerDay, burstHeight, seeds.nextLong());
    return amplitude == null ? bursty : TraceAugmentation.amplitude(bursty, amplitude);
  }
}

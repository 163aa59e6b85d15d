package io.rlscaler.cli;

import io.rlscaler.simulator.trace.MedianDay;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.TraceShape;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rlscaler traces describe}: the figures of a trace, as CSV. */
@Command(
    name = "describe",
    description = "Prints the figures of a trace as CSV.",
    mixinStandardHelpOptions = true)
final class TracesDescribeCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "CSV with t_seconds,requests_per_second.")
  private @Nullable Path file;

  @Override
  public Integer call() {
    Console console = new Console(spec);
    Trace trace = TraceFiles.read(Objects.requireNonNull(file));
    console.data("figure,value");
    console.data("name," + trace.name());
    console.data("step_seconds," + number(trace.stepSeconds()));
    console.data("length_seconds," + number(trace.length().toMillis() / 1000.0));
    console.data("steps," + trace.size());
    console.data("unknown_steps," + (trace.size() - trace.knownSteps()));
    TraceShape shape = TraceShape.of(trace);
    console.data("gaps," + shape.gaps());
    console.data("longest_gap_seconds," + number(shape.longestGap().toMillis() / 1000.0));
    console.data("requests," + number(trace.requests()));
    console.data("mean_requests_per_second," + number(trace.mean()));
    for (int percent : new int[] {0, 50, 95, 99, 100}) {
      console.data(
          "p" + percent + "_requests_per_second," + number(trace.quantile(percent / 100.0)));
    }
    String median = trace.medianDay().map(MedianDay::day).map(day -> "" + (day + 1)).orElse("");
    console.data("median_day," + median);
    console.data("daily_correlation," + number(shape.dailyCorrelation()));
    console.data("weekly_correlation," + number(shape.weeklyCorrelation()));
    return ExitCode.DONE;
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "";
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.6g", value);
  }
}

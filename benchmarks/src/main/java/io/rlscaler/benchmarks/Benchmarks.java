package io.rlscaler.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks and prints one line {@code name value unit} per figure to standard output;
 * progress goes to standard error. The agreement of the two workload models is no matter of time
 * and is left to {@link AgreementReport}.
 */
public final class Benchmarks {
  private static final int WARM_UPS = 5;
  private static final int MEASUREMENTS = 7;

  /** With less of a core than this, figures tell more about the machine than about the program. */
  private static final double LEAST_CPU_SHARE = 0.9;

  private Benchmarks() {}

  /** Exits with 0 when all was measured, 1 when a benchmark failed, 2 for wrong arguments. */
  public static void main(String[] words) {
    System.exit(run(List.of(words)));
  }

  private static int run(List<String> words) {
    if (!words.isEmpty() && AgreementReport.NAMES.contains(words.get(0))) {
      return AgreementReport.run(words);
    }
    Arguments arguments;
    try {
      arguments = Arguments.parse(words);
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      return 2;
    }
    for (Subject subject : arguments.subjects()) {
      if (arguments.list()) {
        System.out.println(subject.label());
        continue;
      }
      System.err.println("bench: measuring " + subject.label() + " ...");
      try {
        measure(subject, arguments).forEach(figure -> figure.lines().forEach(System.out::println));
      } catch (RunnerException e) {
        System.err.println("bench: " + subject.label() + " failed: " + e.getMessage());
        System.err.println("bench: --verbose shows the log");
        return 1;
      }
    }
    return 0;
  }

  private static List<Figure> measure(Subject subject, Arguments arguments) throws RunnerException {
    VerboseMode mode = arguments.verbose() ? VerboseMode.NORMAL : VerboseMode.SILENT;
    OutputFormat log = OutputFormatFactory.createFormatInstance(System.err, mode);
    List<IterationResult> iterations = new ArrayList<>();
    for (BenchmarkResult result : results(new Runner(options(subject, arguments), log))) {
      iterations.addAll(result.getIterationResults());
    }
    warnIfBusy(subject, Subject.cpuShare(iterations));
    return subject.figures(iterations);
  }

  private static void warnIfBusy(Subject subject, double cpuShare) {
    if (cpuShare < LEAST_CPU_SHARE) {
      System.err.printf(
          Locale.ROOT,
          "bench: %s had only %.0f %% of a core: the machine is busy, repeat it when idle%n",
          subject.label(),
          100 * cpuShare);
    }
  }

  private static Collection<BenchmarkResult> results(Runner runner) throws RunnerException {
    return runner.runSingle().getBenchmarkResults();
  }

  /** One fork with a fixed heap and the serial collector: what is measured costs one core. */
  private static Options options(Subject subject, Arguments arguments) {
    TimeValue length = TimeValue.seconds(arguments.quick() ? 1 : subject.iterationSeconds());
    return new OptionsBuilder()
        .include("^" + subject.benchmark().getName() + "\\.")
        .forks(1)
        .threads(1)
        .warmupIterations(arguments.quick() ? 2 : WARM_UPS)
        .warmupTime(length)
        .measurementIterations(arguments.quick() ? 2 : MEASUREMENTS)
        .measurementTime(length)
        .jvmArgs("-Xms1500m", "-Xmx1500m", "-XX:+UseSerialGC")
        .addProfiler(GCProfiler.class)
        .addProfiler(CpuShareProfiler.class)
        .shouldFailOnError(true)
        .build();
  }
}

package io.rlscaler.benchmarks;

import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.simulator.episode.DayTraffic;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.protocol.EvaluationPlan;
import io.rlscaler.simulator.protocol.Progress;
import io.rlscaler.simulator.protocol.Protocol;
import io.rlscaler.simulator.protocol.ScoredTrace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The evaluation protocol on a synthetic day with a decision a minute, one start-up time and two
 * objectives, on one thread: searches, calibrations, bounds, five seeds of every controller and a
 * little audit.
 */
@State(Scope.Thread)
public class EvaluateBenchmark {
  /** Cells of one run. */
  static final int CELLS = 2;

  private static final double AUDIT_REQUESTS = 2e7;
  private static final int SEEDS = 5;

  private final OnnxPolicy policy = BuiltinPolicy.load();
  private final EvaluationPlan plan = plan();

  private EvaluationPlan plan() {
    ScoredTrace day = ScoredTrace.of(DayTraffic.synthetic(1).trace());
    Scenario standard = Scenario.DEFAULT;
    Scenario scenario =
        new Scenario(
            standard.life(),
            standard.objective(),
            standard.replicasAtP99(),
            standard.service(),
            standard.signals(),
            Duration.ofMinutes(1),
            standard.min(),
            standard.max(),
            standard.seed());
    return new EvaluationPlan(
        List.of(new EvaluationPlan.Input(day, "synthetic")),
        BuiltinPolicy.NAME,
        policy,
        scenario,
        List.of(Duration.ofMinutes(1)),
        List.of(.999, .99),
        SEEDS,
        AUDIT_REQUESTS,
        "benchmark");
  }

  /** Runs the whole protocol. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public int evaluate() throws IOException {
    Path partial = Files.createTempDirectory("rlscaler-bench");
    try {
      return new Protocol(plan, partial, false, 1, new Silence()).run().cells().size();
    } finally {
      delete(partial);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(EvaluateBenchmark::deleteFile);
    }
  }

  private static void deleteFile(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Frees the policy. */
  @TearDown
  public void close() {
    policy.close();
  }

  private static final class Silence implements Progress {
    @Override
    public void at(String what, double share) {}

    @Override
    public void warn(String message) {}

    @Override
    public void finished(String trace, Duration startUp, boolean reused) {}
  }
}

package io.rlscaler.benchmarks;

import io.rlscaler.engine.Decision;
import io.rlscaler.engine.Deliberation;
import io.rlscaler.engine.policy.OnnxPolicy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One tick of the control loop for 10,000 workloads that know their last week, without I/O. The
 * observations are made up outside the measured time, but count in the allocated bytes.
 */
@State(Scope.Thread)
public class LoopBenchmark {
  static final int WORKLOADS = 10_000;

  private static final int ANCESTORS = 8;
  private static final int TICKS_BEFORE = 60;

  private final OnnxPolicy policy = BuiltinPolicy.load();
  private final Fleet fleet;

  /** Lives through the past. */
  public LoopBenchmark() {
    Fleet ancestors = Fleet.fresh(policy, ANCESTORS);
    ancestors.run(Fleet.TICKS_OF_HISTORY);
    fleet = ancestors.multiplied(policy, WORKLOADS);
    ancestors.loop().close();
    fleet.run(TICKS_BEFORE);
  }

  /** Sums of the parts of a tick [ns], and the number of ticks. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Parts {
    /** Takes in the observations, asks the baseline, encodes the features. */
    public long encode;

    /** One inference for all. */
    public long infer;

    /** The shield's word on every wish. */
    public long shield;

    /** Ticks. */
    public long ticks;
  }

  /** Makes up the observations. */
  @Setup(Level.Invocation)
  public void prepare() {
    fleet.prepare();
  }

  /** Runs one tick. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public void tick(Parts parts) {
    long begin = System.nanoTime();
    List<Deliberation> deliberations = fleet.loop().observe(fleet.group());
    long observed = System.nanoTime();
    fleet.loop().infer(deliberations);
    long answered = System.nanoTime();
    List<Decision> decisions = deliberations.stream().map(Deliberation::decide).toList();
    long decided = System.nanoTime();
    fleet.loop().settle(deliberations, decisions, fleet.mayWrite());
    parts.encode += observed - begin;
    parts.infer += answered - observed;
    parts.shield += decided - answered;
    parts.ticks++;
  }

  /** Checks that the policy decided, and frees it. */
  @TearDown
  public void close() {
    fleet.requireAnswered();
    fleet.loop().close();
    policy.close();
  }
}

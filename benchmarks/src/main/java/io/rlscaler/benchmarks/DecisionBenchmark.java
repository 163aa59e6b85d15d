package io.rlscaler.benchmarks;

import io.rlscaler.engine.policy.OnnxPolicy;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One whole tick of the control loop for one workload that knows its last week: observation,
 * forecast, features, inference, baseline and shield, without I/O. Making up the observation is
 * within the measured time.
 */
@State(Scope.Thread)
public class DecisionBenchmark {
  private final OnnxPolicy policy = BuiltinPolicy.load();
  private final Fleet fleet = Fleet.fresh(policy, 1);

  /** Lives through the past. */
  public DecisionBenchmark() {
    fleet.run(Fleet.TICKS_OF_HISTORY);
  }

  /** Runs one tick. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public void decide() {
    fleet.run(1);
  }

  /** Checks that the policy decided, and frees it. */
  @TearDown
  public void close() {
    fleet.requireAnswered();
    fleet.loop().close();
    policy.close();
  }
}

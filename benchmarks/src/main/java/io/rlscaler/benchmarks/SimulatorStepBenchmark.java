package io.rlscaler.benchmarks;

import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.workload.FastModel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * One step of 15 s of the fast queue model under a day of traffic. The replicas follow the load of
 * five minutes ago, one step in eight with a change, so that queues form and drain.
 */
@State(Scope.Thread)
public class SimulatorStepBenchmark {
  private static final int REPLICAS_EVERY = 8;
  private static final int STEPS_BEHIND = 20;
  private static final double UTILIZATION = 0.85;

  private final DayRates day = DayRates.synthetic();
  private final FastModel model =
      FastModel.of(Scenario.DEFAULT.service(), Scenario.DEFAULT.latencySeconds());
  private final FastModel.State state = new FastModel.State();
  private final double perReplica = UTILIZATION * Scenario.DEFAULT.service().capacity();
  private int step;
  private int replicas;

  /** Advances the queue by one step. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public double step() {
    if (step % REPLICAS_EVERY == 0) {
      replicas = (int) Math.ceil(day.rate(step - STEPS_BEHIND) / perReplica);
    }
    model.step(state, day.rate(step), replicas, DayRates.STEP_SECONDS);
    step++;
    return state.violationShare();
  }
}

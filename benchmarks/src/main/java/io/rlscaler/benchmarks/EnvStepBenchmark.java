package io.rlscaler.benchmarks;

import io.rlscaler.engine.Deliberation;
import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.DayTraffic;
import io.rlscaler.simulator.episode.Episode;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One environment step of training: the simulated cluster, the forecast, the features, the baseline
 * and the shield of one workload, with the same answer of the policy every time instead of an
 * inference. Episodes last one synthetic day and are set up within the measured time.
 */
@State(Scope.Thread)
public class EnvStepBenchmark {
  private final OfferedLoad load =
      OfferedLoad.of(DayTraffic.synthetic(1).trace(), Scenario.DEFAULT);
  private final OnnxPolicy policy = BuiltinPolicy.load();
  private final double[] logits = new double[ActionTable.COUNT];
  private final double[] risks = new double[ActionTable.COUNT];
  private Episode episode = begin();

  /** Prefers a level in the middle of the table, and calls every action safe. */
  public EnvStepBenchmark() {
    logits[ActionTable.COUNT / 2] = 1;
  }

  private Episode begin() {
    return new Episode(
        Scenario.DEFAULT, load, ControllerSetup.Policy.withDefaults(BuiltinPolicy.NAME, policy));
  }

  /** Observes, answers and acts. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public int step() {
    if (episode.isFinished()) {
      episode.close();
      episode = begin();
    }
    Deliberation deliberation = episode.observe();
    deliberation.answer(logits, risks);
    episode.act(deliberation);
    return episode.desired();
  }

  /** Frees the policy. */
  @TearDown
  public void close() {
    episode.close();
    policy.close();
  }
}

package io.rlscaler.benchmarks;

import io.rlscaler.simulator.workload.RequestLevelModel;
import io.rlscaler.simulator.workload.ServiceModel;
import io.rlscaler.simulator.workload.ServiceModel.Distribution;
import io.rlscaler.simulator.workload.ServiceModel.Routing;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Requests of the request-level model behind one queue: 40 replicas of 4 slots at a utilization of
 * .8, service times log-normal with a variation of .5.
 */
@State(Scope.Thread)
public class RequestModelBenchmark {
  private static final int REPLICAS = 40;
  private static final double STEP_SECONDS = 15;

  /** .8 of 4000 requests/s for 15 s. */
  private static final int REQUESTS = 48_000;

  private final ServiceModel service =
      new ServiceModel(4, .04, .5, Distribution.LOG_NORMAL, Routing.CENTRAL);
  private final RequestLevelModel model = new RequestLevelModel(service, .25, 1);

  /** Serves the requests of one step. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  @OperationsPerInvocation(REQUESTS)
  public int step() {
    model.step(REQUESTS / STEP_SECONDS, REPLICAS, STEP_SECONDS);
    return model.backlog();
  }
}

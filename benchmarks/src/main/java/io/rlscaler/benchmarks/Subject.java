package io.rlscaler.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.results.IterationResult;

/** What can be measured, and which figures come of it. All JMH times are nanoseconds. */
enum Subject {
  /** A whole decision for one workload. */
  DECISION(DecisionBenchmark.class, 2) {
    @Override
    List<Figure> figures(Collection<IterationResult> iterations) {
      return List.of(
          figure("decision_p50_us", "us", iterations, i -> percentile(i, 50) / 1e3),
          figure("decision_p99_us", "us", iterations, i -> percentile(i, 99) / 1e3),
          figure("decision_allocated_bytes", "B", iterations, i -> secondary(i, ALLOCATED)));
    }
  },
  /** A step of the fast model. */
  SIMULATOR_STEP(SimulatorStepBenchmark.class, 1) {
    @Override
    List<Figure> figures(Collection<IterationResult> iterations) {
      return List.of(figure("simulator_step_ns", "ns", iterations, Subject::score));
    }
  },
  /** Requests of the request-level model. */
  REQUEST_MODEL(RequestModelBenchmark.class, 1) {
    @Override
    List<Figure> figures(Collection<IterationResult> iterations) {
      return List.of(
          figure("request_model_requests_per_second", "1/s", iterations, i -> 1e9 / score(i)));
    }
  },
  /** The evaluation protocol, whole. */
  EVALUATE(EvaluateBenchmark.class, 1) {
    @Override
    List<Figure> figures(Collection<IterationResult> iterations) {
      return List.of(
          figure(
              "evaluate_cells_per_minute",
              "1/min",
              iterations,
              i -> EvaluateBenchmark.CELLS * 60e9 / score(i)));
    }
  },
  /** A step of training without inference. */
  ENV_STEP(EnvStepBenchmark.class, 1) {
    @Override
    List<Figure> figures(Collection<IterationResult> iterations) {
      return List.of(figure("env_step_us", "us", iterations, i -> score(i) / 1e3));
    }
  },
  /** A tick for 10,000 workloads. */
  LOOP_10000(LoopBenchmark.class, 3) {
    @Override
    List<Figure> figures(Collection<IterationResult> iterations) {
      return List.of(
          figure("loop_10000_ms", "ms", iterations, i -> score(i) / 1e6),
          figure("loop_10000_encode_ms", "ms", iterations, i -> part(i, "encode")),
          figure("loop_10000_infer_ms", "ms", iterations, i -> part(i, "infer")),
          figure("loop_10000_shield_ms", "ms", iterations, i -> part(i, "shield")),
          figure(
              "loop_10000_allocated_bytes",
              "B",
              iterations,
              i -> secondary(i, ALLOCATED) / LoopBenchmark.WORKLOADS));
    }
  };

  /** JMH's name of the allocation per operation [bytes]. */
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private final Class<?> benchmark;
  private final int iterationSeconds;

  Subject(Class<?> benchmark, int iterationSeconds) {
    this.benchmark = benchmark;
    this.iterationSeconds = iterationSeconds;
  }

  /** The figures of one run. */
  abstract List<Figure> figures(Collection<IterationResult> iterations);

  /** The name on the command line. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The class with its JMH method. */
  Class<?> benchmark() {
    return benchmark;
  }

  /** Length of one iteration, long enough for thousands of operations, or tens of whole ticks. */
  int iterationSeconds() {
    return iterationSeconds;
  }

  /** Share of one core that the iterations had, the median. */
  static double cpuShare(Collection<IterationResult> iterations) {
    return figure("cpu_share", "cores", iterations, i -> secondary(i, CpuShareProfiler.LABEL))
        .median();
  }

  private static Figure figure(
      String name,
      String unit,
      Collection<IterationResult> iterations,
      ToDoubleFunction<IterationResult> value) {
    return Figure.of(name, unit, iterations.stream().mapToDouble(value).toArray());
  }

  private static double score(IterationResult iteration) {
    return iteration.getPrimaryResult().getScore();
  }

  private static double percentile(IterationResult iteration, double rank) {
    return iteration.getPrimaryResult().getStatistics().getPercentile(rank);
  }

  private static double part(IterationResult iteration, String name) {
    return secondary(iteration, name) / secondary(iteration, "ticks") / 1e6;
  }

  private static double secondary(IterationResult iteration, String name) {
    return Objects.requireNonNull(iteration.getSecondaryResults().get(name), name).getScore();
  }
}

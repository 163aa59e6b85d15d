package io.rlscaler.simulator.evaluation;

import io.rlscaler.simulator.episode.DaySums;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Runs with figures that can be worked out by hand. */
public final class SampleRuns {
  /** Requests of every day. */
  static final double REQUESTS = 1_000_000;

  private SampleRuns() {}

  /** Two scoring seeds, one tuning seed, .10 per replica-hour. */
  public static EvaluationSetup setup() {
    return new EvaluationSetup(
        "headroom-v1",
        "sha256:00",
        List.of(1L, 2L),
        List.of(101L),
        OptionalDouble.of(0.1),
        Map.of("slots", "4"),
        "0.1.0");
  }

  /** A cell of a source at 60 s and 99 %. */
  static Cell cell(String source, int trace) {
    return new Cell(source + "_" + trace, source, Duration.ofMinutes(1), 0.99, true);
  }

  /** A run whose two seeds have the same days. */
  static ControllerRun run(String controller, int days, IntToDoubleFunction cost, double share) {
    return run(controller, days, cost, day -> share, Optional.empty());
  }

  /** A run whose two seeds have the same days. */
  static ControllerRun run(
      String controller,
      int days,
      IntToDoubleFunction cost,
      IntToDoubleFunction share,
      Optional<Audit> audit) {
    List<DaySums> sums =
        IntStream.range(0, days)
            .mapToObj(
                day ->
                    new DaySums(
                        day,
                        86_400,
                        REQUESTS,
                        REQUESTS * share.applyAsDouble(day),
                        cost.applyAsDouble(day)))
            .toList();
    OptionalDouble latency = OptionalDouble.of(0.05);
    return new ControllerRun(
        controller,
        controller.endsWith("-tuned"),
        Map.of(),
        List.of(
            new SeedRun(1, sums, 24 * days, latency, latency, latency),
            new SeedRun(2, sums, 48 * days, latency, latency, latency)),
        audit,
        false,
        List.of());
  }

  /** A cell of several days with a bound of 1000 replica-seconds a day. */
  static CellResult result(Cell cell, int days, ControllerRun... runs) {
    return new CellResult(
        cell, List.of(runs), 1000.0 * days, 1010.0 * days, List.of(), 86_400.0 * days);
  }

  /** The evaluation of cells. */
  static Evaluation evaluation(List<CellResult> cells) {
    return new Evaluation(setup(), List.of(), cells, List.of(), List.of(), List.of());
  }

  /**
   * Cells of three sources in turn over five days, in all of which hpa-tuned costs 1.2, hpa-past
   * 1.4 and policy-calibrated 1.2 times the bound, and all keep the objective.
   */
  static List<CellResult> passing(int cells) {
    List<CellResult> results = new ArrayList<>();
    for (int i = 0; i < cells; i++) {
      results.add(cell(i, 1400, 1200, 0.005, 0.005));
    }
    return results;
  }

  /** One cell of the kind above with other figures. */
  static CellResult cell(
      int number, double pastCost, double policyCost, double pastShare, double policyShare) {
    return result(
        cell("source" + number % 3, number),
        5,
        run(ControllerRun.HPA_TUNED, 5, day -> 1200 + day, 0.009),
        run(ControllerRun.HPA_PAST, 5, day -> pastCost + 2 * day, pastShare),
        run(ControllerRun.POLICY_CALIBRATED, 5, day -> policyCost - 2 * day, policyShare));
  }
}

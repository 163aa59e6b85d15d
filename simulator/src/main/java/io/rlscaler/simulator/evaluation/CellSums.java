package io.rlscaler.simulator.evaluation;

import io.rlscaler.simulator.episode.DaySums;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The sums of a cell by controller, seed and day in flat arrays, to be added up under many weights.
 *
 * <p>The bound is one number for the whole scored part. Over the days it is spread as the plan that
 * belongs to it is, so that a resample with more busy days has a higher bound too.
 */
final class CellSums {
  private final int days;
  private final int seeds;
  private final double[] bound;
  private final Map<String, Table> tables = new HashMap<>();

  /** Sums of one controller; index: seed times days plus day. */
  private static final class Table {
    final double[] requests;
    final double[] violating;
    final double[] cost;

    Table(int size) {
      requests = new double[size];
      violating = new double[size];
      cost = new double[size];
    }
  }

  CellSums(CellResult result) {
    if (result.runs().isEmpty()) {
      throw new IllegalArgumentException(
          result.cell() + ": found no controllers, expected at least one");
    }
    seeds = result.runs().get(0).seeds().size();
    days = result.runs().get(0).days();
    result.runs().forEach(run -> tables.put(run.controller(), table(run)));
    bound = boundByDay(result);
  }

  private Table table(ControllerRun run) {
    Table table = new Table(seeds * days);
    for (int seed = 0; seed < seeds; seed++) {
      List<DaySums> own = run.seeds().get(seed).days();
      for (int day = 0; day < days; day++) {
        int i = seed * days + day;
        table.requests[i] = own.get(day).requests();
        table.violating[i] = own.get(day).violatingRequests();
        table.cost[i] = own.get(day).replicaSeconds();
      }
    }
    return table;
  }

  private double[] boundByDay(CellResult result) {
    ControllerRun shape =
        Stream.of(ControllerRun.ORACLE, ControllerRun.HPA_TUNED)
            .map(result::run)
            .flatMap(Optional::stream)
            .findFirst()
            .orElse(result.runs().get(0));
    double[] byDay = new double[days];
    double total = 0;
    for (SeedRun run : shape.seeds()) {
      for (int day = 0; day < days; day++) {
        byDay[day] += run.days().get(day).replicaSeconds();
        total += run.days().get(day).replicaSeconds();
      }
    }
    for (int day = 0; day < days; day++) {
      byDay[day] *= result.boundReplicaSeconds() / total;
    }
    return byDay;
  }

  int days() {
    return days;
  }

  int seeds() {
    return seeds;
  }

  /** Every day and every seed once. */
  Weights once() {
    return Weights.once(days, seeds);
  }

  /** Days and seeds drawn with replacement. */
  Weights drawn(SplittableRandom random) {
    return Weights.drawn(days, seeds, random);
  }

  boolean has(String controller) {
    return tables.containsKey(controller);
  }

  /** Mean cost of a seed [replica-seconds]. */
  double cost(String controller, Weights weights) {
    return weighted(table(controller).cost, weights) / weights.totalOfSeeds();
  }

  /** Violation share by the fast model, 0 without requests. */
  double share(String controller, Weights weights) {
    double requests = weighted(table(controller).requests, weights);
    return requests > 0 ? weighted(table(controller).violating, weights) / requests : 0;
  }

  /** The bound of the weighted days [replica-seconds]. */
  double bound(Weights weights) {
    double sum = 0;
    for (int day = 0; day < days; day++) {
      sum += weights.day(day) * bound[day];
    }
    return sum;
  }

  private Table table(String controller) {
    Table table = tables.get(controller);
    if (table == null) {
      throw new IllegalArgumentException(
          "controller: found " + controller + ", expected one of " + tables.keySet());
    }
    return table;
  }

  private double weighted(double[] values, Weights weights) {
    double sum = 0;
    for (int seed = 0; seed < seeds; seed++) {
      double ofSeed = 0;
      for (int day = 0; day < days; day++) {
        ofSeed += weights.day(day) * values[seed * days + day];
      }
      sum += weights.seed(seed) * ofSeed;
    }
    return sum;
  }
}

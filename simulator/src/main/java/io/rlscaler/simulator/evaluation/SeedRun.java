package io.rlscaler.simulator.evaluation;

import io.rlscaler.simulator.episode.DaySums;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One controller on the scored part of a cell with one seed.
 *
 * @param seed of all that was random
 * @param days by rising day, at least one
 * @param replicaChanges how often the count was changed
 * @param p50 median latency [s], empty where unknown
 * @param p95 95th percentile of the latency [s]
 * @param p99 99th percentile of the latency [s]
 */
public record SeedRun(
    long seed,
    List<DaySums> days,
    int replicaChanges,
    OptionalDouble p50,
    OptionalDouble p95,
    OptionalDouble p99) {

  /** Copies the list and refuses one that is empty or out of order. */
  public SeedRun {
    days = List.copyOf(days);
    if (days.isEmpty()) {
      throw new IllegalArgumentException("days: found none, expected at least one");
    }
    for (int i = 1; i < days.size(); i++) {
      if (days.get(i).day() <= days.get(i - 1).day()) {
        throw new IllegalArgumentException(
            "days: found "
                + days.get(i).day()
                + " after "
                + days.get(i - 1).day()
                + ", expected rising days");
      }
    }
    if (replicaChanges < 0) {
      throw new IllegalArgumentException(
          "replicaChanges: found " + replicaChanges + ", expected 0 or more");
    }
  }

  /** Requests over all days. */
  public double requests() {
    return days.stream().mapToDouble(DaySums::requests).sum();
  }

  /** Violating requests over all days. */
  public double violatingRequests() {
    return days.stream().mapToDouble(DaySums::violatingRequests).sum();
  }

  /** The cost over all days [replica-seconds]. */
  public double replicaSeconds() {
    return days.stream().mapToDouble(DaySums::replicaSeconds).sum();
  }

  /** Share of requests that violate the objective, 0 without requests. */
  public double violationShare() {
    double requests = requests();
    return requests > 0 ? violatingRequests() / requests : 0;
  }
}

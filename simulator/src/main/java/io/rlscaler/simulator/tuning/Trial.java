package io.rlscaler.simulator.tuning;

import io.rlscaler.simulator.episode.DaySums;
import java.util.List;

/**
 * A setting that was tried and what came of it on the scored part.
 *
 * @param values one per axis of its family
 * @param days sums of the days of the scored part
 */
public record Trial(List<Double> values, List<DaySums> days) {
  /** Copies the lists. */
  public Trial {
    values = List.copyOf(values);
    days = List.copyOf(days);
  }

  /** The cost of the scored part. */
  public double replicaSeconds() {
    return days.stream().mapToDouble(DaySums::replicaSeconds).sum();
  }

  /** The violation share of the scored part, 0 without requests. */
  public double violationShare() {
    double requests = days.stream().mapToDouble(DaySums::requests).sum();
    double violating = days.stream().mapToDouble(DaySums::violatingRequests).sum();
    return requests > 0 ? violating / requests : 0;
  }
}

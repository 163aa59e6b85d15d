package io.rlscaler.simulator.tuning;

import java.util.List;

/**
 * A setting that was tried and what came of it.
 *
 * @param values one per axis of its family, in order
 * @param days sums of the scored part, one per 24 h from its beginning; the last may be shorter
 */
public record Trial(List<Double> values, List<Sums> days) {
  /** Copies the lists. */
  public Trial {
    values = List.copyOf(values);
    days = List.copyOf(days);
  }

  /** The sums of the whole scored part. */
  public Sums total() {
    return Sums.of(days);
  }
}

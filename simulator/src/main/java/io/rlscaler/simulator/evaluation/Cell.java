package io.rlscaler.simulator.evaluation;

import java.time.Duration;
import java.util.Comparator;

/**
 * One combination of trace, start-up time and objective.
 *
 * @param trace its name
 * @param source the data set that the trace comes from; traces of one source are not independent
 * @param startUp median time until a replica is ready
 * @param objective the promised good ratio, between 0 and 1
 * @param calibrated whether the trace's past was long enough to calibrate controllers on it; a cell
 *     without stays out of the gate and of everything that is pooled
 */
public record Cell(
    String trace, String source, Duration startUp, double objective, boolean calibrated)
    implements Comparable<Cell> {

  private static final Comparator<Cell> ORDER =
      Comparator.comparing(Cell::trace)
          .thenComparing(Cell::startUp)
          .thenComparing(Cell::objective, Comparator.reverseOrder())
          .thenComparing(Cell::source)
          .thenComparing(Cell::calibrated);

  /** Refuses cells without a name or with an impossible objective. */
  public Cell {
    if (trace.isBlank() || source.isBlank()) {
      throw new IllegalArgumentException(
          "cell: found trace \"" + trace + "\" of source \"" + source + "\", expected names");
    }
    if (startUp.isNegative()) {
      throw new IllegalArgumentException(
          "startUp: found " + startUp + ", expected zero or a positive duration");
    }
    if (!(objective > 0 && objective < 1)) {
      throw new IllegalArgumentException(
          "objective: found " + objective + ", expected a good ratio between 0 and 1");
    }
  }

  /** The share of requests that may violate the objective. */
  public double budget() {
    return 1 - objective;
  }

  /** By trace, rising start-up time, and the strictest objective first. */
  @Override
  public int compareTo(Cell other) {
    return ORDER.compare(this, other);
  }
}

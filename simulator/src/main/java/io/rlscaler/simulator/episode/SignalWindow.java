package io.rlscaler.simulator.episode;

import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.observation.UnknownReason;
import java.time.Duration;
import java.time.Instant;

/**
 * The signals of a workload over one past window, as an operator's metrics show them: means over
 * the window, all of the same age, nothing interpolated. A window that touches a gap is unknown as
 * a whole.
 */
final class SignalWindow {
  private final Duration age;
  private boolean seen;
  private boolean gap;
  private double seconds;
  private double requests;
  private double replicaSeconds;
  private double busySeconds;
  private double inFlightSeconds;
  private double scoredRequests;
  private double violations;
  private double backlog = Double.NaN;

  /** The window of a log from one time (inclusive) to another (exclusive). */
  SignalWindow(StepLog log, long fromMillis, long toMillis, Duration age) {
    this.age = age;
    for (int i = log.size() - 1; i >= 0 && log.endMillis(i) > fromMillis; i--) {
      long begin = Math.max(fromMillis, log.startMillis(i));
      long end = Math.min(toMillis, log.endMillis(i));
      if (begin < end) {
        add(log, i, (end - begin) / 1000.0);
      }
      if (Double.isNaN(backlog) && log.endMillis(i) <= toMillis) {
        backlog = log.backlog(i);
      }
    }
  }

  private void add(StepLog log, int i, double length) {
    seen = true;
    if (!log.isKnown(i)) {
      gap = true;
      return;
    }
    double arrived = log.rate(i) * length;
    seconds += length;
    requests += arrived;
    replicaSeconds += log.ready(i) * length;
    busySeconds += log.utilization(i) * log.ready(i) * length;
    // known at the ends of steps, and nearly straight within one
    inFlightSeconds += (log.inFlight(Math.max(0, i - 1)) + log.inFlight(i)) / 2 * length;
    if (log.isScored(i)) {
      scoredRequests += arrived;
      violations += arrived * log.violationShare(i);
    }
  }

  /** What is seen at a time. */
  Observation observation(Instant time, int desired, int ready) {
    return new Observation(
        time,
        desired,
        ready,
        false,
        ratio(requests, seconds),
        ratio(scoredRequests - violations, scoredRequests),
        ratio(busySeconds, replicaSeconds),
        ratio(inFlightSeconds, seconds),
        ratio(backlog, 1));
  }

  private Signal ratio(double numerator, double denominator) {
    if (!seen) {
      return Signal.unknown(UnknownReason.NEVER_SEEN);
    }
    if (gap || !(denominator > 0) || Double.isNaN(numerator)) {
      return Signal.unknown(UnknownReason.NO_DATA);
    }
    return new Signal.Known(Math.max(0, numerator / denominator), age);
  }
}

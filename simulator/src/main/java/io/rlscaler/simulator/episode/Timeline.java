package io.rlscaler.simulator.episode;

import io.rlscaler.engine.safety.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Sums the model steps of an episode up to its decision periods. */
final class Timeline {
  private Timeline() {}

  static List<TimelineStep> of(
      StepLog log, List<Reason> reasons, EpisodeLatency latency, long periodMillis) {
    List<TimelineStep> steps = new ArrayList<>(reasons.size());
    int first = 0;
    for (int period = 0; period < reasons.size(); period++) {
      int behind = first;
      while (behind < log.size() && log.startMillis(behind) < (period + 1) * periodMillis) {
        behind++;
      }
      steps.add(step(log, first, behind, reasons.get(period), latency.ofPeriod(period)));
      first = behind;
    }
    return steps;
  }

  private static TimelineStep step(
      StepLog log, int first, int behind, Reason reason, EpisodeResult.Latency latency) {
    double seconds = 0;
    double requests = 0;
    double violating = 0;
    double busy = 0;
    for (int i = first; i < behind; i++) {
      if (log.isKnown(i)) {
        seconds += log.seconds(i);
        requests += log.requests(i);
        violating += log.violations(i);
        busy += log.utilization(i) * log.seconds(i);
      }
    }
    return new TimelineStep(
        log.startMillis(first) / 1000.0,
        mean(requests, seconds),
        log.desired(first),
        log.ready(first),
        mean(busy, seconds),
        seconds > 0 && requests == 0 ? OptionalDouble.of(0) : mean(violating, requests),
        reason,
        latency);
  }

  private static OptionalDouble mean(double sum, double weight) {
    return weight > 0 ? OptionalDouble.of(sum / weight) : OptionalDouble.empty();
  }
}

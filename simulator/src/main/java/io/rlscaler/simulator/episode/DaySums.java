package io.rlscaler.simulator.episode;

import java.util.ArrayList;
import java.util.List;

/**
 * The sums of one day of an episode over the time at which its load is known.
 *
 * @param day number of the day from 0, counted in spans of 24 hours from where scoring begins
 * @param seconds time that counts
 * @param requests that arrived
 * @param violatingRequests that took longer than the objective's latency
 * @param replicaSeconds replicas asked for, times seconds: the cost
 */
public record DaySums(
    int day, double seconds, double requests, double violatingRequests, double replicaSeconds) {
  private static final long DAY_MILLIS = 86_400_000;

  /**
   * The days of a log, in order; a day without any known load is left out.
   *
   * @param fromMillis beginning of day 0; steps that begin before it are not counted
   */
  static List<DaySums> of(StepLog log, long fromMillis) {
    List<DaySums> days = new ArrayList<>();
    int i = log.firstFrom(fromMillis);
    while (i < log.size()) {
      int day = (int) ((log.startMillis(i) - fromMillis) / DAY_MILLIS);
      int behind = log.firstFrom(fromMillis + (day + 1) * DAY_MILLIS);
      DaySums sums = sum(log, day, i, behind);
      if (sums.seconds > 0) {
        days.add(sums);
      }
      i = behind;
    }
    return days;
  }

  private static DaySums sum(StepLog log, int day, int first, int behind) {
    double seconds = 0;
    double requests = 0;
    double violating = 0;
    double replicaSeconds = 0;
    for (int i = first; i < behind; i++) {
      if (log.isKnown(i)) {
        seconds += log.seconds(i);
        requests += log.requests(i);
        violating += log.violations(i);
        replicaSeconds += log.replicaSeconds(i);
      }
    }
    return new DaySums(day, seconds, requests, violating, replicaSeconds);
  }
}

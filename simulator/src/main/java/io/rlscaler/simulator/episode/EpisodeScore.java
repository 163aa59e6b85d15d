package io.rlscaler.simulator.episode;

/**
 * The totals of an episode over the time at which its load is known: a gap costs nothing.
 *
 * @param durationSeconds time that counts
 * @param requests that arrived
 * @param violatingRequests that took longer than the objective's latency
 * @param violationShare of the requests, 0 when there were none
 * @param meetsObjective whether that share is within the budget
 * @param replicaSeconds replicas asked for, times seconds: the cost
 * @param replicaChanges how often the count was changed
 * @param peakReplicas most replicas asked for
 */
public record EpisodeScore(
    double durationSeconds,
    double requests,
    double violatingRequests,
    double violationShare,
    boolean meetsObjective,
    double replicaSeconds,
    int replicaChanges,
    int peakReplicas) {

  static EpisodeScore of(StepLog log, int changes, double budget) {
    double seconds = 0;
    double requests = 0;
    double violating = 0;
    double replicaSeconds = 0;
    int peak = 0;
    for (int i = 0; i < log.size(); i++) {
      if (log.isKnown(i)) {
        seconds += log.seconds(i);
        requests += log.requests(i);
        violating += log.violations(i);
        replicaSeconds += log.replicaSeconds(i);
        peak = Math.max(peak, log.desired(i));
      }
    }
    double share = requests > 0 ? violating / requests : 0;
    return new EpisodeScore(
        seconds, requests, violating, share, share <= budget, replicaSeconds, changes, peak);
  }

  /** The cost in replica-hours. */
  public double replicaHours() {
    return replicaSeconds / 3600;
  }
}

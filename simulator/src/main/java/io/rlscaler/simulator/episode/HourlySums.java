package io.rlscaler.simulator.episode;

/**
 * The sums of each hour of an episode over the time at which its load is known. Hours are counted
 * so that one of them begins at a given time; therefore the first may be shorter, as the last.
 */
public final class HourlySums {
  private static final long HOUR_MILLIS = 3_600_000;

  private final long phaseMillis;
  private final double[] seconds;
  private final double[] requests;
  private final double[] violatingRequests;
  private final double[] replicaSeconds;

  private HourlySums(long phaseMillis, int hours) {
    this.phaseMillis = phaseMillis;
    seconds = new double[hours];
    requests = new double[hours];
    violatingRequests = new double[hours];
    replicaSeconds = new double[hours];
  }

  /**
   * The hours of a log.
   *
   * @param atMillis a time at which an hour begins
   */
  static HourlySums of(StepLog log, long atMillis) {
    long phase = atMillis % HOUR_MILLIS;
    int last = log.size() - 1;
    HourlySums hours = new HourlySums(phase, last < 0 ? 0 : hour(log.startMillis(last), phase) + 1);
    for (int i = 0; i <= last; i++) {
      if (log.isKnown(i)) {
        hours.add(log, i);
      }
    }
    return hours;
  }

  private static int hour(long millis, long phase) {
    return (int) ((millis - phase + (phase > 0 ? HOUR_MILLIS : 0)) / HOUR_MILLIS);
  }

  private void add(StepLog log, int i) {
    int hour = hour(log.startMillis(i), phaseMillis);
    seconds[hour] += log.seconds(i);
    requests[hour] += log.requests(i);
    violatingRequests[hour] += log.violations(i);
    replicaSeconds[hour] += log.replicaSeconds(i);
  }

  /** Number of hours. */
  public int size() {
    return seconds.length;
  }

  /** Known time [s] of each hour. */
  public double[] seconds() {
    return seconds.clone();
  }

  /** Requests of each hour. */
  public double[] requests() {
    return requests.clone();
  }

  /** Violating requests of each hour. */
  public double[] violatingRequests() {
    return violatingRequests.clone();
  }

  /** Replicas asked for times seconds, of each hour. */
  public double[] replicaSeconds() {
    return replicaSeconds.clone();
  }
}

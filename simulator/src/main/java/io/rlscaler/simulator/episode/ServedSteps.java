package io.rlscaler.simulator.episode;

/** What each model step of an episode served, oldest first: a view that grows with it. */
public final class ServedSteps {
  private final StepLog log;

  ServedSteps(StepLog log) {
    this.log = log;
  }

  /** Number of steps. */
  public int size() {
    return log.size();
  }

  /** The first step that begins at a time [s] or later, {@link #size()} if there is none. */
  public int firstFrom(double seconds) {
    return log.firstFrom(Math.round(1000 * seconds));
  }

  /** Beginning of a step [s]. */
  public double start(int i) {
    return log.startMillis(i) / 1000.0;
  }

  /** Length of a step [s]. */
  public double seconds(int i) {
    return log.seconds(i);
  }

  /** Whether the load of a step is known; otherwise nothing arrives in it. */
  public boolean isKnown(int i) {
    return log.isKnown(i);
  }

  /** Arrivals of a step [requests/s], 0 where unknown. */
  public double rate(int i) {
    return log.isKnown(i) ? log.rate(i) : 0;
  }

  /** Requests that arrive in a step. */
  public double requests(int i) {
    return log.requests(i);
  }

  /** Replicas asked for. */
  public int desired(int i) {
    return log.desired(i);
  }

  /** Warm replicas that serve as much as the ready ones do. */
  public int serving(int i) {
    return log.serving(i);
  }

  /** Requests that wait at the end of a step, by the fast model. */
  public double backlog(int i) {
    return log.backlog(i);
  }

  /** Requests of a step that violate the objective, by the fast model. */
  public double violations(int i) {
    return log.violations(i);
  }
}

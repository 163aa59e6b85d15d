package io.rlscaler.simulator.twin;

import io.rlscaler.simulator.workload.FastModel;

/**
 * One run of the queue model, and the violating requests that it has found so far. A step is scored
 * when the next one begins, so the last step's are not among them yet.
 */
final class TwinQueue {
  private final FastModel model;
  private final FastModel.State empty = new FastModel.State();
  private final FastModel.State state = new FastModel.State();
  private boolean unscored;
  private boolean counts;
  private boolean measured;
  private double violations;
  private double measuredViolations;

  TwinQueue(FastModel model) {
    this.model = model;
  }

  /**
   * Serves a step.
   *
   * @param counting whether its violating requests count
   * @param known whether the good ratio of the step is measured
   */
  void step(double rate, int replicas, double seconds, boolean counting, boolean known) {
    model.step(state, rate, replicas, seconds);
    settle();
    counts = counting;
    measured = counting && known;
    unscored = true;
  }

  /** Scores the last step and empties the queue. */
  void interrupt() {
    model.finish(state);
    settle();
    state.set(empty);
  }

  private void settle() {
    if (unscored) {
      double found = state.scoredRequests() * state.violationShare();
      violations += counts ? found : 0;
      measuredViolations += measured ? found : 0;
    }
    unscored = false;
  }

  /** The violating requests since the last call. */
  double takeViolations() {
    double taken = violations;
    violations = 0;
    return taken;
  }

  /** Those of them in steps whose good ratio is measured, since the last call. */
  double takeMeasuredViolations() {
    double taken = measuredViolations;
    measuredViolations = 0;
    return taken;
  }

  /** Share of good requests in the step that was scored last. */
  double goodRatio() {
    return 1 - state.violationShare();
  }

  double utilization() {
    return state.utilization();
  }

  double backlog() {
    return state.backlog();
  }
}

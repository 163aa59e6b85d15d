package io.rlscaler.simulator.episode;

import io.rlscaler.simulator.workload.FastModel;

/** The queue as the fast model has it, which scores a step when the next one begins. */
final class FastQueue implements ClusterQueue {
  private final StepLog log;
  private final FastModel model;
  private final FastModel.State state = new FastModel.State();
  private final long periodMillis;

  FastQueue(Scenario scenario, StepLog log) {
    this.log = log;
    model = FastModel.of(scenario.service(), scenario.latencySeconds());
    periodMillis = scenario.period().toMillis();
  }

  @Override
  public void step(double arrivalRate) {
    int step = log.size() - 1;
    model.step(state, arrivalRate, log.serving(step), log.seconds(step));
    log.measure(state.utilization(), state.backlog(), state.inFlight());
    if (step > 0) {
      log.score(step - 1, state.violationShare());
    }
  }

  @Override
  public void finish() {
    model.finish(state);
    log.score(log.size() - 1, state.violationShare());
  }

  @Override
  public EpisodeLatency latency() {
    return LatencyProfile.of(log, model.service(), periodMillis);
  }
}

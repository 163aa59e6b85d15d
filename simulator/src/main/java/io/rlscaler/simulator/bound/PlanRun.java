package io.rlscaler.simulator.bound;

import io.rlscaler.simulator.workload.FastModel;

/**
 * What a plan really leads to in the fast model, when every start-up takes the median.
 *
 * @param replicaSeconds of what is asked for
 * @param violations violating requests
 */
record PlanRun(double replicaSeconds, double violations) {

  static PlanRun of(ReplicaPlan plan, TickTraffic traffic, FastModel model) {
    FastModel.State state = new FastModel.State();
    double cost = 0;
    double violations = 0;
    for (int k = 0; k < plan.size(); k++) {
      TickTraffic.Tick tick = traffic.tick(k);
      for (TickTraffic.Step step : tick.steps()) {
        model.step(state, step.rate(), plan.ready(k), step.seconds());
        violations += state.scoredRequests() * state.violationShare();
      }
      cost += plan.desired(k) * tick.knownSeconds();
    }
    model.finish(state);
    violations += state.scoredRequests() * state.violationShare();
    return new PlanRun(cost, violations);
  }
}

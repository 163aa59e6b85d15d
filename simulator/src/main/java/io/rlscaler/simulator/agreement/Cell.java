package io.rlscaler.simulator.agreement;

import io.rlscaler.simulator.workload.FastModel;
import io.rlscaler.simulator.workload.RequestLevelModel;
import io.rlscaler.simulator.workload.ServiceModel;
import java.util.List;

/**
 * A short episode that both models can play: a service under given arrivals and replicas.
 *
 * @param service with one queue for all replicas
 * @param latencySeconds a request that takes longer violates the objective [s]
 * @param stepSeconds length of a step [s]
 * @param steps from an empty start on
 * @param firstCounted the steps before this one do not count
 */
public record Cell(
    ServiceModel service,
    double latencySeconds,
    double stepSeconds,
    List<Step> steps,
    int firstCounted) {

  /**
   * One step.
   *
   * @param rate of arrivals [requests/s]
   * @param replicas that are ready
   */
  public record Step(double rate, int replicas) {}

  /** Checks the ranges. */
  public Cell {
    steps = List.copyOf(steps);
    if (firstCounted < 0 || firstCounted >= steps.size()) {
      throw new IllegalArgumentException(
          "first counted step is " + firstCounted + ", expected 0 to " + (steps.size() - 1));
    }
  }

  /** Requests that are expected in the whole episode. */
  public double requests() {
    return steps.stream().mapToDouble(step -> step.rate() * stepSeconds).sum();
  }

  /** The violation share of the fast model. */
  public double fastShare() {
    FastModel model = FastModel.of(service, latencySeconds);
    FastModel.State state = new FastModel.State();
    double requests = 0;
    double late = 0;
    for (int k = 0; k <= steps.size(); k++) {
      if (k < steps.size()) {
        model.step(state, steps.get(k).rate(), steps.get(k).replicas(), stepSeconds);
      } else {
        model.finish(state);
      }
      // the scores are those of the step before
      if (k > firstCounted) {
        requests += state.scoredRequests();
        late += state.scoredRequests() * state.violationShare();
      }
    }
    return requests == 0 ? 0 : late / requests;
  }

  /** One run of the request-level model, to its end. */
  RequestLevelModel play(long seed) {
    RequestLevelModel model = new RequestLevelModel(service, latencySeconds, seed);
    for (Step step : steps) {
      model.step(step.rate(), step.replicas(), stepSeconds);
    }
    model.finish();
    return model;
  }
}

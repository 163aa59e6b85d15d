package io.rlscaler.simulator.fitting;

import io.rlscaler.simulator.workload.ServiceModel;
import java.util.List;
import java.util.Optional;

/**
 * The workload model of a service as its history tells it. What the history does not tell is empty,
 * and a remark says why.
 *
 * @param capacityPerReplica requests/s that a replica serves at a utilization of 1
 * @param slots requests that a replica works on at a time
 * @param serviceMeanSeconds mean service time [s]
 * @param serviceVariation coefficient of variation of the service time
 * @param routing how requests find a replica: one queue, which is also close to least-loaded
 *     routing, or at random
 * @param startUpMedian median of the start-up times [s]
 * @param startUpP90 their 90 % quantile [s]
 * @param metricLagSeconds age of what the metrics show, beyond one grid step [s]
 * @param model the best model, also where single parameters are not told
 * @param error of that model on the last part of the history
 * @param remarks what limits the result, one sentence each
 * @param cannotTell why there is no model; empty when there is one
 */
public record ServiceFit(
    Optional<Estimate> capacityPerReplica,
    Optional<Estimate> slots,
    Optional<Estimate> serviceMeanSeconds,
    Optional<Estimate> serviceVariation,
    Optional<ServiceModel.Routing> routing,
    Optional<Estimate> startUpMedian,
    Optional<Estimate> startUpP90,
    Optional<Estimate> metricLagSeconds,
    Optional<ServiceModel> model,
    Optional<PredictionError> error,
    List<String> remarks,
    Optional<String> cannotTell) {
  /** Copies the remarks; there is either a model or a reason. */
  public ServiceFit {
    remarks = List.copyOf(remarks);
    if (model.isPresent() == cannotTell.isPresent()) {
      throw new IllegalArgumentException(
          "model is " + model + " and reason is " + cannotTell + ", expected exactly one of them");
    }
  }
}

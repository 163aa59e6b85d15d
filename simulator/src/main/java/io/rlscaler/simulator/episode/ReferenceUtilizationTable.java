package io.rlscaler.simulator.episode;

import io.rlscaler.engine.policy.ReferenceUtilization;
import io.rlscaler.simulator.workload.FastModel;
import io.rlscaler.simulator.workload.ServiceModel;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How hot pools of a service may run: for a table of sizes, the highest utilization at which the
 * stationary fast model keeps the violation share within {@value #SHARE}, found by bisection. Built
 * once per service and latency.
 */
public final class ReferenceUtilizationTable {
  private static final double SHARE = 0.001;

  /** Sizes between which the load n u(n) is close to straight. */
  private static final int[] REPLICAS = {
    1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 40, 60, 90, 130, 200, 400
  };

  private static final int BISECTIONS = 20;
  private static final double STEP_SECONDS = 60;
  private static final int MOST_STEPS = 300;
  private static final double SETTLED = 1e-7;
  private static final ConcurrentHashMap<Key, ReferenceUtilization> TABLES =
      new ConcurrentHashMap<>();

  private ReferenceUtilizationTable() {}

  private record Key(ServiceModel service, double latencySeconds) {}

  /**
   * The table of a service under a latency limit.
   *
   * <p>Where the service time alone exceeds the limit in a larger share of requests, twice that
   * share is allowed instead, because no utilization could keep the smaller one.
   */
  public static ReferenceUtilization of(ServiceModel service, double latencySeconds) {
    return TABLES.computeIfAbsent(
        new Key(service, latencySeconds), key -> table(service, latencySeconds));
  }

  private static ReferenceUtilization table(ServiceModel service, double latencySeconds) {
    FastModel model = FastModel.of(knownToFastModel(service), latencySeconds);
    double allowed = Math.max(SHARE, 2 * service.exceedance(latencySeconds));
    double[] utilization = new double[REPLICAS.length];
    for (int i = 0; i < REPLICAS.length; i++) {
      utilization[i] = highest(model, REPLICAS[i], allowed);
    }
    return new ReferenceUtilization(REPLICAS, utilization);
  }

  /** Routing by load comes close to one queue for all replicas. */
  private static ServiceModel knownToFastModel(ServiceModel service) {
    return switch (service.routing()) {
      case CENTRAL, RANDOM -> service;
      case POWER_OF_TWO, LEAST_LOADED ->
          new ServiceModel(
              service.slots(),
              service.meanSeconds(),
              service.variation(),
              service.distribution(),
              ServiceModel.Routing.CENTRAL);
    };
  }

  private static double highest(FastModel model, int replicas, double allowed) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (stationaryShare(model, replicas, middle) <= allowed) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.max(low, 1.0 / (1 << BISECTIONS));
  }

  private static double stationaryShare(FastModel model, int replicas, double utilization) {
    double rate = utilization * replicas * model.service().capacity();
    FastModel.State state = new FastModel.State();
    double last = -1;
    for (int step = 0; step < MOST_STEPS; step++) {
      model.step(state, rate, replicas, STEP_SECONDS);
      double share = state.violationShare();
      if (step > 2 && Math.abs(share - last) < SETTLED) {
        break;
      }
      last = share;
    }
    return state.violationShare();
  }
}

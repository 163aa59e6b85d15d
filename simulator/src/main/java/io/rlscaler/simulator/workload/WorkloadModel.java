package io.rlscaler.simulator.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * All that decides what becomes of a request.
 *
 * @param service the work of a request and its way to a slot
 * @param life of a replica; its warm-up, drain time and crashes matter here
 * @param clients their patience and retries
 * @param dispersion variance over mean of the number of arrivals in any time, 1 for a Poisson
 *     process to 1000: the rate is multiplied by a gamma process
 * @param queueLimit requests that may wait per ready replica (of one, when none is ready); more are
 *     rejected; {@link #UNLIMITED} for any number
 */
public record WorkloadModel(
    ServiceModel service, ReplicaLife life, Clients clients, double dispersion, int queueLimit) {
  /** A queue that takes any number of requests. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  private static final double MOST_DISPERSION = 1000;

  /** Share of requests that may outlast the drain time before it has to be modelled. */
  private static final double NEGLIGIBLE = 1e-6;

  /** Checks the ranges. */
  public WorkloadModel {
    if (!(dispersion >= 1 && dispersion <= MOST_DISPERSION)) {
      throw new IllegalArgumentException(
          "dispersion of arrivals is " + dispersion + ", expected 1 to " + MOST_DISPERSION);
    }
    if (queueLimit < 0) {
      throw new IllegalArgumentException("queue limit is " + queueLimit + ", expected 0 or more");
    }
  }

  /** A service with Poisson arrivals, patient clients and endless queues. */
  public static WorkloadModel of(ServiceModel service, ReplicaLife life) {
    return new WorkloadModel(service, life, Clients.PATIENT, 1, UNLIMITED);
  }

  /** The same with other clients. */
  public WorkloadModel withClients(Clients other) {
    return new WorkloadModel(service, life, other, dispersion, queueLimit);
  }

  /** The same with another dispersion of arrivals. */
  public WorkloadModel withDispersion(double other) {
    return new WorkloadModel(service, life, clients, other, queueLimit);
  }

  /** The same with another queue limit. */
  public WorkloadModel withQueueLimit(int other) {
    return new WorkloadModel(service, life, clients, dispersion, other);
  }

  /**
   * Whether requests differ in nothing but their work and arrival: one queue, no replica counts.
   */
  boolean isPlain() {
    return service.routing() == ServiceModel.Routing.CENTRAL
        && clients.equals(Clients.PATIENT)
        && queueLimit == UNLIMITED
        && life.warmUp().isNone()
        && life.crashesPerHour() == 0
        && service.exceedance(life.drainSeconds()) < NEGLIGIBLE;
  }

  /** What of this the {@link FastModel} leaves out, in words; empty if it knows all of it. */
  public List<String> beyondFastModel() {
    List<String> missing = new ArrayList<>();
    if (!FastModel.knows(service.routing())) {
      missing.add("routing " + service.routing());
    }
    if (Double.isFinite(clients.timeoutSeconds())) {
      missing.add(clients.retries() > 0 ? "client timeouts and retries" : "client timeouts");
    }
    if (dispersion > 1) {
      missing.add("arrivals burstier than Poisson");
    }
    if (queueLimit != UNLIMITED) {
      missing.add("queue limit");
    }
    if (life.crashesPerHour() > 0) {
      missing.add("requests lost in crashes");
    }
    if (service.exceedance(life.drainSeconds()) >= NEGLIGIBLE) {
      missing.add("requests that outlast the drain time");
    }
    return missing;
  }
}

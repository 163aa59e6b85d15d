package io.rlscaler.simulator.workload;

import java.util.SplittableRandom;

/**
 * Every request of a service, one by one: the truth that {@link FastModel} is held against. It is
 * driven like the fast model, one control step after the other, and is exact under changes of the
 * replicas between steps: a removed replica ends its work first, an added one has free slots.
 *
 * <p>A request counts in the step in which it arrives, and may be answered in a later one. So the
 * scores of a step are final only from {@link #settledSteps} on, and {@link #finish} settles all.
 *
 * <p>Arrivals, service times and the choice of replicas have random numbers of their own, all from
 * one seed: equal calls give equal numbers, and other replicas serve the same requests. No request
 * allocates memory; queue and log grow by doubling. Not thread-safe.
 */
public final class RequestLevelModel {
  /** What a step may expect at most: its counts are 32 bits wide. */
  private static final double MOST_REQUESTS = 1e9;

  private final double threshold;
  private final ServiceModel service;
  private final ArrivalStream arrivals;
  private final RequestLog log;
  private final CentralQueue queue;
  private double now;

  /**
   * A model of a service without requests.
   *
   * @param latencyThreshold a request that takes longer violates the objective [s], positive
   */
  public RequestLevelModel(ServiceModel service, double latencyThreshold, long seed) {
    if (!(latencyThreshold > 0 && Double.isFinite(latencyThreshold))) {
      throw new IllegalArgumentException(
          "latency threshold is " + latencyThreshold + " s, expected a positive time");
    }
    this.service = service;
    threshold = latencyThreshold;
    log = new RequestLog(latencyThreshold);
    SplittableRandom random = new SplittableRandom(seed);
    arrivals = new ArrivalStream(random.split());
    queue = new CentralQueue(service, log, random.split(), random.split());
  }

  /** The service that is modelled. */
  public ServiceModel service() {
    return service;
  }

  /** The latency limit [s]. */
  public double latencyThreshold() {
    return threshold;
  }

  /**
   * Lets one control step pass.
   *
   * @param arrivalRate of the step [requests/s], finite and not negative
   * @param replicas ready during the step, not negative
   * @param stepSeconds length of the step [s], positive
   */
  public void step(double arrivalRate, int replicas, double stepSeconds) {
    if (!(arrivalRate >= 0 && arrivalRate <= Double.MAX_VALUE) || replicas < 0) {
      throw new IllegalArgumentException(
          "arrival rate is "
              + arrivalRate
              + " and replicas are "
              + replicas
              + ", expected 0 or more of each");
    }
    if (!(stepSeconds > 0 && stepSeconds <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("step is " + stepSeconds + " s, expected a positive time");
    }
    if (arrivalRate * stepSeconds > MOST_REQUESTS) {
      throw new IllegalArgumentException(
          "step has "
              + arrivalRate * stepSeconds
              + " requests, expected at most "
              + MOST_REQUESTS
              + ": shorten the step");
    }
    double end = now + stepSeconds;
    arrivals.begin(now, arrivalRate, stepSeconds);
    queue.step(log.nextStep(), arrivals, replicas, now, end);
    now = end;
  }

  /**
   * Lets the requests that wait be served without further arrivals, by the replicas of the latest
   * step; if there are none, they are lost. To be called once, after the last step.
   */
  public void finish() {
    queue.finish();
  }

  /** Steps so far. */
  public int steps() {
    return log.steps();
  }

  /** Steps, counted from the first, whose scores will not change any more. */
  public int settledSteps() {
    return log.settled();
  }

  /** Requests that arrived in a step, from 0 on. */
  public int arrivals(int step) {
    return log.arrivals(step);
  }

  /** Those of them that took too long, or were lost, as far as known. */
  public int violations(int step) {
    return log.violations(step);
  }

  /** Share of a step's requests that took too long or were lost, as far as known. */
  public double violationShare(int step) {
    int count = log.arrivals(step);
    return count == 0 ? 0 : (double) log.violations(step) / count;
  }

  /** Share of the requests of a range of steps that took too long or were lost. */
  public double violationShare(int fromStep, int toStep) {
    long requests = 0;
    long late = 0;
    for (int i = fromStep; i < toStep; i++) {
      requests += log.arrivals(i);
      late += log.violations(i);
    }
    return requests == 0 ? 0 : (double) late / requests;
  }

  /** Busy share of the ready slots in the latest step, 0 without replicas. */
  public double utilization() {
    return queue.utilization();
  }

  /** Requests waiting at the end of the latest step. */
  public int backlog() {
    return queue.waiting();
  }

  /** Requests waiting or in service, also in removed replicas, at the end of the latest step. */
  public int inFlight() {
    return queue.waiting() + queue.inService();
  }

  /** Mean wait before service of all requests that have started [s]. */
  public double meanWait() {
    return log.answered() == 0 ? 0 : log.waits() / log.answered();
  }

  /** Share of all requests that have started which had to wait. */
  public double waitProbability() {
    return log.answered() == 0 ? 0 : (double) log.delayed() / log.answered();
  }

  /** Latencies of all requests that have started. */
  public LatencyHistogram latencies() {
    return log.latencies;
  }

  /** Requests that were never answered. */
  public long lost() {
    return log.lost();
  }
}

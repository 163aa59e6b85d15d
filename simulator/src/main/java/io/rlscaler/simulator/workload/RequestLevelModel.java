package io.rlscaler.simulator.workload;

import java.util.SplittableRandom;

/**
 * Every request of a service, one by one: the truth that {@link FastModel} is held against. It is
 * driven like the fast model, one control step after the other, and is exact under changes of the
 * replicas between steps: a removed replica ends its work first, an added one has free slots.
 * Beyond the fast model it knows all of {@link WorkloadModel}.
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

  /** No request of a removed replica is ever cut off. */
  private static final ReplicaLife PLAIN_LIFE =
      new ReplicaLife(
          StartUpDelay.fixed(0), ReplicaLife.WarmUp.NONE, 1e9, ReplicaLife.Shortage.NONE, 0);

  private final double threshold;
  private final WorkloadModel model;
  private final ArrivalStream arrivals;
  private final RequestLog log;
  private final RequestQueue queue;
  private double now;

  /**
   * A model without requests, of a service with patient clients and replicas of one speed.
   *
   * @param latencyThreshold a request that takes longer violates the objective [s], positive
   */
  public RequestLevelModel(ServiceModel service, double latencyThreshold, long seed) {
    this(WorkloadModel.of(service, PLAIN_LIFE), latencyThreshold, seed);
  }

  /**
   * A model without requests. Where nothing but work, arrivals and one queue matter, an engine of
   * many million requests per second serves them, else one of a few million.
   *
   * @param latencyThreshold a request that takes longer violates the objective [s], positive
   */
  public RequestLevelModel(WorkloadModel model, double latencyThreshold, long seed) {
    if (!(latencyThreshold > 0 && Double.isFinite(latencyThreshold))) {
      throw new IllegalArgumentException(
          "latency threshold is " + latencyThreshold + " s, expected a positive time");
    }
    this.model = model;
    threshold = latencyThreshold;
    log = new RequestLog(latencyThreshold);
    SplittableRandom random = new SplittableRandom(seed);
    SplittableRandom gaps = random.split();
    SplittableRandom services = random.split();
    SplittableRandom choices = random.split();
    arrivals = new ArrivalStream(model.dispersion(), gaps, random.split());
    queue =
        model.isPlain()
            ? new CentralQueue(model.service(), log, services, choices)
            : new RoutedQueue(model, log, services, choices);
  }

  /** What is modelled. */
  public WorkloadModel model() {
    return model;
  }

  /** The latency limit [s]. */
  public double latencyThreshold() {
    return threshold;
  }

  /**
   * Lets one control step pass with replicas that are warm.
   *
   * @param arrivalRate of the step [requests/s], finite and not negative
   * @param replicas ready during the step, not negative
   * @param stepSeconds length of the step [s], positive
   */
  public void step(double arrivalRate, int replicas, double stepSeconds) {
    step(arrivalRate, ReadyReplicas.of(replicas), stepSeconds);
  }

  /**
   * Lets one control step pass.
   *
   * @param arrivalRate of the step [requests/s], finite and not negative
   * @param replicas ready during the step; warming and crashed ones only if the model has any
   * @param stepSeconds length of the step [s], positive
   */
  public void step(double arrivalRate, ReadyReplicas replicas, double stepSeconds) {
    requireKnown(replicas);
    if (!(arrivalRate >= 0 && arrivalRate <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("arrival rate is " + arrivalRate + ", expected 0 or more");
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

  private void requireKnown(ReadyReplicas replicas) {
    if (replicas.crashed() > 0 && model.life().crashesPerHour() == 0) {
      throw new IllegalArgumentException(
          "crashed replicas are " + replicas.crashed() + ", expected 0 in a life without crashes");
    }
    if (replicas.warming() > 0 && model.life().warmUp().isNone()) {
      throw new IllegalArgumentException(
          "warming replicas are " + replicas.warming() + ", expected 0 in a life without warm-up");
    }
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

  /** Those of them whose fate is not known yet, which are late once the limit has passed. */
  public int open(int step) {
    return log.open(step);
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

  /**
   * Requests whose fate is not known yet: all others are answered, lost, or, behind one queue, have
   * begun.
   */
  public int open() {
    return queue.open();
  }

  /** Requests that were answered, or have begun behind one queue. */
  public long answered() {
    return log.answered();
  }

  /** Mean time from arrival to the beginning of the service of all answered requests [s]. */
  public double meanWait() {
    return log.answered() == 0 ? 0 : log.waits() / log.answered();
  }

  /** Share of all answered requests that had to wait. */
  public double waitProbability() {
    return log.answered() == 0 ? 0 : (double) log.delayed() / log.answered();
  }

  /** Latencies of all answered requests. */
  public LatencyHistogram latencies() {
    return log.latencies;
  }

  /** Requests that were rejected, given up or killed, and not sent again. */
  public long lost() {
    return log.lost();
  }
}

package io.rlscaler.simulator.workload;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The queue of a service in closed form: how many requests of a control step exceed a latency when
 * the arrival rate and the number of ready replicas of the step are given.
 *
 * <p>The virtual waiting time V of an arriving request behaves like a Brownian motion reflected at
 * zero. Three numbers of it are carried from step to step: its mean M [s], its squared coefficient
 * of variation x given that all slots are busy, and the density factor g at the boundary. With N
 * slots, mean service time m and its squared variation s, and utilization rho, the drift is rho - 1
 * and the variance rate 2d with d = (1 + s)/2 m/N; the mean of V given that it is positive, c,
 * follows from M by the Erlang loss probability. The closure reproduces the stationary Erlang-C
 * values, a linear drain and the overload exactly and was fitted in between to request-level
 * simulation, whose violation shares it meets within max(.0005, 15 %). It deviates more when
 * arrivals are burstier than Poisson inside a step, when T exceeds the step and replicas change
 * several times inside one wait; a queue that goes from idle to overload at once starts to grow up
 * to a sixteenth of a step late (of shares and waits, not of stationary values). What else it
 * leaves out, {@link WorkloadModel#beyondFastModel} says.
 *
 * <p>A request that waits into the next step is served by the replicas of that step. Therefore a
 * step is scored when the next one begins: after a call of {@link #step} the scores in the state
 * are those of the step before, and {@link #finish} scores the last one.
 *
 * <p>Thread-safe; a {@link State} belongs to one workload and one thread. No step allocates.
 */
public final class FastModel {
  /** The longest step that was held against request-level simulation [ms]. */
  public static final int LONGEST_STEP_MILLIS = 15_000;

  private static final int SUB_STEPS = State.SUB_STEPS;
  private static final ConcurrentHashMap<TableKey, ExceedanceTable> TABLES =
      new ConcurrentHashMap<>();

  /** Least load that the drift is computed from: below it nobody waits anyway. */
  private static final double LEAST_UTILIZATION = .02;

  private static final double LEAST_VARIATION = 1e-4;

  private final ServiceModel service;
  private final ExceedanceTable exceedance;
  private final boolean central;
  private final double mean;
  private final double threshold;
  private final double diffusion;
  private final double idleVariation;
  private final double variationLimit;

  private record TableKey(
      double thresholdInMeans, double variation, ServiceModel.Distribution distribution) {}

  private FastModel(ServiceModel service, double threshold, ExceedanceTable exceedance) {
    this.service = service;
    this.exceedance = exceedance;
    central = service.routing() == ServiceModel.Routing.CENTRAL;
    mean = service.meanSeconds();
    this.threshold = threshold;
    double s = service.variation() * service.variation();
    diffusion = (1 + s) / 2 * mean;
    idleVariation = 4 * service.thirdMoment() / (3 * (1 + s) * (1 + s));
    variationLimit = central ? 1.44 : 2;
  }

  /**
   * The model of a service under one latency limit. Tables are built once per threshold in service
   * means, variation and distribution, and shared.
   *
   * @param service with central or random routing
   * @param latencyThreshold a request that takes longer violates the objective [s], positive
   */
  public static FastModel of(ServiceModel service, double latencyThreshold) {
    if (!(latencyThreshold > 0 && Double.isFinite(latencyThreshold))) {
      throw new IllegalArgumentException(
          "latency threshold is " + latencyThreshold + " s, expected a positive time");
    }
    if (!knows(service.routing())) {
      throw new IllegalArgumentException(
          "routing is "
              + service.routing()
              + ", expected CENTRAL or RANDOM, which is all that the fast model knows");
    }
    // to a float's precision, so that rounding in T and m does not multiply the tables
    double relative = (float) (latencyThreshold / service.meanSeconds());
    ServiceModel unit =
        new ServiceModel(
            1, 1, service.variation(), service.distribution(), ServiceModel.Routing.CENTRAL);
    ExceedanceTable table =
        TABLES.computeIfAbsent(
            new TableKey(relative, service.variation(), service.distribution()),
            key -> new ExceedanceTable(unit, relative));
    return new FastModel(service, latencyThreshold, table);
  }

  /** Whether this model can be made for a service with a routing. */
  static boolean knows(ServiceModel.Routing routing) {
    return routing == ServiceModel.Routing.CENTRAL || routing == ServiceModel.Routing.RANDOM;
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
   * Advances a workload by one control step.
   *
   * @param state of the workload; its scores then describe the step before
   * @param arrivalRate of the step [requests/s], finite and not negative
   * @param replicas ready during the step, not negative
   * @param stepSeconds length of the step [s], positive
   */
  public void step(State state, double arrivalRate, int replicas, double stepSeconds) {
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
    score(state, replicas);
    state.requests = arrivalRate * stepSeconds;
    state.stepSeconds = stepSeconds;
    if (replicas == 0) {
      stepWithoutReplicas(state, arrivalRate);
    } else {
      stepWithReplicas(state, arrivalRate, replicas);
    }
    state.replicas = replicas;
    state.unscored = true;
  }

  /** Scores the last step as if the replicas stayed as they are. */
  public void finish(State state) {
    score(state, state.replicas);
  }

  private void stepWithReplicas(State s, double arrivalRate, int replicas) {
    int slots = central ? Math.multiplyExact(replicas, service.slots()) : service.slots();
    double rate = central ? arrivalRate : arrivalRate / replicas;
    if (slots != s.slots) {
      s.setSlots(slots);
    }
    double load = rate * mean / slots;
    double rho = Math.max(load, LEAST_UTILIZATION);
    double d = diffusion / slots;
    double loss = ErlangTable.excessOfInverse(s.erlangRow, s.rootOfSlots * Math.log(rho)) * d;
    double r1 = Math.min(rho, 1);
    double xs = clamp(2 * r1 - 1 + idleVariation * (1 - r1), .3, 1.44);
    carryOver(s, replicas, loss, xs);
    double before = s.wait;
    double h = s.stepSeconds / SUB_STEPS;
    double overload = Math.max(rho, 1);
    for (int i = 0; i < SUB_STEPS; i++) {
      subStep(s, i, h, rho - 1, d * overload, loss, xs);
    }
    s.utilization = clamp(load - (s.wait - before) / s.stepSeconds, 0, 1);
    s.backlog = s.wait * slots / mean * (central ? 1 : replicas);
    s.inFlight = s.utilization * slots * (central ? 1 : replicas) + s.backlog;
  }

  /** Brings the waiting time from the replicas of the step before to those of this one. */
  private void carryOver(State s, int replicas, double loss, double xs) {
    if (s.replicas == 0) {
      s.resume(s.backlog * mean / ((double) replicas * service.slots()));
    } else if (central) {
      double factor = (double) s.replicas / replicas;
      s.wait *= factor;
      s.busyWait *= factor;
    } else if (replicas > s.replicas) {
      // new queues are empty: both moments of V shrink alike, its variation grows
      s.wait *= (double) s.replicas / replicas;
      double kg = loss * s.boundary;
      double c = (s.wait + Math.sqrt(s.wait * (s.wait + 4 * kg))) / 2;
      if (c > 0) {
        s.variation =
            clamp(s.busyWait * (1 + s.variation) / c - 1, LEAST_VARIATION, variationLimit * xs);
        s.boundary = BoundaryTable.value(s.variation / xs);
      }
    }
  }

  /**
   * One eighth of a step. One method, because its dozen of intermediate values would otherwise have
   * to be fields.
   */
  private void subStep(State s, int i, double h, double mu, double d, double loss, double xs) {
    double m = s.wait;
    double x = s.variation;
    double cInf = d / Math.max(Math.abs(mu), .001);
    double kg = loss * s.boundary;
    double c = Math.max((m + Math.sqrt(m * (m + 4 * kg))) / 2, 1e-7 * mean);
    boolean capped = false;
    if (mu < 0 && c > m + 3 * cInf) {
      c = m + 3 * cInf;
      capped = m >= cInf;
      kg = m > 0 ? Math.max(0, c * c / m - c) : kg;
    }
    double w = (c + kg) / (c + 2 * kg);
    double relative = x / xs;
    double g = BoundaryTable.value(relative);
    double slope = BoundaryTable.slope(relative) / xs;
    double b = h * w * mu;
    double z = 2 * h * w * d * g;
    boolean drains = b < 0 && -b > c / 2;
    double c1 =
        drains
            ? b + Math.sqrt(b * b + c * c + z)
            : (b + Math.sqrt(b * b + 4 * (c * c + b * c + z))) / 2;
    double spread = 2 * d * h;
    double x1 = (x * c * c + spread * (1 - g + slope * x)) / (c1 * c1 + spread * slope);
    x1 = clamp(x1, drains ? .57 * xs : LEAST_VARIATION, variationLimit * xs);
    double g1 = BoundaryTable.value(x1 / xs);
    double kg1 = capped && c1 > 2 * cInf ? kg : loss * g1;
    double m1 = c1 * c1 / (c1 + kg1);
    if (drains && -b > 3 * c) {
      s.record(i, c1, x1, m1 / c1, (m + m1) / 2);
    } else {
      double cm = (c + c1) / 2;
      double change = (c1 - c) / cm;
      double xm = (x + x1) / 2 + change * change / 12;
      s.record(i, cm, xm, cm / (cm + (kg + kg1) / 2), (m + m1) / 2);
    }
    s.wait = m1;
    s.busyWait = c1;
    s.variation = x1;
    s.boundary = g1;
  }

  /** Without replicas everything waits; the backlog is a count until there are slots again. */
  private void stepWithoutReplicas(State s, double arrivalRate) {
    if (s.replicas > 0) {
      s.suspend();
    }
    double h = s.stepSeconds / SUB_STEPS;
    for (int i = 0; i < SUB_STEPS; i++) {
      s.record(i, s.backlog + arrivalRate * h * (i + .5), LEAST_VARIATION, 1, 0);
    }
    s.backlog += arrivalRate * s.stepSeconds;
    s.backlogVariance += arrivalRate * s.stepSeconds;
    s.utilization = 0;
    s.inFlight = s.backlog;
  }

  private void score(State s, int nextReplicas) {
    if (!s.unscored) {
      return;
    }
    double waits = 0;
    double waiting = 0;
    for (int i = 0; i < SUB_STEPS; i++) {
      waits += scoredWait(s, i, nextReplicas);
      waiting += s.waitProbabilities[i];
    }
    s.scoredRequests = s.requests;
    s.violationShare = violationShare(s, nextReplicas);
    s.meanWait = waits / SUB_STEPS;
    s.waitProbability = waiting / SUB_STEPS;
    s.unscored = false;
  }

  /** Share of the latest step's requests that take longer than this model's threshold. */
  double violationShare(State s, int nextReplicas) {
    double bare = exceedance.exceedance();
    double sum = 0;
    for (int i = 0; i < SUB_STEPS; i++) {
      double c = s.busyWaits[i];
      if (s.replicas == 0) {
        c = scoredWait(s, i, nextReplicas);
      } else if (central && nextReplicas != s.replicas) {
        c *= thresholdStretch(remaining(s, i), s.replicas, nextReplicas);
      }
      double delayed = exceedance.value(c / mean, s.variations[i]);
      sum += s.waitProbabilities[i] * (delayed - bare);
    }
    return clamp(bare + sum / SUB_STEPS, 0, 1);
  }

  private double scoredWait(State s, int i, int nextReplicas) {
    if (s.replicas == 0) {
      return remaining(s, i) + waitForReplicas(s.busyWaits[i], nextReplicas, s.stepSeconds);
    }
    return central && nextReplicas != s.replicas
        ? stretchedWait(s.waits[i], remaining(s, i), s, nextReplicas)
        : s.waits[i];
  }

  /** Time from the middle of a sub-step to the end of the step. */
  private static double remaining(State s, int i) {
    return (SUB_STEPS - .5 - i) / SUB_STEPS * s.stepSeconds;
  }

  /** The wait behind a backlog, at least a step when the next one has no replicas either. */
  private double waitForReplicas(double backlog, int nextReplicas, double stepSeconds) {
    return nextReplicas == 0
        ? stepSeconds
        : backlog * mean / ((double) nextReplicas * service.slots());
  }

  /** What the wait is multiplied with so that the threshold can stay where it is. */
  private double thresholdStretch(double remaining, int replicas, int nextReplicas) {
    double patience = threshold - mean;
    return remaining < patience
        ? patience / (remaining + (patience - remaining) * nextReplicas / replicas)
        : 1;
  }

  private static double stretchedWait(double wait, double remaining, State s, int nextReplicas) {
    if (remaining >= wait) {
      return wait;
    }
    return nextReplicas == 0
        ? remaining + s.stepSeconds
        : remaining + (wait - remaining) * s.replicas / nextReplicas;
  }

  private static double clamp(double value, double low, double high) {
    return Math.min(high, Math.max(low, value));
  }

  /** The queue of one workload between two steps, and the scores of the step before. */
  public static final class State {
    static final int SUB_STEPS = 8;

    private double wait;
    private double busyWait;
    private double variation = 1;
    private double boundary = 1;
    private int replicas;
    private double backlog;
    private double backlogVariance;

    private int slots;
    private double rootOfSlots;
    private double erlangRow;

    private final double[] busyWaits = new double[SUB_STEPS];
    private final double[] variations = new double[SUB_STEPS];
    private final double[] waitProbabilities = new double[SUB_STEPS];
    private final double[] waits = new double[SUB_STEPS];
    private double requests;
    private double stepSeconds;
    private boolean unscored;
    private double utilization;
    private double inFlight;

    private double scoredRequests;
    private double violationShare;
    private double meanWait;
    private double waitProbability;

    /** An empty queue without replicas. */
    public State() {}

    /** Makes this state equal to another one. */
    public void set(State other) {
      wait = other.wait;
      busyWait = other.busyWait;
      variation = other.variation;
      boundary = other.boundary;
      replicas = other.replicas;
      backlog = other.backlog;
      backlogVariance = other.backlogVariance;
      slots = other.slots;
      rootOfSlots = other.rootOfSlots;
      erlangRow = other.erlangRow;
      System.arraycopy(other.busyWaits, 0, busyWaits, 0, SUB_STEPS);
      System.arraycopy(other.variations, 0, variations, 0, SUB_STEPS);
      System.arraycopy(other.waitProbabilities, 0, waitProbabilities, 0, SUB_STEPS);
      System.arraycopy(other.waits, 0, waits, 0, SUB_STEPS);
      requests = other.requests;
      stepSeconds = other.stepSeconds;
      unscored = other.unscored;
      utilization = other.utilization;
      inFlight = other.inFlight;
      scoredRequests = other.scoredRequests;
      violationShare = other.violationShare;
      meanWait = other.meanWait;
      waitProbability = other.waitProbability;
    }

    /**
     * Makes this the state of a queue that was last served by so many replicas; what was scored is
     * forgotten.
     *
     * @param meanWait M [s], 0 or more
     * @param waitVariation squared coefficient of variation of the wait while all slots are busy
     * @param lastReplicas at least 1
     */
    public void restore(double meanWait, double waitVariation, int lastReplicas) {
      if (!(meanWait >= 0 && meanWait <= Double.MAX_VALUE && waitVariation > 0)
          || lastReplicas < 1) {
        throw new IllegalArgumentException(
            "mean wait, its variation and replicas are "
                + meanWait
                + ", "
                + waitVariation
                + " and "
                + lastReplicas
                + ", expected 0 or more, a positive number and at least 1");
      }
      wait = meanWait;
      busyWait = meanWait;
      variation = clamp(waitVariation, LEAST_VARIATION, 1);
      boundary = BoundaryTable.value(variation);
      replicas = lastReplicas;
      backlog = 0;
      backlogVariance = 0;
      unscored = false;
      scoredRequests = 0;
      violationShare = 0;
    }

    /** An independent copy. */
    public State copy() {
      State copy = new State();
      copy.set(this);
      return copy;
    }

    /** Requests that arrived in the scored step; 0 before the first score. */
    public double scoredRequests() {
      return scoredRequests;
    }

    /** Share of the scored step's requests that take longer than the threshold. */
    public double violationShare() {
      return violationShare;
    }

    /** Mean wait before service of the scored step's requests [s]. */
    public double meanWait() {
      return meanWait;
    }

    /** Probability that a request of the scored step waits. */
    public double waitProbability() {
      return waitProbability;
    }

    /** Busy share of the ready slots in the latest step, 0 without replicas. */
    public double utilization() {
      return utilization;
    }

    /** Requests waiting at the end of the latest step. */
    public double backlog() {
      return backlog;
    }

    /** Requests waiting or in service at the end of the latest step. */
    public double inFlight() {
      return inFlight;
    }

    /** Requests that arrive in the latest step. */
    double requests() {
      return requests;
    }

    /** Ready replicas of the latest step. */
    public int replicas() {
      return replicas;
    }

    private void setSlots(int count) {
      slots = count;
      rootOfSlots = Math.sqrt(count);
      erlangRow = ErlangTable.row(count);
    }

    /** From a waiting time to a count of waiting requests, which {@code backlog} already is. */
    private void suspend() {
      double relative = wait > 0 ? busyWait * (1 + variation) / wait - 1 : 0;
      backlogVariance = backlog * backlog * relative;
    }

    /** From a count of waiting requests to a waiting time. */
    private void resume(double meanWait) {
      boolean empty = backlog < 1e-9;
      wait = empty ? 0 : meanWait;
      busyWait = wait;
      variation = empty ? 1 : clamp(backlogVariance / (backlog * backlog), LEAST_VARIATION, 1);
      boundary = BoundaryTable.value(variation);
      backlogVariance = 0;
    }

    private void record(int i, double c, double x, double probability, double meanWait) {
      busyWaits[i] = c;
      variations[i] = x;
      waitProbabilities[i] = probability;
      waits[i] = meanWait;
    }
  }
}

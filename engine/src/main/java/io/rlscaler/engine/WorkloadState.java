package io.rlscaler.engine;

import io.rlscaler.engine.baseline.HpaState;
import io.rlscaler.engine.baseline.KpaState;
import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.engine.forecast.Forecaster;
import io.rlscaler.engine.observation.CapacityEstimator;
import io.rlscaler.engine.observation.ErrorBudget;
import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.observation.StartUpEstimator;
import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.FeatureEncoder;
import io.rlscaler.engine.safety.KillSwitch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All that the engine remembers of one workload. {@link #copy()} is its snapshot form.
 *
 * <p>Not thread-safe, but for the kill switch.
 */
public final class WorkloadState {
  private static final long UNSEEN = Long.MIN_VALUE;
  private static final double RETIME_RATIO = 1.25;
  private static final double LONG_AGO_SECONDS = 86_400;
  private static final double LEAST_START_UP_SECONDS = 1;
  private static final int MOST_PERIODS_OF_A_TICK = 3;
  private static final long CLOCK_SET_BACK_MILLIS = 60_000;

  private final CapacityEstimator capacityEstimator;
  private final StartUpEstimator startUpEstimator;
  private final KillSwitch killSwitch;
  private final boolean forecasts;
  private HpaState baselineMemory;
  private HpaState wishes;
  private KpaState kpaMemory;
  private Forecaster forecaster;
  private ErrorBudget budget;
  private WorkloadFacts facts;
  private ForecastPrior prior;
  private double startUpSeconds;
  private long lastMillis = UNSEEN;
  private long unknownSince = UNSEEN;
  private long pendingSince = UNSEEN;
  private long raisedAt = UNSEEN;
  private long reducedAt = UNSEEN;
  private int lastDesired = -1;
  private int lastAction = ActionTable.FOLLOW_BASELINE;

  /** The state of a workload that has not been seen yet. */
  public WorkloadState(WorkloadFacts facts) {
    this(facts, true);
  }

  /**
   * As {@link #WorkloadState(WorkloadFacts)}, of a workload whose controller will never ask for a
   * forecast: only load and peak are kept up, which saves about a third of a tick.
   */
  public static WorkloadState withoutForecasts(WorkloadFacts facts) {
    return new WorkloadState(facts, false);
  }

  private WorkloadState(WorkloadFacts facts, boolean forecasts) {
    this.facts = facts;
    this.forecasts = forecasts;
    capacityEstimator = new CapacityEstimator();
    startUpEstimator = new StartUpEstimator();
    baselineMemory = new HpaState();
    wishes = new HpaState();
    kpaMemory = new KpaState();
    killSwitch = new KillSwitch();
    startUpSeconds = knownStartUpSeconds();
    prior = ForecastPrior.persistence(startUpSeconds);
    forecaster = newForecaster();
    budget = newBudget(facts);
  }

  private WorkloadState(WorkloadState other) {
    facts = other.facts;
    forecasts = other.forecasts;
    capacityEstimator = other.capacityEstimator.copy();
    startUpEstimator = other.startUpEstimator.copy();
    baselineMemory = other.baselineMemory.copy();
    wishes = other.wishes.copy();
    kpaMemory = other.kpaMemory.copy();
    killSwitch = other.killSwitch.copy();
    forecaster = other.forecaster.copy();
    budget = other.budget.copy();
    prior = other.prior;
    startUpSeconds = other.startUpSeconds;
    lastMillis = other.lastMillis;
    unknownSince = other.unknownSince;
    pendingSince = other.pendingSince;
    raisedAt = other.raisedAt;
    reducedAt = other.reducedAt;
    lastDesired = other.lastDesired;
    lastAction = other.lastAction;
  }

  /** An independent copy. */
  public WorkloadState copy() {
    return new WorkloadState(this);
  }

  private Forecaster newForecaster() {
    return new Forecaster(
        facts.period().toMillis(),
        Math.round(startUpSeconds * 1000),
        facts.metricLag().toMillis(),
        prior);
  }

  private static ErrorBudget newBudget(WorkloadFacts facts) {
    return new ErrorBudget(facts.objective().goodRatio(), facts.objective().window().toMillis());
  }

  /**
   * Takes in a rate from before the first tick, oldest first, as after a restart: history is
   * filled, and where the capacity is given the forecast learns from it as it would have then.
   */
  public void replay(Instant at, double arrivalRate) {
    if (facts.capacityPerReplica().isPresent()) {
      double capacity = facts.capacityPerReplica().getAsDouble();
      forecaster.observe(at.toEpochMilli(), arrivalRate, capacity, true);
    } else {
      forecaster.remember(at.toEpochMilli(), arrivalRate);
    }
  }

  /**
   * Takes in one tick.
   *
   * @param newPrior of the policy that is asked, empty to keep the one in use
   */
  void observe(Observation observation, WorkloadFacts newFacts, Optional<ForecastPrior> newPrior) {
    long now = observation.time().toEpochMilli();
    if (lastMillis != UNSEEN && now < lastMillis - CLOCK_SET_BACK_MILLIS) {
      forgetTimes();
    }
    adapt(newFacts, newPrior.orElse(prior));
    double elapsed =
        lastMillis == UNSEEN ? facts.period().toMillis() / 1000.0 : seconds(lastMillis, now);
    lastMillis = now;
    observeReplicas(observation, now);
    if (!(observation.arrivalRate() instanceof Signal.Known rate)) {
      forecaster.skip();
      return;
    }
    if (observation.utilization() instanceof Signal.Known busy && !observation.rollingOut()) {
      capacityEstimator.observe(elapsed, rate.value(), busy.value(), observation.ready());
    }
    if (observation.goodRatio() instanceof Signal.Known good) {
      double most = MOST_PERIODS_OF_A_TICK * facts.period().toMillis() / 1000.0;
      budget.observe(now, Math.min(elapsed, most), rate.value(), 1 - good.value());
    }
    observeRate(now, rate.value(), !observation.rollingOut());
  }

  private void observeRate(long now, double rate, boolean mayLearn) {
    OptionalDouble capacity = capacityPerReplica();
    if (capacity.isEmpty()) {
      forecaster.remember(now, rate);
    } else if (forecasts) {
      forecaster.observe(now, rate, capacity.getAsDouble(), mayLearn);
    } else {
      forecaster.watch(now, rate, capacity.getAsDouble());
    }
  }

  /**
   * Starts anew, but for the kill switch: what was remembered under a clock that ran ahead lies in
   * the future and would neither age nor be overwritten.
   */
  private void forgetTimes() {
    forecaster = newForecaster();
    budget = newBudget(facts);
    startUpEstimator.forgetRaise();
    baselineMemory = new HpaState();
    wishes = new HpaState();
    kpaMemory = new KpaState();
    lastMillis = UNSEEN;
    unknownSince = UNSEEN;
    pendingSince = UNSEEN;
    raisedAt = UNSEEN;
    reducedAt = UNSEEN;
  }

  private void observeReplicas(Observation observation, long now) {
    if (observation.rollingOut()) {
      startUpEstimator.forgetRaise();
    } else {
      startUpEstimator.observe(now, observation.desired(), observation.ready());
    }
    int desired = observation.desired();
    recordScale(now, lastDesired < 0 ? desired : lastDesired, desired);
    boolean pending = observation.pending() > 0;
    pendingSince = !pending ? UNSEEN : pendingSince == UNSEEN ? now : pendingSince;
  }

  // Nearly every tick brings the very facts of the one before; others are compared by value below.
  @SuppressWarnings("ReferenceEquality")
  private void adapt(WorkloadFacts newFacts, ForecastPrior newPrior) {
    if (newFacts == facts && newPrior == prior && facts.startUp().isPresent()) {
      return;
    }
    boolean otherObjective = !newFacts.objective().equals(facts.objective());
    boolean otherTimes =
        !newFacts.period().equals(facts.period())
            || !newFacts.metricLag().equals(facts.metricLag());
    facts = newFacts;
    if (otherObjective) {
      budget = newBudget(facts);
    }
    double wanted = knownStartUpSeconds();
    // A measured time wavers; learning starts anew only for a real change.
    double ratio = facts.startUp().isPresent() ? 1 : RETIME_RATIO;
    boolean otherStartUp = wanted > startUpSeconds * ratio || wanted < startUpSeconds / ratio;
    if (otherTimes || otherStartUp || !newPrior.equals(prior)) {
      startUpSeconds = otherStartUp ? wanted : startUpSeconds;
      prior = newPrior;
      forecaster =
          forecaster.retimed(
              facts.period().toMillis(),
              Math.round(startUpSeconds * 1000),
              facts.metricLag().toMillis(),
              prior);
    }
  }

  private double knownStartUpSeconds() {
    Optional<Duration> known = facts.startUp().or(startUpEstimator::median);
    double seconds = known.orElse(WorkloadFacts.ASSUMED_START_UP).toMillis() / 1000.0;
    return Math.max(seconds, LEAST_START_UP_SECONDS);
  }

  /** Whether all is known that a policy's decision requires. */
  static boolean requiredKnown(Observation observation) {
    return observation.arrivalRate().isKnown() && observation.goodRatio().isKnown();
  }

  /** The inputs of the feature encoder. */
  FeatureEncoder.Inputs featureInputs(Observation observation, double strictness, int baseline) {
    long now = observation.time().toEpochMilli();
    return new FeatureEncoder.Inputs(
        observation,
        forecaster,
        budget,
        facts.min(),
        facts.max(),
        facts.period().toMillis() / 1000.0,
        startUpSeconds,
        pendingSince == UNSEEN ? 0 : seconds(pendingSince, now),
        raisedAt == UNSEEN ? LONG_AGO_SECONDS : seconds(raisedAt, now),
        reducedAt == UNSEEN ? LONG_AGO_SECONDS : seconds(reducedAt, now),
        lastAction,
        strictness,
        facts.referenceUtilization().at(forecaster.load()),
        baseline);
  }

  private static double seconds(long fromMillis, long toMillis) {
    return Math.max(0, toMillis - fromMillis) / 1000.0;
  }

  /** Remembers a change of the desired count, our own or somebody else's. */
  void recordScale(long nowMillis, int from, int to) {
    lastDesired = to;
    if (to > from) {
      raisedAt = nowMillis;
    } else if (to < from) {
      reducedAt = nowMillis;
    }
  }

  void recordAction(int action) {
    lastAction = action;
  }

  /** For how long something that the decision requires has been unknown, 0 while all is known. */
  long unknownMillis(long nowMillis, boolean allKnown) {
    if (allKnown) {
      unknownSince = UNSEEN;
    } else if (unknownSince == UNSEEN) {
      unknownSince = nowMillis;
    }
    return allKnown ? 0 : nowMillis - unknownSince;
  }

  HpaState baselineMemory() {
    return baselineMemory;
  }

  KpaState kpaMemory() {
    return kpaMemory;
  }

  HpaState wishes() {
    return wishes;
  }

  /** Requests/s of one replica: given, or estimated, or not known yet. */
  public OptionalDouble capacityPerReplica() {
    return facts.capacityPerReplica().isPresent()
        ? facts.capacityPerReplica()
        : capacityEstimator.capacityPerReplica();
  }

  /** Start-up time in use: given, measured, or assumed. */
  public Duration startUp() {
    return Duration.ofMillis(Math.round(startUpSeconds * 1000));
  }

  /** 90 % quantile of the measured start-up time. */
  public Optional<Duration> startUpP90() {
    return startUpEstimator.p90();
  }

  /** The forecast of this workload. */
  public Forecaster forecaster() {
    return forecaster;
  }

  /** The error budget of this workload. */
  public ErrorBudget budget() {
    return budget;
  }

  /** The kill switch of this workload. */
  public KillSwitch killSwitch() {
    return killSwitch;
  }
}

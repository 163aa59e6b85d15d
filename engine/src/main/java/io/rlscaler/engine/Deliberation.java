package io.rlscaler.engine;

import io.rlscaler.engine.baseline.BehaviorLimiter;
import io.rlscaler.engine.baseline.KnativePodAutoscaler;
import io.rlscaler.engine.baseline.Recommendation;
import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.policy.ActionCounts;
import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.Feature;
import io.rlscaler.engine.policy.FeatureEncoder;
import io.rlscaler.engine.policy.FeatureVector;
import io.rlscaler.engine.policy.Limits;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicyRegistry;
import io.rlscaler.engine.policy.PolicySettings;
import io.rlscaler.engine.safety.KillSwitch;
import io.rlscaler.engine.safety.Shield;
import io.rlscaler.engine.safety.Situation;
import io.rlscaler.engine.safety.Verdict;
import io.rlscaler.engine.safety.Wish;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** How one workload comes to its decision within one tick: observe, ask, be answered, decide. */
public final class Deliberation {
  private static final int PATIENCE_PERIODS = 3;

  private final Workload workload;
  private final WorkloadSpec spec;
  private final Observation observation;
  private final Optional<PolicyRegistry.Entry> entry;
  private final Optional<OnnxPolicy> loaded;
  private final KillSwitch.Position killSwitch;
  private final PolicySettings settings;
  private final Shield shield;
  private OptionalInt baseline = OptionalInt.empty();
  private float[] features = new float[0];
  private Wish wish = new Wish.Baseline();

  Deliberation(
      Workload workload,
      WorkloadSpec spec,
      Observation observation,
      Optional<PolicyRegistry.Entry> entry,
      KillSwitch.Position killSwitch) {
    this.workload = workload;
    this.spec = spec;
    this.observation = observation;
    this.entry = entry;
    this.killSwitch = killSwitch;
    loaded = loaded(entry);
    settings = settings();
    shield =
        new Shield(
            spec.controller().limitsItself()
                ? BehaviorLimiter.UNLIMITED
                : spec.baseline().behaviorLimiter());
  }

  private PolicySettings settings() {
    Controller controller = spec.controller();
    if (controller instanceof Controller.FixedHeadroom headroom) {
      return PolicySettings.DEFAULT.with(headroom.limits());
    }
    if (controller instanceof Controller.FixedSpread spread) {
      return PolicySettings.DEFAULT.with(spread.limits());
    }
    if (controller.limitsItself()) {
      return PolicySettings.DEFAULT.with(new Limits(0, 0, OptionalDouble.empty()));
    }
    if (controller instanceof Controller.Learned learned && learned.settings().isPresent()) {
      return learned.settings().get();
    }
    return loaded.isPresent() ? loaded.get().defaults() : PolicySettings.DEFAULT;
  }

  private static Optional<OnnxPolicy> loaded(Optional<PolicyRegistry.Entry> entry) {
    return entry.orElse(null) instanceof PolicyRegistry.Entry.Loaded loaded
        ? Optional.of(loaded.policy())
        : Optional.empty();
  }

  Workload workload() {
    return workload;
  }

  WorkloadSpec spec() {
    return spec;
  }

  Observation observation() {
    return observation;
  }

  KillSwitch.Position killSwitch() {
    return killSwitch;
  }

  /** The features of this tick, without any for a workload that asks no policy now; read only. */
  public float[] features() {
    return features;
  }

  private WorkloadState state() {
    return workload.state();
  }

  private long now() {
    return observation.time().toEpochMilli();
  }

  /**
   * Takes in the observation, asks the baseline, and makes up the wish as far as no policy is
   * asked.
   */
  void observe() {
    state().observe(observation, spec.facts(), forecastPrior());
    baseline = askBaseline();
    wish = firstWish();
  }

  private Optional<ForecastPrior> forecastPrior() {
    List<ForecastPrior> priors =
        loaded.isPresent()
            ? loaded.get().contract().forecastPrior()
            : spec.controller().forecastPriors();
    if (loaded.isEmpty() && priors.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(ForecastPrior.nearest(priors, state().startUp().toMillis() / 1000.0));
  }

  private OptionalInt askBaseline() {
    if (!(observation.utilization() instanceof Signal.Known busy) || observation.ready() == 0) {
      return OptionalInt.empty();
    }
    Recommendation recommendation =
        spec.baseline()
            .recommend(
                state().baselineMemory(),
                now(),
                observation.desired(),
                observation.ready(),
                observation.pending(),
                busy.value(),
                baselineFloor());
    return OptionalInt.of(recommendation.desired());
  }

  /** The least replicas that a floor of the baseline asks for, 0 without one or without a peak. */
  private int baselineFloor() {
    return spec.controller() instanceof Controller.Baseline hpa
        ? ActionCounts.floor(hpa.floor(), state().forecaster().peakLoad())
        : 0;
  }

  private Wish firstWish() {
    Controller controller = spec.controller();
    if (spec.mode() == Mode.BASELINE || controller instanceof Controller.Baseline) {
      return new Wish.Baseline();
    }
    if (controller instanceof Controller.FixedReplicas fixed) {
      return new Wish.Count(fixed.replicas());
    }
    if (controller instanceof Controller.Scheduled scheduled) {
      return new Wish.Count(scheduled.schedule().at(observation.time()));
    }
    if (controller instanceof Controller.Kpa kpa) {
      return askKpa(kpa);
    }
    Optional<String> fault = entry.flatMap(this::fault);
    if (fault.isPresent()) {
      return new Wish.Fault(fault.get());
    }
    OptionalDouble capacity = state().capacityPerReplica();
    if (capacity.isEmpty()) {
      return new Wish.CapacityUnknown();
    }
    if (!observation.arrivalRate().isKnown()) {
      return new Wish.Fault("arrivalRate is unknown");
    }
    if (controller instanceof Controller.FixedHeadroom headroom) {
      return count(ActionTable.marginOfLevel(headroom.level()), capacity.getAsDouble());
    }
    if (controller instanceof Controller.FixedSpread spread) {
      return count(spread.z() * state().forecaster().sigma(), capacity.getAsDouble());
    }
    return encode();
  }

  /** Without a known concurrency the count stays. */
  private Wish askKpa(Controller.Kpa kpa) {
    OptionalDouble concurrency =
        observation.inFlight() instanceof Signal.Known known
            ? OptionalDouble.of(known.value())
            : OptionalDouble.empty();
    int wished =
        new KnativePodAutoscaler(kpa.settings())
            .recommend(state().kpaMemory(), now(), observation.ready(), concurrency)
            .orElse(observation.desired());
    return new Wish.Count(
        Math.max(wished, ActionCounts.floor(kpa.floor(), state().forecaster().peakLoad())));
  }

  /** Why the policy under this entry must not decide here; empty when it may. */
  private Optional<String> fault(PolicyRegistry.Entry policy) {
    if (policy instanceof PolicyRegistry.Entry.Unusable unusable) {
      return Optional.of(unusable.reason());
    }
    if (policy instanceof PolicyRegistry.Entry.Loaded loaded) {
      if (!loaded.mayAct() && spec.mode() == Mode.ACTIVE) {
        return Optional.of(
            "the policy is unsigned and not built in, so it may only be observed in mode Shadow");
      }
      return loaded.policy().contract().decisionPeriodSeconds().refusal(spec.facts().period());
    }
    return Optional.empty();
  }

  private Wish.Count count(double headroom, double capacity) {
    return new Wish.Count(ActionCounts.withHeadroom(basis(capacity), headroom, baseline));
  }

  /**
   * What this workload's levels are counted from; only for one that asks a policy, whose capacity
   * is known.
   */
  public ActionCounts.Basis basis() {
    return basis(state().capacityPerReplica().orElseThrow());
  }

  private ActionCounts.Basis basis(double capacity) {
    return new ActionCounts.Basis(
        state().forecaster().load(),
        state().forecaster().growth(),
        observation.queueLength().orElse(0),
        capacity,
        state().forecaster().peakLoad(),
        settings,
        spec.facts().referenceUtilization(),
        spec.facts().min(),
        spec.facts().max());
  }

  /** Encodes the features; until the policy answers, this workload counts as unanswered. */
  private Wish encode() {
    float[] encoded = new float[Feature.COUNT];
    FeatureEncoder.encode(
        state().featureInputs(observation, settings.strictness(), baselineOrCurrent()), encoded);
    Optional<String> distrust = loaded.flatMap(policy -> policy.distrust(encoded));
    if (distrust.isPresent()) {
      return new Wish.Fault(distrust.get());
    }
    features = encoded;
    return new Wish.Fault("the policy did not answer");
  }

  private int baselineOrCurrent() {
    return baseline.orElse(observation.desired());
  }

  /** The policy to ask, if there is one and its features could be encoded. */
  Optional<OnnxPolicy> asks() {
    return features.length > 0 ? loaded : Optional.empty();
  }

  /** Takes the answer in row {@code index} of a batch. */
  void answer(OnnxPolicy.Batch batch, int index) {
    if (!batch.isFinite(index)) {
      wish = new Wish.Fault("the policy's output is not finite");
      return;
    }
    double[] logits = new double[ActionTable.COUNT];
    double[] risks = new double[ActionTable.COUNT];
    for (int action = 0; action < ActionTable.COUNT; action++) {
      logits[action] = batch.logit(index, action);
      risks[action] = batch.risk(index, action);
    }
    answer(logits, risks);
  }

  /**
   * Takes an answer that was computed elsewhere than in {@link ControlLoop#infer}, as in training.
   * Does nothing for a workload that asks no policy.
   *
   * @param logits of each action, finite; kept
   * @param risks calibrated risk of each action; kept
   */
  public void answer(double[] logits, double[] risks) {
    if (asks().isEmpty()) {
      return;
    }
    int[] counts = ActionCounts.of(basis(), baselineOrCurrent());
    double riskLimit = loaded.orElseThrow().contract().risk().limit();
    wish = new Wish.Actions(counts, logits, risks, riskLimit);
  }

  /** The count of an action before the shield; empty unless a policy has answered. */
  public OptionalInt count(int action) {
    return wish instanceof Wish.Actions actions
        ? OptionalInt.of(actions.counts()[action])
        : OptionalInt.empty();
  }

  /** The inference failed. */
  void fail(String detail) {
    wish = new Wish.Fault(detail);
  }

  /** Third part of a tick: the shield's word on the wish. */
  public Decision decide() {
    Situation situation = situation();
    Verdict verdict = shield.decide(situation, wish, state().wishes());
    if (!verdict.reason().keeps()) {
      state().recordAction(verdict.action().orElse(ActionTable.FOLLOW_BASELINE));
    }
    return new Decision(
        observation.time(),
        observation.desired(),
        verdict.to(),
        verdict.reason(),
        baseline,
        verdict.action(),
        verdict.probability(),
        verdict.risk(),
        verdict.adjustments(),
        asks().map(OnnxPolicy::digest),
        features.length == 0 ? FeatureVector.EMPTY : FeatureVector.owning(features),
        wish instanceof Wish.Fault fault ? fault.detail() : "");
  }

  private Situation situation() {
    boolean requiredKnown = WorkloadState.requiredKnown(observation);
    boolean lacksBaseline =
        baseline.isEmpty() && Shield.baselineDecides(killSwitch, spec.limits(), wish);
    return new Situation(
        now(),
        observation.desired(),
        spec.facts().min(),
        spec.facts().max(),
        killSwitch,
        requiredKnown,
        state().unknownMillis(now(), requiredKnown && !lacksBaseline),
        PATIENCE_PERIODS * spec.facts().period().toMillis(),
        baseline,
        settings.holdSeconds() * 1000L,
        spec.limits());
  }

  /** Remembers that the decision was written. */
  void recordScale(Decision decision) {
    long now = now();
    spec.baseline().recordScale(state().baselineMemory(), now, decision.from(), decision.to());
    shield.recordScale(state().wishes(), now, decision.from(), decision.to());
    state().recordScale(now, decision.from(), decision.to());
  }
}

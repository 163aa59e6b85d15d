package io.rlscaler.benchmarks;

import io.rlscaler.engine.ControlLoop;
import io.rlscaler.engine.Controller;
import io.rlscaler.engine.Decision;
import io.rlscaler.engine.DecisionSink;
import io.rlscaler.engine.MetricReader;
import io.rlscaler.engine.Mode;
import io.rlscaler.engine.Objective;
import io.rlscaler.engine.ReplicaWriter;
import io.rlscaler.engine.SafetySwitches;
import io.rlscaler.engine.Workload;
import io.rlscaler.engine.WorkloadFacts;
import io.rlscaler.engine.WorkloadId;
import io.rlscaler.engine.WorkloadSpec;
import io.rlscaler.engine.WorkloadState;
import io.rlscaler.engine.WriteOutcome;
import io.rlscaler.engine.baseline.HpaControllerSettings;
import io.rlscaler.engine.baseline.ScalingBehavior;
import io.rlscaler.engine.baseline.UtilizationBaseline;
import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicyRegistry;
import io.rlscaler.engine.safety.KillSwitch;
import io.rlscaler.engine.safety.Reason;
import io.rlscaler.engine.safety.SafetyLimits;
import io.rlscaler.simulator.episode.ReferenceUtilizationTable;
import io.rlscaler.simulator.episode.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Workloads under one control loop whose ports cost next to nothing: what will be read is made up
 * before the tick, a write is an assignment. Each workload lives through the synthetic day at its
 * own hour, with noise of its own; raised replicas serve after at most a minute.
 */
final class Fleet
    implements MetricReader, ReplicaWriter, DecisionSink, SafetySwitches, InstantSource {
  /** Ticks after which a workload knows yesterday and last week. */
  static final int TICKS_OF_HISTORY = 8 * DayRates.STEPS;

  private static final Duration LAG = Duration.ofSeconds(30);
  private static final int READY_EVERY = 4;
  private static final double NOISE = 0.05;

  /** An irrational step spreads the noise of neighbouring workloads and ticks over 0..1. */
  private static final double GOLDEN_RATIO = 0.6180339887498949;

  private final DayRates day = DayRates.synthetic();
  private final double capacity = Scenario.DEFAULT.service().capacity();
  private final ControlLoop loop;
  private final List<Workload> group = new ArrayList<>();
  private final int[] hours;
  private final int[] desired;
  private final int[] ready;
  private List<Optional<Observation>> observations = List.of();
  private int tick;
  private int next;
  private int answered;

  private Fleet(OnnxPolicy policy, int size) {
    PolicyRegistry registry = new PolicyRegistry();
    registry.put(BuiltinPolicy.NAME, new PolicyRegistry.Entry.Loaded(policy, true));
    loop = new ControlLoop(this, this, this, this, registry, this);
    hours = new int[size];
    desired = new int[size];
    ready = new int[size];
  }

  /** Workloads without a past, their hours spread over the day. */
  static Fleet fresh(OnnxPolicy policy, int size) {
    Fleet fleet = new Fleet(policy, size);
    for (int i = 0; i < size; i++) {
      fleet.add(i, i * DayRates.STEPS / size, 2, new WorkloadState(facts()));
    }
    return fleet;
  }

  /** Workloads that share the past of this fleet's, each with a state of its own. */
  Fleet multiplied(OnnxPolicy policy, int size) {
    Fleet fleet = new Fleet(policy, size);
    fleet.tick = tick;
    for (int i = 0; i < size; i++) {
      int of = i % group.size();
      fleet.add(i, hours[of], desired[of], group.get(of).state().copy());
    }
    return fleet;
  }

  private void add(int i, int hour, int replicas, WorkloadState state) {
    hours[i] = hour;
    desired[i] = replicas;
    ready[i] = replicas;
    group.add(new Workload(new WorkloadId("fleet", "workload-" + i), spec(), state));
  }

  private static WorkloadFacts facts() {
    Scenario scenario = Scenario.DEFAULT;
    return new WorkloadFacts(
        scenario.min(),
        scenario.max(),
        Objective.of(Duration.ofMillis(250), 0.999),
        Duration.ofSeconds(DayRates.STEP_SECONDS),
        LAG,
        OptionalDouble.of(scenario.service().capacity()),
        Optional.of(Duration.ofSeconds(60)),
        ReferenceUtilizationTable.of(scenario.service(), scenario.latencySeconds()));
  }

  private static WorkloadSpec spec() {
    WorkloadFacts facts = facts();
    return new WorkloadSpec(
        Mode.ACTIVE,
        facts,
        new Controller.Learned(BuiltinPolicy.NAME, Optional.empty()),
        new UtilizationBaseline(
            60,
            facts.min(),
            facts.max(),
            Optional.of(ScalingBehavior.unset()),
            HpaControllerSettings.defaults()),
        SafetyLimits.DEFAULT);
  }

  /** Lets one period pass and makes up what the next tick reads. */
  void prepare() {
    tick++;
    next = 0;
    answered = 0;
    Instant now = instant();
    List<Optional<Observation>> made = new ArrayList<>(group.size());
    for (int i = 0; i < group.size(); i++) {
      if (desired[i] < ready[i] || tick % READY_EVERY == 0) {
        ready[i] = desired[i];
      }
      made.add(Optional.of(observation(i, now)));
    }
    observations = made;
  }

  private Observation observation(int i, Instant now) {
    double dice = (i * 31L + tick) * GOLDEN_RATIO % 1;
    double rate = day.rate(tick + hours[i]) * (1 + NOISE * (2 * dice - 1));
    double offered = rate / (capacity * ready[i]);
    double good = offered < 0.9 ? 0.9999 : 0.95;
    double waiting = Math.max(0, offered - 1) * ready[i] * capacity;
    return new Observation(
        now,
        desired[i],
        ready[i],
        false,
        new Signal.Known(rate, LAG),
        new Signal.Known(good, LAG),
        new Signal.Known(Math.min(1, offered), LAG),
        new Signal.Known(offered, LAG),
        new Signal.Known(waiting, LAG));
  }

  /** Prepares and runs so many whole ticks. */
  void run(int ticks) {
    for (int i = 0; i < ticks; i++) {
      prepare();
      loop.tick(group);
    }
  }

  ControlLoop loop() {
    return loop;
  }

  List<Workload> group() {
    return group;
  }

  /** Makes sure that the last tick took the way that is to be measured. */
  void requireAnswered() {
    if (answered != group.size()) {
      throw new IllegalStateException(
          "the policy decided for " + answered + " workloads, expected " + group.size());
    }
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochSecond((long) tick * DayRates.STEP_SECONDS);
  }

  @Override
  public List<Optional<Observation>> read(List<Workload> workloads, Instant now) {
    return observations;
  }

  /** Writes come in the order of the group, each before its record. */
  @Override
  public WriteOutcome write(Workload workload, Decision decision) {
    desired[next] = decision.to();
    return WriteOutcome.WRITTEN;
  }

  @Override
  public void record(
      Workload workload, Observation observation, Decision decision, WriteOutcome outcome) {
    next++;
    boolean byPolicy =
        decision.reason() == Reason.POLICY || decision.reason() == Reason.POLICY_FOLLOWS_BASELINE;
    answered += byPolicy ? 1 : 0;
  }

  @Override
  public boolean mayWrite() {
    return true;
  }

  @Override
  public KillSwitch.Position killSwitch(Workload workload) {
    return KillSwitch.Position.NONE;
  }
}

package io.rlscaler.engine;

import io.rlscaler.engine.baseline.HpaControllerSettings;
import io.rlscaler.engine.baseline.UtilizationBaseline;
import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.observation.UnknownReason;
import io.rlscaler.engine.policy.PolicyRegistry;
import io.rlscaler.engine.policy.ReferenceUtilization;
import io.rlscaler.engine.safety.KillSwitch;
import io.rlscaler.engine.safety.SafetyLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A world in memory behind all ports of the loop: targets that become ready at once, 100 requests/s
 * per replica, a clock that only {@link #tick} moves, and a journal of what the loop did in which
 * order.
 */
final class FakeWorld implements MetricReader, ReplicaWriter, DecisionSink, SafetySwitches {
  static final Signal UNKNOWN = Signal.unknown(UnknownReason.SOURCE_DOWN);
  static final double CAPACITY = 100;
  static final Duration PERIOD = Duration.ofSeconds(15);

  final List<String> journal = new ArrayList<>();
  final List<Workload> workloads = new ArrayList<>();
  final PolicyRegistry policies = new PolicyRegistry();
  final ControlLoop loop = new ControlLoop(this, this, this, this, policies, () -> now());
  boolean leads = true;
  WriteOutcome writes = WriteOutcome.WRITTEN;
  Runnable beforeWrites = () -> {};
  private final Map<WorkloadId, Target> targets = new HashMap<>();
  private final Map<WorkloadId, Decision> decisions = new HashMap<>();
  private final Map<WorkloadId, WriteOutcome> outcomes = new HashMap<>();
  private Instant now = Instant.ofEpochSecond(1_000_000_000);

  /** What a target is and shows; its signals follow from the rate unless overruled. */
  static final class Target {
    int replicas = 10;
    double rate = 500;
    boolean readable = true;
    boolean rateKnown = true;
    boolean goodRatioKnown = true;
    boolean utilizationKnown = true;
    Signal inFlight = UNKNOWN;
    KillSwitch.Position killSwitch = KillSwitch.Position.NONE;

    Observation at(Instant time) {
      double busy = replicas == 0 ? 0 : rate / (replicas * CAPACITY);
      return new Observation(
          time,
          replicas,
          replicas,
          false,
          rateKnown ? Signal.known(rate) : UNKNOWN,
          goodRatioKnown ? Signal.known(Math.min(1, 1 / Math.max(busy, 1e-9))) : UNKNOWN,
          utilizationKnown ? Signal.known(Math.min(1, busy)) : UNKNOWN,
          inFlight,
          UNKNOWN);
    }
  }

  static WorkloadFacts facts(OptionalDouble capacity) {
    return new WorkloadFacts(
        1,
        100,
        Objective.of(Duration.ofMillis(250), 0.99),
        PERIOD,
        Duration.ZERO,
        capacity,
        Optional.of(Duration.ofMinutes(1)),
        ReferenceUtilization.ofUnknownService());
  }

  static WorkloadSpec spec(Mode mode, Controller controller) {
    UtilizationBaseline baseline =
        new UtilizationBaseline(50, 1, 100, Optional.empty(), HpaControllerSettings.defaults());
    return new WorkloadSpec(
        mode, facts(OptionalDouble.of(CAPACITY)), controller, baseline, SafetyLimits.DEFAULT);
  }

  Target add(String name, Mode mode, Controller controller) {
    Workload workload = new Workload(new WorkloadId("shop", name), spec(mode, controller));
    workloads.add(workload);
    Target target = new Target();
    targets.put(workload.id(), target);
    return target;
  }

  void tick() {
    now = now.plus(PERIOD);
    loop.tick(workloads);
  }

  void ticks(int count) {
    for (int i = 0; i < count; i++) {
      tick();
    }
  }

  Instant now() {
    return now;
  }

  Workload workload(String name) {
    return workloads.stream().filter(w -> w.id().name().equals(name)).findFirst().orElseThrow();
  }

  Decision decision(String name) {
    return Optional.ofNullable(decisions.get(new WorkloadId("shop", name))).orElseThrow();
  }

  WriteOutcome outcome(String name) {
    return Optional.ofNullable(outcomes.get(new WorkloadId("shop", name))).orElseThrow();
  }

  Target target(Workload workload) {
    return Optional.ofNullable(targets.get(workload.id())).orElseThrow();
  }

  @Override
  public List<Optional<Observation>> read(List<Workload> group, Instant time) {
    journal.add("read " + group.size());
    List<Optional<Observation>> observations = new ArrayList<>();
    for (Workload workload : group) {
      Target target = target(workload);
      observations.add(target.readable ? Optional.of(target.at(time)) : Optional.empty());
    }
    return observations;
  }

  @Override
  public WriteOutcome write(Workload workload, Decision decision) {
    journal.add("write " + workload.id().name() + " " + decision.from() + ">" + decision.to());
    beforeWrites.run();
    if (writes == WriteOutcome.WRITTEN) {
      target(workload).replicas = decision.to();
    }
    return writes;
  }

  @Override
  public void record(
      Workload workload, Observation observation, Decision decision, WriteOutcome outcome) {
    journal.add("record " + workload.id().name() + " " + outcome);
    decisions.put(workload.id(), decision);
    outcomes.put(workload.id(), outcome);
  }

  @Override
  public boolean mayWrite() {
    journal.add("lead?");
    return leads;
  }

  @Override
  public KillSwitch.Position killSwitch(Workload workload) {
    journal.add("switch? " + workload.id().name());
    return target(workload).killSwitch;
  }
}

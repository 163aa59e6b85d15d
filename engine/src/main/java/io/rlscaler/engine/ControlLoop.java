package io.rlscaler.engine;

import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicyRegistry;
import io.rlscaler.engine.safety.KillSwitch;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One tick for a group of workloads: observe, ask the policies, decide, write, record.
 *
 * <p>The operator, the demo and the simulator run this very loop; they differ in the ports. One
 * instance serves one group and one thread at a time.
 */
public final class ControlLoop implements AutoCloseable {
  private static final int LEAST_BATCH = 16;

  private final MetricReader reader;
  private final ReplicaWriter writer;
  private final DecisionSink sink;
  private final SafetySwitches switches;
  private final PolicyRegistry policies;
  private final InstantSource clock;
  private final Map<OnnxPolicy, OnnxPolicy.Batch> batches = new HashMap<>();

  /** A loop over these ports. */
  public ControlLoop(
      MetricReader reader,
      ReplicaWriter writer,
      DecisionSink sink,
      SafetySwitches switches,
      PolicyRegistry policies,
      InstantSource clock) {
    this.reader = reader;
    this.writer = writer;
    this.sink = sink;
    this.switches = switches;
    this.policies = policies;
    this.clock = clock;
  }

  /** Runs one tick. */
  public void tick(List<Workload> group) {
    boolean leads = switches.mayWrite();
    List<Deliberation> deliberations = observe(group);
    infer(deliberations);
    List<Decision> decisions = new ArrayList<>(deliberations.size());
    for (Deliberation deliberation : deliberations) {
      decisions.add(deliberation.decide());
    }
    settle(deliberations, decisions, leads);
  }

  /** First part of a tick: reads the group, updates its states, encodes features. */
  public List<Deliberation> observe(List<Workload> group) {
    Instant now = clock.instant();
    List<Optional<Observation>> observations = reader.read(group, now);
    if (observations.size() != group.size()) {
      throw new IllegalStateException(
          "the metric reader gave "
              + observations.size()
              + " observations, expected "
              + group.size());
    }
    List<Deliberation> deliberations = new ArrayList<>(group.size());
    for (int i = 0; i < group.size(); i++) {
      if (observations.get(i).isPresent()) {
        deliberations.add(observe(group.get(i), observations.get(i).get()));
      }
    }
    return deliberations;
  }

  private Deliberation observe(Workload workload, Observation observation) {
    WorkloadSpec spec = workload.spec();
    Deliberation deliberation =
        new Deliberation(workload, spec, observation, policyOf(spec), killSwitch(workload, spec));
    deliberation.observe();
    return deliberation;
  }

  private Optional<PolicyRegistry.Entry> policyOf(WorkloadSpec spec) {
    return spec.controller() instanceof Controller.Learned learned
        ? Optional.of(policies.find(learned.policy()))
        : Optional.empty();
  }

  private KillSwitch.Position killSwitch(Workload workload, WorkloadSpec spec) {
    return workload
        .state()
        .killSwitch()
        .observe(clock.instant(), switches.killSwitch(workload), spec.latch());
  }

  /** Second part of a tick: one inference per policy for all workloads that ask it. */
  public void infer(List<Deliberation> deliberations) {
    Map<OnnxPolicy, List<Deliberation>> asking = new LinkedHashMap<>();
    for (Deliberation deliberation : deliberations) {
      deliberation
          .asks()
          .ifPresent(
              policy -> asking.computeIfAbsent(policy, p -> new ArrayList<>()).add(deliberation));
    }
    asking.forEach(this::infer);
    if (!batches.isEmpty()) {
      batches.entrySet().removeIf(entry -> closeUnasked(entry, asking));
    }
  }

  private static boolean closeUnasked(
      Map.Entry<OnnxPolicy, OnnxPolicy.Batch> entry, Map<OnnxPolicy, List<Deliberation>> asking) {
    boolean unasked = !asking.containsKey(entry.getKey());
    if (unasked) {
      entry.getValue().close();
    }
    return unasked;
  }

  private void infer(OnnxPolicy policy, List<Deliberation> asking) {
    OnnxPolicy.Batch batch = batchFor(policy, asking.size());
    for (int i = 0; i < asking.size(); i++) {
      batch.put(i, asking.get(i).features());
    }
    try {
      batch.run(asking.size());
      for (int i = 0; i < asking.size(); i++) {
        asking.get(i).answer(batch, i);
      }
    } catch (OnnxPolicy.InferenceException e) {
      asking.forEach(deliberation -> deliberation.fail(String.valueOf(e.getMessage())));
    }
  }

  private OnnxPolicy.Batch batchFor(OnnxPolicy policy, int size) {
    OnnxPolicy.Batch batch = batches.get(policy);
    if (batch != null && batch.capacity() >= size) {
      return batch;
    }
    if (batch != null) {
      batch.close();
    }
    OnnxPolicy.Batch larger = policy.batch(Math.max(LEAST_BATCH, size + size / 2));
    batches.put(policy, larger);
    return larger;
  }

  /**
   * Last part of a tick, after all has been decided: writes what changed and records everything.
   *
   * @param decisions one per deliberation, in order
   * @param leads whether this process might write when the tick began
   */
  public void settle(List<Deliberation> deliberations, List<Decision> decisions, boolean leads) {
    for (int i = 0; i < decisions.size(); i++) {
      settle(deliberations.get(i), decisions.get(i), leads);
    }
  }

  private void settle(Deliberation deliberation, Decision decision, boolean leads) {
    Workload workload = deliberation.workload();
    WriteOutcome outcome = write(deliberation, decision, leads);
    if (outcome == WriteOutcome.WRITTEN) {
      deliberation.recordScale(decision);
    }
    sink.record(workload, deliberation.observation(), decision, outcome);
  }

  private WriteOutcome write(Deliberation deliberation, Decision decision, boolean leads) {
    Workload workload = deliberation.workload();
    if (deliberation.spec().mode() == Mode.SHADOW) {
      return WriteOutcome.SHADOW;
    }
    if (!decision.changes()) {
      return WriteOutcome.UNCHANGED;
    }
    if (!leads || !switches.mayWrite()) {
      return WriteOutcome.NOT_LEADING;
    }
    if (killSwitch(workload, deliberation.spec()) != deliberation.killSwitch()) {
      return WriteOutcome.KILL_SWITCH;
    }
    return writer.write(workload, decision);
  }

  @Override
  public void close() {
    batches.values().forEach(OnnxPolicy.Batch::close);
    batches.clear();
  }
}

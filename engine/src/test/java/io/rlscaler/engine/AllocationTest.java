package io.rlscaler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicyRegistry;
import io.rlscaler.engine.policy.PolicyRejectedException;
import io.rlscaler.engine.safety.KillSwitch;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a decision leaves to the garbage collector, and a workload to the heap; no timing. */
class AllocationTest {
  private static final int WORKLOADS = 100;
  private static final int TICKS = 600;
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final PolicyRegistry policies = new PolicyRegistry();
  private final List<Workload> group = new ArrayList<>();
  private List<Optional<Observation>> observations = List.of();
  private Instant now = Instant.ofEpochSecond(1_000_000_000);

  private long medianBytesPerDecision(Controller controller) {
    for (int i = 0; i < WORKLOADS; i++) {
      WorkloadSpec spec = FakeWorld.spec(Mode.SHADOW, controller);
      group.add(new Workload(new WorkloadId("shop", "w" + i), spec));
    }
    long[] bytes = new long[TICKS];
    try (ControlLoop loop =
        new ControlLoop(
            (workloads, time) -> observations,
            (workload, decision) -> WriteOutcome.FAILED,
            (workload, observation, decision, outcome) -> {},
            new OpenSwitches(),
            policies,
            () -> now)) {
      for (int tick = 0; tick < TICKS; tick++) {
        now = now.plus(FakeWorld.PERIOD);
        observations = observations(tick);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        loop.tick(group);
        bytes[tick] = THREADS.getCurrentThreadAllocatedBytes() - before;
      }
    }
    // The second half: HPA windows are full, and lists have their lasting size.
    long[] steady = Arrays.copyOfRange(bytes, TICKS / 2, TICKS);
    Arrays.sort(steady);
    return steady[steady.length / 2] / WORKLOADS;
  }

  private List<Optional<Observation>> observations(int tick) {
    List<Optional<Observation>> made = new ArrayList<>();
    for (int i = 0; i < WORKLOADS; i++) {
      FakeWorld.Target target = new FakeWorld.Target();
      target.replicas = 40;
      target.rate = 2_500 + 1_000 * Math.sin((tick + i) / 50.0);
      made.add(Optional.of(target.at(now)));
    }
    return made;
  }

  @Test
  void aDecisionOfAPolicyLeavesAtMostTwoKilobytes() throws PolicyRejectedException {
    PolicyArtifact artifact = PolicyArtifact.builtin("headroom-v1");
    try (OnnxPolicy policy =
        OnnxPolicy.load(artifact.contract(), artifact.model(), artifact.digest())) {
      policies.put("built-in", new PolicyRegistry.Entry.Loaded(policy, true));
      long bytes = medianBytesPerDecision(new Controller.Learned("built-in", Optional.empty()));
      assertThat(bytes).isBetween(1L, 2_048L);
    }
  }

  @Test
  void aDecisionOfTheBaselineLeavesAtMostTwoKilobytes() {
    assertThat(medianBytesPerDecision(new Controller.Baseline())).isBetween(1L, 2_048L);
  }

  @Test
  void aWorkloadKeepsLessThanSixtyKilobytes() {
    medianBytesPerDecision(new Controller.FixedHeadroom(1));
    assertThat(DeepSize.of(group.get(0).state())).isBetween(10_000L, 60_000L);
  }

  /** Leads, with no kill switch pulled. */
  private static final class OpenSwitches implements SafetySwitches {
    @Override
    public boolean mayWrite() {
      return true;
    }

    @Override
    public KillSwitch.Position killSwitch(Workload workload) {
      return KillSwitch.Position.NONE;
    }
  }
}

package io.rlscaler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.Feature;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicyRegistry;
import io.rlscaler.engine.policy.PolicyRejectedException;
import io.rlscaler.engine.safety.Reason;
import io.rlscaler.engine.safety.SafetyLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loop with the built-in policy on ONNX Runtime, which always prefers level 2. */
class LearnedPolicyLoopTest {
  private static final Controller LEARNED = new Controller.Learned("built-in", Optional.empty());

  private final FakeWorld world = new FakeWorld();
  private OnnxPolicy policy;

  @BeforeEach
  void load() throws PolicyRejectedException {
    policy = open();
    world.policies.put("built-in", new PolicyRegistry.Entry.Loaded(policy, true));
  }

  @AfterEach
  void close() {
    world.loop.close();
    policy.close();
  }

  private static OnnxPolicy open() throws PolicyRejectedException {
    PolicyArtifact artifact = PolicyArtifact.builtin("headroom-v1");
    return OnnxPolicy.load(artifact.contract(), artifact.model(), artifact.digest());
  }

  @Test
  void thePolicyDecidesWithItsActionProbabilityRiskDigestAndFeatures() {
    world.add("a", Mode.ACTIVE, LEARNED).rate = 900;
    world.tick();
    Decision decision = world.decision("a");
    // 9 / .8 * exp(.1088) = 12.5
    assertThat(decision.to()).isEqualTo(13);
    assertThat(decision.reason()).isEqualTo(Reason.POLICY);
    assertThat(decision.probability().getAsDouble()).isBetween(0.5, 1.0);
    assertThat(decision.risk().getAsDouble()).isCloseTo(0, within(1e-6));
    assertThat(decision.policyDigest()).contains(policy.digest());
    assertThat(decision.features().get(Feature.LOAD_PER_READY)).isEqualTo(0.9f);
    assertThat(decision.constraints()).isEmpty();
    world.tick();
    float level = world.decision("a").features().get(Feature.LAST_LEVEL);
    assertThat((double) level)
        .isEqualTo(ActionTable.level(decision.action().getAsInt()))
        .isBetween(1.0, 2.0);
  }

  @Test
  void aBatchOfMixedControllersAnswersEachItsOwn() throws PolicyRejectedException {
    try (OnnxPolicy other = open()) {
      world.policies.put("other", new PolicyRegistry.Entry.Loaded(other, true));
      Controller second = new Controller.Learned("other", Optional.empty());
      for (int i = 0; i < 40; i++) {
        Controller controller =
            switch (i % 4) {
              case 0 -> LEARNED;
              case 1 -> second;
              case 2 -> new Controller.FixedReplicas(9);
              default -> new Controller.Baseline();
            };
        world.add("w" + i, Mode.SHADOW, controller).rate = 400 + 10 * i;
      }
      world.tick();
      for (int i = 0; i < 40; i++) {
        Decision decision = world.decision("w" + i);
        boolean learned = i % 4 < 2;
        assertThat(decision.reason() == Reason.POLICY).isEqualTo(learned);
        if (learned) {
          assertThat((double) decision.features().get(Feature.LOAD_PER_READY))
              .isCloseTo((400 + 10 * i) / 1_000.0, within(1e-6));
          String asked = i % 4 == 0 ? policy.digest() : other.digest();
          assertThat(decision.policyDigest()).contains(asked);
        }
      }
      world.workloads.subList(3, 40).clear();
      world.tick();
      assertThat(world.decision("w0").reason()).isEqualTo(Reason.POLICY);
      assertThat(world.decision("w1").reason()).isEqualTo(Reason.POLICY);
      world.workloads.remove(1);
      world.tick();
    }
  }

  private void assertFault(Reason reason, String detail) {
    Decision decision = world.decision("a");
    assertThat(decision.reason()).isEqualTo(reason);
    assertThat(decision.detail()).isEqualTo(detail);
    assertThat(decision.action()).isEmpty();
  }

  @Test
  void anUnusablePolicyLeavesTheDecisionToTheBaselineUntilItIsBack() {
    FakeWorld.Target target = world.add("a", Mode.ACTIVE, LEARNED);
    target.rate = 700;
    world.policies.put("built-in", new PolicyRegistry.Entry.Unusable("digest differs"));
    world.tick();
    assertFault(Reason.POLICY_FAULT_BASELINE, "digest differs");
    assertThat(target.replicas).isEqualTo(14);
    assertThat(world.decision("a").policyDigest()).isEmpty();
    world.policies.put("built-in", new PolicyRegistry.Entry.Loaded(policy, true));
    world.tick();
    assertThat(world.decision("a").reason()).isEqualTo(Reason.POLICY);
    assertThat(world.decision("a").features().get(Feature.LAST_FOLLOWED_BASELINE)).isEqualTo(1);
  }

  @Test
  void aPolicyThatIsNotThereIsAFaultToo() {
    world.policies.remove("built-in");
    world.add("a", Mode.ACTIVE, LEARNED);
    world.tick();
    assertFault(Reason.POLICY_FAULT_BASELINE, "no ScalingPolicy named \"built-in\"");
  }

  @Test
  void theFallbackFreezeKeepsTheCountOnAFault() {
    world.policies.remove("built-in");
    FakeWorld.Target target = world.add("a", Mode.ACTIVE, LEARNED);
    target.rate = 900;
    Workload workload = world.workload("a");
    WorkloadSpec given = workload.spec();
    workload.replaceSpec(
        new WorkloadSpec(
            given.mode(),
            given.facts(),
            given.controller(),
            given.baseline(),
            new SafetyLimits(0.02, 0.4, SafetyLimits.Fallback.FREEZE)));
    world.tick();
    assertFault(Reason.POLICY_FAULT_FREEZE, "no ScalingPolicy named \"built-in\"");
    assertThat(target.replicas).isEqualTo(10);
  }

  @Test
  void anUnsignedPolicyIsOnlyObserved() {
    world.policies.put("built-in", new PolicyRegistry.Entry.Loaded(policy, false));
    world.add("a", Mode.ACTIVE, LEARNED);
    world.add("b", Mode.SHADOW, LEARNED);
    world.tick();
    assertFault(
        Reason.POLICY_FAULT_BASELINE,
        "the policy is unsigned and not built in, so it may only be observed in mode Shadow");
    assertThat(world.decision("b").reason()).isEqualTo(Reason.POLICY);
  }

  @Test
  void aFailedInferenceFallsBackForAllThatAskedAndForNobodyElse() throws PolicyRejectedException {
    OnnxPolicy closed = open();
    world.policies.put("built-in", new PolicyRegistry.Entry.Loaded(closed, true));
    world.add("a", Mode.ACTIVE, LEARNED);
    world.add("b", Mode.ACTIVE, new Controller.FixedReplicas(12));
    world.tick();
    assertThat(world.decision("a").reason()).isEqualTo(Reason.POLICY);
    closed.close();
    world.tick();
    assertThat(world.decision("a").reason()).isEqualTo(Reason.POLICY_FAULT_BASELINE);
    assertThat(world.decision("a").detail()).startsWith("inference failed: ");
    assertThat(world.decision("b").reason()).isEqualTo(Reason.FIXED_CONTROLLER);
  }

  @Test
  void aDecisionPeriodThatTheContractDoesNotAllowIsAFault() {
    FakeWorld.Target target = world.add("a", Mode.ACTIVE, LEARNED);
    target.rate = 700;
    Workload workload = world.workload("a");
    WorkloadSpec given = workload.spec();
    WorkloadFacts facts = given.facts();
    workload.replaceSpec(
        new WorkloadSpec(
            given.mode(),
            new WorkloadFacts(
                facts.min(),
                facts.max(),
                facts.objective(),
                Duration.ofSeconds(90),
                facts.metricLag(),
                OptionalDouble.of(FakeWorld.CAPACITY),
                facts.startUp(),
                facts.referenceUtilization()),
            given.controller(),
            given.baseline(),
            given.limits()));
    world.tick();
    assertFault(
        Reason.POLICY_FAULT_BASELINE,
        "the decision period is 90.0 s, the policy allows 1.0 to 60.0 s");
    assertThat(target.replicas).isEqualTo(14);
  }
}

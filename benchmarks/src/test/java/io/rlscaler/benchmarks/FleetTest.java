package io.rlscaler.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.rlscaler.engine.policy.OnnxPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is measured must be the way that a healthy workload takes. */
class FleetTest {
  private final OnnxPolicy policy = BuiltinPolicy.load();

  @AfterEach
  void free() {
    policy.close();
  }

  @Test
  void thePolicyDecidesForEveryWorkloadOfACopiedFleetThatKnowsItsLastWeek() {
    Fleet ancestors = Fleet.fresh(policy, 2);
    ancestors.run(Fleet.TICKS_OF_HISTORY);
    Fleet fleet = ancestors.multiplied(policy, 5);
    fleet.run(3);

    fleet.requireAnswered();
    assertThat(fleet.group())
        .allMatch(workload -> workload.state().forecaster().knowsYesterday())
        .allMatch(workload -> workload.state().forecaster().knowsLastWeek());
    ancestors.loop().close();
    fleet.loop().close();
  }

  @Test
  void aTickWithoutDecisionsOfThePolicyIsRefused() {
    Fleet fleet = Fleet.fresh(policy, 3);
    fleet.prepare();

    assertThatIllegalStateException()
        .isThrownBy(fleet::requireAnswered)
        .withMessage("the policy decided for 0 workloads, expected 3");
    fleet.loop().close();
  }
}

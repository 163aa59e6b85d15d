package io.rlscaler.simulator.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.engine.policy.ReferenceUtilization;
import org.junit.jupiter.api.Test;

class ReferenceUtilizationTableTest {
  private final ReferenceUtilization table =
      ReferenceUtilizationTable.of(Scenario.DEFAULT.service(), Scenario.DEFAULT.latencySeconds());

  @Test
  void agreesWithAllenCunneenForTheDefaultService() {
    // By Allen-Cunneen at 4 slots, variation .5 and 6.25 service means: about .80 for one replica,
    // .93 for three and .98 for ten; the approximation itself is good to a few hundredths.
    assertThat(utilization(1)).isCloseTo(.80, within(.03));
    assertThat(utilization(3)).isCloseTo(.93, within(.03));
    assertThat(utilization(10)).isCloseTo(.98, within(.02));
  }

  @Test
  void largerPoolsMayRunHotter() {
    double before = 0;
    for (int replicas : new int[] {1, 2, 3, 5, 10, 40, 200}) {
      assertThat(utilization(replicas)).isGreaterThan(before).isLessThan(1);
      before = utilization(replicas);
    }
  }

  @Test
  void oneTableServesAllCallers() {
    assertThat(
            ReferenceUtilizationTable.of(
                Scenario.DEFAULT.service(), Scenario.DEFAULT.latencySeconds()))
        .isSameAs(table);
  }

  /** Solves u = at(n u) by iteration: the load that n replicas carry at their own u. */
  private double utilization(int replicas) {
    double load = replicas * .5;
    for (int i = 0; i < 200; i++) {
      load *= Math.pow(replicas / table.replicasFor(load), .5);
    }
    return load / replicas;
  }
}

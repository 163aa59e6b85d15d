package io.rlscaler.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceUtilizationTest {
  private static final ReferenceUtilization TABLE =
      new ReferenceUtilization(new int[] {1, 3, 10}, new double[] {0.8, 0.9, 0.98});

  @ParameterizedTest
  // loads carried by 1, 3, 10 replicas: .8, 2.7, 9.8; linear between, u of the ends beyond
  @CsvSource({"0, 0", "0.4, 0.5", "0.8, 1", "1.75, 2", "2.7, 3", "6.25, 6.5", "9.8, 10", "98, 100"})
  void theLoadThatReplicasCarryIsInterpolated(double load, double replicas) {
    assertThat(TABLE.replicasFor(load)).isCloseTo(replicas, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.8", "0.3, 0.8", "1.75, 0.875", "9.8, 0.98", "1000, 0.98"})
  void theUtilizationIsLoadOverReplicas(double load, double utilization) {
    assertThat(TABLE.at(load)).isCloseTo(utilization, within(1e-12));
  }

  @Test
  void ofAnUnknownServiceItIsFourFifths() {
    assertThat(ReferenceUtilization.ofUnknownService().replicasFor(8)).isEqualTo(10);
    assertThat(ReferenceUtilization.ofUnknownService().at(123)).isCloseTo(0.8, within(1e-15));
  }

  @Property
  void moreLoadNeverNeedsFewerReplicasNorRunsColder(
      @ForAll @DoubleRange(min = 0, max = 50) double load,
      @ForAll @DoubleRange(min = 0, max = 50) double more) {
    assertThat(TABLE.replicasFor(load + more)).isGreaterThanOrEqualTo(TABLE.replicasFor(load));
    assertThat(TABLE.at(load + more)).isGreaterThanOrEqualTo(TABLE.at(load) - 1e-12);
    assertThat(TABLE.at(load)).isBetween(0.8 - 1e-12, 0.98 + 1e-12);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 0.8, 5, 0.9",
    "1, 0, 2, 0.9",
    "1, 0.8, 1, 0.9",
    "1, 0.9, 2, 0.4",
    "1, .8, 2, 1.1"
  })
  void aTableThatDoesNotIncreaseIsRefused(int first, double low, int second, double high) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ReferenceUtilization(new int[] {first, second}, new double[] {low, high}))
        .withMessageContaining("each in (0, 1]");
  }

  @Test
  void countsAndValuesCorrespond() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReferenceUtilization(new int[] {1, 2}, new double[] {0.8}))
        .withMessageContaining("found 2 counts and 1 values");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReferenceUtilization(new int[0], new double[0]));
  }
}

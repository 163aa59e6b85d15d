package io.rlscaler.engine.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapacityEstimatorTest {
  // Sums of at most some hundred doubles.
  private static final double ROUNDING = 1e-9;

  private final CapacityEstimator estimator = new CapacityEstimator();

  private void observe(int times, double elapsedSeconds, double rate, double busy, int ready) {
    for (int i = 0; i < times; i++) {
      estimator.observe(elapsedSeconds, rate, busy, ready);
    }
  }

  @Test
  void isUnknownUntilTheTwentiethSample() {
    observe(19, 15, 200, 0.5, 4);
    assertThat(estimator.capacityPerReplica()).isEqualTo(OptionalDouble.empty());
    observe(1, 15, 200, 0.5, 4);
    assertThat(estimator.capacityPerReplica().getAsDouble()).isCloseTo(100, within(ROUNDING));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.099, 0.951, 1.4})
  void aSampleOutsideTheUsefulUtilizationsDoesNotCount(double busy) {
    observe(20, 15, 200, 0.5, 4);
    observe(50, 15, 1_000, busy, 4);
    assertThat(estimator.capacityPerReplica().getAsDouble()).isCloseTo(100, within(ROUNDING));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.95})
  void theLimitsOfTheUsefulUtilizationsCount(double busy) {
    observe(20, 15, 400 * busy, busy, 4);
    assertThat(estimator.capacityPerReplica().getAsDouble()).isCloseTo(100, within(ROUNDING));
  }

  @Test
  void nothingIsLearnedWithoutReadyReplicas() {
    observe(30, 15, 200, 0.5, 0);
    assertThat(estimator.capacityPerReplica()).isEmpty();
  }

  @Test
  void aSampleWeighsHalfAfterThirtyMinutes() {
    // 20 samples at once, then as many with half the work per request half an hour later:
    // rates (20 * 100 / 2 + 20 * 200), busy replicas (20 * 1 / 2 + 20 * 1).
    observe(20, 0, 100, 0.5, 2);
    observe(1, 1_800, 200, 0.5, 2);
    observe(19, 0, 200, 0.5, 2);
    assertThat(estimator.capacityPerReplica().getAsDouble())
        .isCloseTo((1_000.0 + 4_000) / (10 + 20), within(ROUNDING));
  }

  @Test
  void aWorkloadThatGoesIdleKeepsItsEstimate() {
    observe(20, 15, 200, 0.5, 4);
    observe(5_760, 15, 0, 0, 4);
    assertThat(estimator.capacityPerReplica().getAsDouble()).isCloseTo(100, within(ROUNDING));
  }

  @Test
  void aCopyLearnsAlone() {
    observe(20, 15, 200, 0.5, 4);
    CapacityEstimator copy = estimator.copy();
    observe(20, 15, 400, 0.5, 4);
    assertThat(copy.capacityPerReplica().getAsDouble()).isCloseTo(100, within(ROUNDING));
  }
}

package io.rlscaler.engine.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LinearSystemTest {
  @Test
  void solvesByHand() {
    double[] vector = {2, 5, 9};
    // [4 2 2; 2 5 3; 2 3 6] x = (2 5 9)
    LinearSystem.solve(new double[] {4, 2, 5, 2, 3, 6}, vector);
    // Rounding only.
    assertThat(4 * vector[0] + 2 * vector[1] + 2 * vector[2]).isCloseTo(2, within(1e-12));
    assertThat(2 * vector[0] + 5 * vector[1] + 3 * vector[2]).isCloseTo(5, within(1e-12));
    assertThat(2 * vector[0] + 3 * vector[1] + 6 * vector[2]).isCloseTo(9, within(1e-12));
  }

  @Test
  void anInfiniteDiagonalHasTheSolutionZero() {
    double infinite = Double.POSITIVE_INFINITY;
    double[] vector = {2, 5};
    LinearSystem.solve(new double[] {infinite, 2, infinite}, vector);
    assertThat(vector).containsExactly(0, 0);
  }

  @Test
  void aMatrixThatIsNotPositiveDefiniteHasNone() {
    double[] vector = {1};
    LinearSystem.solve(new double[] {-1}, vector);
    assertThat(vector).containsExactly(Double.NaN);
  }
}

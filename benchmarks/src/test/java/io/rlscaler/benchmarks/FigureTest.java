package io.rlscaler.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FigureTest {

  @Test
  void theMedianOfAnOddNumberIsTheMiddleValue() {
    assertThat(Figure.of("step_ns", "ns", new double[] {9, 1, 4}))
        .isEqualTo(new Figure("step_ns", "ns", 4, 1));
  }

  @Test
  void theMedianOfAnEvenNumberLiesHalfwayBetweenTheMiddleValues() {
    assertThat(Figure.of("step_ns", "ns", new double[] {9, 1, 4, 5}))
        .isEqualTo(new Figure("step_ns", "ns", 4.5, 1));
  }

  @Test
  void aLineHasNameValueAndUnit() {
    assertThat(new Figure("loop_ms", "ms", 52.0461, 0.5).lines())
        .containsExactly("loop_ms 52.05 ms", "loop_ms_min 0.5000 ms");
  }
}

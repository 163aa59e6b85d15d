package io.rlscaler.trainer.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import org.junit.jupiter.api.Test;

class LagrangianAdvantageTest {
  // a few additions and a division in float32 of numbers below 3
  private static final float ROUNDING = 1e-6f;

  @Test
  void costsAreCentredPricedAndSharedOut() {
    float[] combined =
        LagrangianAdvantage.of(
            new float[] {1, 2, 3},
            List.of(new float[] {0, 3, 6}, new float[] {1, 1, 4}),
            new double[] {2, .5});
    // centred: -3 0 3 and -1 -1 2; (1 + 6 + .5) / 3.5, (2 + .5) / 3.5, (3 - 6 - 1) / 3.5
    assertThat(combined)
        .containsExactly(new float[] {7.5f / 3.5f, 2.5f / 3.5f, -4 / 3.5f}, offset(ROUNDING));
  }

  @Test
  void aFreeCostLeavesTheReward() {
    float[] reward = {1, -2};
    assertThat(LagrangianAdvantage.of(reward, List.of(new float[] {5, 9}), new double[] {0}))
        .isEqualTo(reward);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> LagrangianAdvantage.of(new float[2], List.of(), new double[] {1}))
        .hasMessage("multipliers: found 1 values, expected 0");
    assertThatThrownBy(
            () -> LagrangianAdvantage.of(new float[2], List.of(new float[3]), new double[] {1}))
        .hasMessage("costs[0]: found 3 values, expected 2");
  }
}

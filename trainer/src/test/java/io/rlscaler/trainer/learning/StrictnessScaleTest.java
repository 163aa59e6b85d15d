package io.rlscaler.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.trainer.environment.Range;
import org.junit.jupiter.api.Test;

final class StrictnessScaleTest {
  private static final Range RANGE = new Range(1, 10_000);

  @Test
  void eachPartOfTheRangeHasItsOwnSize() {
    StrictnessScale scale = new StrictnessScale(RANGE);
    scale.learn(new double[] {2, 2, 9000, 9000}, new double[] {1, 3, -100, -300});
    assertThat(scale.mean(2)).isEqualTo(2);
    assertThat(scale.deviation(2)).isCloseTo(1, within(1e-12));
    assertThat(scale.mean(9000)).isEqualTo(-200);
    assertThat(scale.deviation(9000)).isCloseTo(100, within(1e-9));
  }

  @Test
  void whatWasNeverSeenIsLeftAsItIs() {
    assertThat(new StrictnessScale(RANGE).deviation(50)).isEqualTo(1);
  }

  @Test
  void itGoesOnFromItsState() {
    StrictnessScale scale = new StrictnessScale(RANGE);
    scale.learn(new double[] {2, 50, 700}, new double[] {1, 2, 3});
    StrictnessScale restored = new StrictnessScale(RANGE, scale.state());
    scale.learn(new double[] {2}, new double[] {5});
    restored.learn(new double[] {2}, new double[] {5});
    assertThat(restored.state()).isEqualTo(scale.state());
  }
}

package io.rlscaler.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FrontTest {
  private static final Front FRONT =
      Front.of(
          List.of(
              new Front.Point(1.2, 0.01),
              new Front.Point(1.5, 0.02),
              new Front.Point(1.4, 0.0001),
              new Front.Point(1.3, 0.001)));

  @Test
  void aSettingThatAnotherBeatsInBothIsLeftOut() {
    assertThat(FRONT.points()).doesNotContain(new Front.Point(1.5, 0.02)).hasSize(3);
  }

  @Test
  void betweenTwoSettingsTheCostIsStraightOverTheLogarithmOfTheShare() {
    double halfWay = Math.sqrt(0.01 * 0.001);
    assertThat(FRONT.costAt(halfWay).orElseThrow()).isCloseTo(1.25, within(1e-12));
    assertThat(FRONT.costAt(0.001)).hasValue(1.3);
  }

  @Test
  void whoHasFewerViolationsThanAllowedCostsWhatItCosts() {
    assertThat(FRONT.costAt(0.5)).hasValue(1.2);
  }

  @Test
  void aShareThatNoSettingKeepsHasNoCost() {
    assertThat(FRONT.costAt(0.00005)).isEmpty();
  }
}

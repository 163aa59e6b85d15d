package io.rlscaler.simulator.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
  private static final Axis AXIS =
      Axis.of("x", List.of(), List.of(0.0, 1.0, 2.0), List.of(3.0, 4.0), List.of(0.0, 2.0));

  @Test
  void wideningAddsValuesOnlyWhereThereAreSome() {
    assertThat(AXIS)
        .isEqualTo(new Axis("x", List.of(0.0, 1.0, 2.0, 3.0, 4.0), 0, 2, List.of(0, 2)));
    assertThat(AXIS.isWidenable(0)).isFalse();
    assertThat(AXIS.isWidenable(1)).isFalse();
    assertThat(AXIS.isWidenable(2)).isTrue();
  }

  @Test
  void anEndByNatureIsNoEdge() {
    assertThat(AXIS.isEdge(0)).isFalse();
    assertThat(AXIS.isEdge(2)).isFalse();
    assertThat(AXIS.isEdge(4)).isTrue();
  }

  @Test
  void coarseValuesOutsideTheRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Axis.of("x", List.of(), List.of(0.0), List.of(1.0), List.of(1.0)))
        .withMessage("axis x: found 0 to 0 and coarse [1] of 2 values, expected indices of them");
  }

  @Test
  void lessThanHalfOfTheTrialsAreCoarseAndTheTargetHasTheDocumentedSteps() {
    for (Family family : List.of(Family.HPA, Family.kpa(4), Family.HEADROOM, Family.SPREAD)) {
      assertThat(SettingGrid.coarse(family.axes())).hasSizeBetween(24, 74).doesNotHaveDuplicates();
    }
    Axis target = Family.HPA.axes().get(0);
    assertThat(target.values().subList(target.first(), target.last() + 1))
        .hasSize(27)
        .startsWith(.3, .325, .35)
        .endsWith(.9, .925, .95);
  }

  @Test
  void aCalibrationHasTargetsInStepsOfFivePercent() {
    List<Axis> axes = Family.HPA.axes();
    assertThat(SettingGrid.medium(axes))
        .hasSize(14 * 9)
        .containsAll(SettingGrid.coarse(axes))
        .doesNotHaveDuplicates();
    assertThat(SettingGrid.medium(axes).stream().map(at -> SettingGrid.values(axes, at).get(0)))
        .contains(.3, .35, .95);
  }
}

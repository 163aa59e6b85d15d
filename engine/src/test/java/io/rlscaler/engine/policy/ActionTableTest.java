package io.rlscaler.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionTableTest {

  @Test
  void holdsThirteenLevelsInStepsOfAHalfAfterTheBaseline() {
    assertThat(ActionTable.COUNT).isEqualTo(14);
    assertThat(ActionTable.FOLLOW_BASELINE).isZero();
    for (int action = 1; action < ActionTable.COUNT; action++) {
      assertThat(ActionTable.level(action)).isEqualTo(-1.5 + 0.5 * (action - 1));
      assertThat(ActionTable.actionOf(ActionTable.level(action))).isEqualTo(action);
    }
    assertThat(ActionTable.level(ActionTable.FOLLOW_BASELINE)).isZero();
  }

  @ParameterizedTest
  // .03 sinh(level), from tables of sinh
  @CsvSource({"1, -0.0638784", "4, 0", "6, 0.0352560", "8, 0.1088058", "13, 1.3500904"})
  void aMarginIsThreeHundredthsOfTheHyperbolicSine(int action, double margin) {
    assertThat(ActionTable.margin(action)).isCloseTo(margin, within(1e-7));
    assertThat(ActionTable.factor(action)).isCloseTo(Math.exp(margin), within(1e-6));
  }

  @Test
  void aLevelThatTheTableLacksIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ActionTable.actionOf(0.25))
        .withMessageStartingWith("level: found 0.25, expected one of [-1.5, ");
  }

  @Test
  void anActionIsDescribedForPeople() {
    assertThat(ActionTable.describe(0)).isEqualTo("follow-baseline");
    assertThat(ActionTable.describe(7)).isEqualTo("level 1.5 (+6.6 %)");
    assertThat(ActionTable.describe(1)).isEqualTo("level -1.5 (-6.2 %)");
  }
}

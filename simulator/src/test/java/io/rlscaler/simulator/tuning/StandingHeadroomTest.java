package io.rlscaler.simulator.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandingHeadroomTest {
  private static CalibratedSetting setting(boolean keeps, double replicas, double headroom) {
    return new CalibratedSetting(
        Family.HPA,
        Family.HPA.standard(),
        .001,
        keeps,
        .0005,
        0,
        replicas,
        new StandingHeadroom(headroom, Optional.empty()),
        7,
        42);
  }

  @ParameterizedTest
  @CsvSource({"true, .5, false", "true, .51, true", "false, .1, true", "false, .51, true"})
  void anObjectiveIsDearAboveHalfOfTheLoadOrWhenNothingPromisesIt(
      boolean keeps, double headroom, boolean dear) {
    assertThat(setting(keeps, 20, headroom).isDear()).isEqualTo(dear);
  }

  @ParameterizedTest
  @CsvSource({
    "true, 20, true, 19, true",
    "true, 20, true, 20, false",
    "true, 20, false, 19, false",
    "false, 20, true, 30, true",
    "false, 20, false, 10, false"
  })
  void aFixedSizeIsBetterWhereItAloneKeepsOrKeepsForLess(
      boolean keeps, double replicas, boolean fixedKeeps, double fixed, boolean beaten) {
    assertThat(setting(keeps, replicas, 1).isBeatenBy(setting(fixedKeeps, fixed, 1)))
        .isEqualTo(beaten);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1.01, Double.NaN, Double.POSITIVE_INFINITY})
  void impossibleSharesAreRefused(double share) {
    assertThatThrownBy(() -> new StandingHeadroom(share, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("standing headroom: found " + share + ", expected -1 or more");
  }

  @Test
  void aFixedFamilyGoesFromTheMostReplicasToTheFewest() {
    Family fixed = Family.fixed(2, 4);
    assertThat(fixed.axes())
        .containsExactly(
            Axis.of(
                "replicas", List.of(), List.of(4.0, 3.0, 2.0), List.of(), List.of(4.0, 3.0, 2.0)));
    assertThat(fixed.setup(List.of(3.0)).settings()).containsEntry("replicas", 3);
    assertThat(fixed.standard()).containsExactly(4.0);
  }
}

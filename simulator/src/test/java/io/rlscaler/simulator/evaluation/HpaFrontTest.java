package io.rlscaler.simulator.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HpaFrontTest {
  private static final FrontPoint SAFE = new FrontPoint(1e-4, 400);
  private static final FrontPoint FAIR = new FrontPoint(1e-2, 100);
  private static final FrontPoint BEATEN = new FrontPoint(2e-2, 150);
  private static final FrontPoint CHEAP = new FrontPoint(1e-1, 80);

  private final HpaFront front = HpaFront.of(List.of(CHEAP, BEATEN, FAIR, SAFE));

  @Test
  void holdsOnlyWhatNoOtherBeatsInBothCostAndViolations() {
    assertThat(front.points()).containsExactly(SAFE, FAIR, CHEAP);
  }

  @Test
  void costBetweenNeighboursIsTheirGeometricMeanHalfwayInTheLogarithm() {
    // halfway between 1e-4 and 1e-2 is 1e-3, between 400 and 100 it is 200; rounding alone differs
    assertThat(front.costAt(1e-3).orElseThrow()).isCloseTo(200, within(1e-9));
  }

  @Test
  void costAtAPointIsThatOfThePoint() {
    assertThat(front.costAt(1e-4)).hasValue(400);
    assertThat(front.costAt(1e-2)).hasValue(100);
  }

  @Test
  void moreViolationsThanTheCheapestNeedBuyNothing() {
    assertThat(front.costAt(0.5)).hasValue(80);
  }

  @Test
  void fewerViolationsThanAnyHpaHasAreUnknown() {
    assertThat(front.costAt(1e-5)).isEqualTo(OptionalDouble.empty());
    assertThat(HpaFront.of(List.of()).costAt(0.1)).isEqualTo(OptionalDouble.empty());
  }

  @Test
  void noViolationsAtAllAreAPlaceOnTheFrontLikeAnyOther() {
    HpaFront without = HpaFront.of(List.of(new FrontPoint(0, 500), SAFE));
    assertThat(without.costAt(0)).hasValue(500);
    assertThat(without.costAt(1e-5).orElseThrow()).isBetween(400.0, 500.0);
  }
}

package io.rlscaler.trainer.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class AttributedCreditTest {
  private static final double EXACT = 1e-12;

  private static double[] charges(int startUpSteps, int[] desired, double[] violating) {
    return new AttributedCredit(startUpSteps, 50).charges(desired, violating);
  }

  @Test
  void aViolationIsChargedToTheFewestReplicasWithinOneStartUpTime() {
    int[] desired = {1, 4, 3, 5, 9};
    double[] violating = {0, 0, 0, 0, 6};
    assertThat(charges(2, desired, violating)).containsExactly(0, 0, 6, 0, 0);
  }

  @Test
  void equallyFewShareTheCharge() {
    int[] desired = {3, 3, 5};
    double[] violating = {0, 0, 6};
    assertThat(charges(2, desired, violating)).containsExactly(3, 3, 0);
  }

  @Test
  void withoutAStartUpTimeEveryDecisionAnswersForItself() {
    double[] violating = {1, 0, 2};
    assertThat(charges(0, new int[] {1, 1, 9}, violating)).containsExactly(violating);
  }

  @Test
  void noViolationIsLostOrChargedTwice() {
    SplittableRandom random = new SplittableRandom(1);
    int[] desired = random.ints(500, 1, 20).toArray();
    double[] violating = random.doubles(500, -1, 1).map(x -> Math.max(0, x)).toArray();
    assertThat(Arrays.stream(charges(7, desired, violating)).sum())
        .isCloseTo(Arrays.stream(violating).sum(), within(1e-9));
  }

  @Test
  void returnsAddUpToTheWeightedObjective() {
    double strictness = 100;
    int[] desired = {2, 4};
    double[] violating = {0, 10};
    double[] returns = new AttributedCredit(1, strictness).returns(desired, violating, 2, 1000);
    double cost = 2 / 2.0 + 4 / 2.0;
    double share = 10 / 1000.0;
    assertThat(returns[0] + returns[1])
        .isCloseTo(-(cost + strictness * share) / Math.sqrt(strictness), within(EXACT));
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> new AttributedCredit(-1, 1)).hasMessageContaining("found -1");
    assertThatThrownBy(() -> new AttributedCredit(1, 0)).hasMessageContaining("strictness: found 0");
    assertThatThrownBy(
            () -> new AttributedCredit(1, 1).returns(new int[1], new double[2], 1, 1))
        .hasMessageContaining("found 1 counts and 2 violations");
  }
}

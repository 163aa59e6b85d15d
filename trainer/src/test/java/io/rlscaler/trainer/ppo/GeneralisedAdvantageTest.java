package io.rlscaler.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.rlscaler.trainer.golden.GoldenNumbers;
import org.junit.jupiter.api.Test;

class GeneralisedAdvantageTest {
  // the golden numbers are sums of float32 up to 4
  private static final float GOLDEN = 1e-6f;

  @Test
  void givesTheGoldenAdvantagesAndReturns() throws Exception {
    GoldenNumbers golden = new GoldenNumbers("gae");
    GeneralisedAdvantage.Estimate estimate =
        new GeneralisedAdvantage(golden.number("gamma"), golden.number("lam"))
            .estimate(
                new Trajectories(
                    golden.floats("rewards"),
                    golden.floats("values"),
                    golden.flags("done"),
                    golden.flags("truncated"),
                    golden.floats("final_obs_values"),
                    golden.floats("last_values")));

    assertThat(estimate.advantages()).containsExactly(golden.floats("advantages"), offset(GOLDEN));
    assertThat(estimate.returns()).containsExactly(golden.floats("returns"), offset(GOLDEN));
  }

  @Test
  void lambdaOneGivesDiscountedReturns() {
    GeneralisedAdvantage.Estimate estimate =
        new GeneralisedAdvantage(.5, 1)
            .estimate(
                new Trajectories(
                    new float[] {1, 2, 4},
                    new float[] {7, -3, 5},
                    new boolean[3],
                    new boolean[3],
                    new float[3],
                    new float[] {8}));
    // 4 + 8/2 = 8, 2 + 8/2 = 6, 1 + 6/2 = 4: powers of two are exact
    assertThat(estimate.returns()).containsExactly(4, 6, 8);
    assertThat(estimate.advantages()).containsExactly(-3, 9, 3);
  }

  @Test
  void gammaZeroLeavesEachStepItsOwnReward() {
    float[] rewards = {1, 2, 4};
    GeneralisedAdvantage.Estimate estimate =
        new GeneralisedAdvantage(PpoSettings.ATTRIBUTED_GAMMA, .95)
            .estimate(
                new Trajectories(
                    rewards,
                    new float[] {7, -3, 5},
                    new boolean[3],
                    new boolean[3],
                    new float[3],
                    new float[] {8}));
    assertThat(estimate.returns()).containsExactly(rewards);
  }

  @Test
  void refusesATruncatedStepThatIsNotDone() {
    assertThatThrownBy(
            () ->
                new Trajectories(
                    new float[2],
                    new float[2],
                    new boolean[2],
                    new boolean[] {false, true},
                    new float[2],
                    new float[1]))
        .hasMessage("done[1]: found false of a truncated step, expected true");
  }

  @Test
  void advantagesOfAMinibatchHaveMeanZeroAndUnbiasedDeviationOne() {
    // mean 3, squares 4 + 1 + 0 + 1 + 4 over n - 1 = 4: deviation sqrt(2.5)
    float s = (float) Math.sqrt(2.5);
    assertThat(AdvantageNormalisation.of(new float[] {1, 2, 3, 4, 5}))
        .containsExactly(new float[] {-2 / s, -1 / s, 0, 1 / s, 2 / s}, offset(2e-7f));
  }
}

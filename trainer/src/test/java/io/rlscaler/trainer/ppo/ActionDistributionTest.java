package io.rlscaler.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ActionDistributionTest {
  private static final float[] LOGITS = {0, (float) Math.log(2), 50, (float) Math.log(5)};
  private static final boolean[] WITHOUT_THE_LARGEST = {true, true, false, true};

  @Test
  void allowedActionsShareAllProbability() {
    ActionDistribution policy = new ActionDistribution(LOGITS, WITHOUT_THE_LARGEST);
    // the logits are rounded to float32
    assertThat(policy.logProbability(0)).isCloseTo(Math.log(1 / 8.), offset(1e-7));
    assertThat(policy.logProbability(3)).isCloseTo(Math.log(5 / 8.), offset(1e-7));
    assertThat(policy.logProbability(2)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(policy.mode()).isEqualTo(3);
  }

  @Test
  void actionsAreSampledAsOftenAsTheyAreProbable() {
    ActionDistribution policy = new ActionDistribution(LOGITS, WITHOUT_THE_LARGEST);
    SplittableRandom random = new SplittableRandom(1);
    int samples = 80_000;
    double[] shares = new double[4];
    for (int i = 0; i < samples; i++) {
      shares[policy.sample(random)] += 1. / samples;
    }
    // five standard errors of a share of one half
    double tolerance = 5 * .5 / Math.sqrt(samples);
    assertThat(shares).containsExactly(new double[] {.125, .25, 0, .625}, offset(tolerance));
  }

  @Test
  void refusesAMaskThatAllowsNothing() {
    assertThatThrownBy(() -> new ActionDistribution(LOGITS, new boolean[4]))
        .hasMessage("mask: found no allowed action, expected 1 or more");
    assertThatThrownBy(() -> new ActionDistribution(new float[] {Float.NaN, 1}))
        .hasMessage("logits[0]: found NaN, expected a finite value");
  }
}

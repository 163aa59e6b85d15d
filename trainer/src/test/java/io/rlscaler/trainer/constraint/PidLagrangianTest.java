package io.rlscaler.trainer.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.rlscaler.trainer.golden.GoldenNumbers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PidLagrangianTest {
  // a handful of additions of doubles below 3
  private static final double ROUNDING = 1e-14;

  private static PidSettings settings(boolean normalise, double most) {
    return new PidSettings(.1, .01, .01, 25, normalise, most);
  }

  @Test
  void theRawErrorGivesTheGoldenMultipliers() throws Exception {
    GoldenNumbers golden = new GoldenNumbers("pid_lagrangian");
    PidLagrangian pid =
        new PidLagrangian(
            new PidSettings(
                golden.number("kp"),
                golden.number("ki"),
                golden.number("kd"),
                golden.number("cost_limit"),
                false,
                1000));

    double[] multipliers =
        Arrays.stream(golden.doubles("costs")).map(cost -> pid.update(cost, false)).toArray();

    assertThat(multipliers).containsExactly(golden.doubles("lambda_after"), offset(ROUNDING));
  }

  @Test
  void theNormalisedErrorIsTheSameForAnyUnitOfCost() {
    PidLagrangian requests = new PidLagrangian(settings(true, 1000));
    PidLagrangian thousands = new PidLagrangian(new PidSettings(.1, .01, .01, .025, true, 1000));
    for (double cost : new double[] {40, 38, 20, 30}) {
      assertThat(thousands.update(cost / 1000, false))
          .isCloseTo(requests.update(cost, false), offset(ROUNDING));
    }
  }

  @Test
  void theNormalisedErrorIsAShareOfTheLimit() {
    // .1 * .6 + .01 * .6 + .01 * 40 / 25
    assertThat(new PidLagrangian(settings(true, 1000)).update(40, false))
        .isCloseTo(.082, offset(ROUNDING));
  }

  @Test
  void aFrozenIntegralStaysWhileTheOtherTermsWork() {
    PidLagrangian pid = new PidLagrangian(settings(false, 1000));
    pid.update(40, false);
    double integral = pid.state().integral();

    assertThat(pid.update(40, true)).isCloseTo(.1 * 15 + integral, offset(ROUNDING));
    assertThat(pid.state().integral()).isEqualTo(integral);
  }

  @Test
  void theIntegralNeverOwesAnything() {
    PidLagrangian pid = new PidLagrangian(settings(false, 1000));
    pid.update(0, false);
    assertThat(pid.state()).isEqualTo(new PidLagrangian.State(0, 0, 0));
  }

  @Test
  void theMultiplierIsClamped() {
    PidLagrangian pid = new PidLagrangian(settings(false, 2));
    assertThat(pid.update(1000, false)).isEqualTo(2);
    assertThat(pid.multiplier()).isEqualTo(2);
  }

  @Test
  void aRestoredControllerGoesOnAsTheOneItWasTakenFrom() {
    PidLagrangian first = new PidLagrangian(settings(false, 1000));
    first.update(40, false);
    PidLagrangian second = new PidLagrangian(settings(false, 1000));
    second.restore(first.state());
    assertThat(second.update(30, false)).isEqualTo(first.update(30, false));
  }

  @Test
  void refusesCostsAndSettingsOutsideTheirRange() {
    assertThatThrownBy(() -> new PidLagrangian(settings(true, 1)).update(Double.NaN, false))
        .hasMessage("cost: found NaN, expected a finite value of 0 or more");
    assertThatThrownBy(() -> new PidSettings(.1, .1, .1, 0, true, 1))
        .hasMessage("costLimit: found 0, expected a value above 0");
    assertThatThrownBy(() -> new PidSettings(.1, -1, .1, 1, true, 1))
        .hasMessage("integralGain: found -1.0, expected a finite value of 0 or more");
  }
}

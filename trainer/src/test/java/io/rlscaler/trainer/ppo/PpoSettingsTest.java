package io.rlscaler.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PpoSettingsTest {
  @Test
  void theDefaultsAreTheseAndNoOthers() {
    assertThat(PpoSettings.defaults())
        .isEqualTo(
            new PpoSettings(
                128,
                128,
                4096,
                4,
                .99,
                .95,
                .2,
                OptionalDouble.empty(),
                .5,
                new LinearSchedule(.01, .001),
                new LinearSchedule(3e-4, 0),
                new Adam.Settings(.9, .999, 1e-5),
                .5,
                .02,
                List.of(64, 64)));
  }

  @Test
  void refusesAMinibatchLargerThanTheRollout() {
    PpoSettings d = PpoSettings.defaults();
    assertThatThrownBy(
            () ->
                new PpoSettings(
                    2,
                    4,
                    9,
                    d.epochs(),
                    d.gamma(),
                    d.gaeLambda(),
                    d.clip(),
                    d.valueClip(),
                    d.valueCoefficient(),
                    d.entropyCoefficient(),
                    d.learningRate(),
                    d.adam(),
                    d.gradientNorm(),
                    d.targetKl(),
                    d.hidden()))
        .hasMessage("minibatch: found 9.0, expected 2.0 to 8.0");
  }

  @Test
  void aScheduleGoesStraightFromItsStartTowardsItsEnd() {
    LinearSchedule schedule = new LinearSchedule(1, 0.5);
    assertThat(IntStream.range(0, 4).mapToDouble(i -> schedule.at(i, 4)).toArray())
        .containsExactly(1, .875, .75, .625);
    assertThatThrownBy(() -> schedule.at(4, 4))
        .hasMessage("iteration: found 4 of 4, expected 0 or more and less than their number");
  }
}

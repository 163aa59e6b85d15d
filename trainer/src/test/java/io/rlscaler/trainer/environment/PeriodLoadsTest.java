package io.rlscaler.trainer.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.engine.policy.PolicySettings;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class PeriodLoadsTest {
  private static final double CAPACITY = Scenario.DEFAULT.service().capacity();

  private static World world(Duration step, double... loads) {
    double[] rates = Arrays.stream(loads).map(load -> load * CAPACITY).toArray();
    Trace trace = Trace.of("made_up", step, rates);
    return new World(Scenario.DEFAULT, new OfferedLoad(trace, 0), PolicySettings.DEFAULT);
  }

  @Test
  void aLongStepIsHeldOverItsPeriods() {
    assertThat(PeriodLoads.of(world(Duration.ofSeconds(30), 2, 4))).containsExactly(2, 2, 4, 4);
  }

  @Test
  void ofShorterStepsTheBusiestCounts() {
    assertThat(PeriodLoads.of(world(Duration.ofSeconds(5), 1, 9, 2, 3, 3, 4)))
        .containsExactly(9, 4);
  }

  @Test
  void whatGrowsTooFastToBeForeseenIsASurpriseForAStartUpTimeAndLag() {
    double[] loads = new double[1000];
    Arrays.fill(loads, 10);
    Arrays.fill(loads, 500, 1000, 40);
    // 60 s of start-up and 30 s of lag are six periods of 40 among 500 of 10 and 500 of 40
    assertThat(PeriodLoads.surpriseShare(world(Duration.ofSeconds(15), loads)))
        .isCloseTo(6 * 40 / (500 * 10 + 500 * 40.0), within(1e-6));
  }

  @Test
  void aSteadyLoadHasNoSurprise() {
    double[] loads = new double[500];
    Arrays.fill(loads, 10);
    assertThat(PeriodLoads.surpriseShare(world(Duration.ofSeconds(15), loads))).isZero();
  }
}

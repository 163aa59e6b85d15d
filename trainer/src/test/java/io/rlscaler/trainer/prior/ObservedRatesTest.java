package io.rlscaler.trainer.prior;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ObservedRatesTest {
  private static final double NONE = Double.NaN;

  private static double[] observed(int stepSeconds, double... rates) {
    Trace trace = Trace.of("test", Duration.ofSeconds(stepSeconds), rates);
    return ObservedRates.of(new OfferedLoad(trace, 0), Scenario.DEFAULT);
  }

  @Test
  void aRateIsSeenOneLagLaterAsTheMeanOverAPeriod() {
    // a decision every 15 s, a lag of 30 s, a window of 15 s
    assertThat(observed(10, 2, 4, 8, 16, 32, 64, 64, 64))
        .containsExactly(NONE, NONE, NONE, 40.0 / 15, 100.0 / 15, 320.0 / 15);
  }

  @Test
  void aWindowThatTouchesAGapIsUnknown() {
    assertThat(observed(15, 1, NONE, 3, 4, 5, 6)).containsExactly(NONE, NONE, NONE, 1, NONE, 3);
  }
}

package io.rlscaler.engine.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.engine.DeepSize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecasterMemoryTest {

  @ParameterizedTest
  @CsvSource({
    "15, 60",
    "15, 5",
    "15, 300",
    "15, 7200",
    "1, 60",
    "1, 300",
    "5, 120",
    "30, 180",
    "60, 300"
  })
  void aForecasterNeedsAtMostTwelveKilobytes(int periodSeconds, int startUpSeconds) {
    Forecaster forecaster =
        new Forecaster(
            periodSeconds * 1_000L,
            startUpSeconds * 1_000L,
            30_000,
            ForecastPrior.persistence(startUpSeconds));
    for (int tick = 0; tick < 2_000; tick++) {
      forecaster.observe(1_000L * periodSeconds * tick, 100 + tick, 10, true);
    }
    assertThat(DeepSize.of(forecaster)).isLessThanOrEqualTo(12 * 1024);
  }
}

package io.rlscaler.simulator.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.episode.SignalModel;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScenarioWordsTest {
  @Test
  void aPlainWorldSaysThatNothingGoesWrong() {
    assertThat(ScenarioWords.of(Scenario.DEFAULT))
        .containsEntry("scrapes", "at every decision")
        .containsEntry("rate window", "the decision period")
        .containsEntry("metric noise, sigma of the logarithm", "0")
        .containsEntry("share of lost scrapes", "0")
        .containsEntry("warm-up", "none")
        .containsEntry("crashes of a replica per hour", "0")
        .containsEntry("node shortages", "none");
  }

  @Test
  void badMetricsAreNamed() {
    SignalModel signals =
        new SignalModel(
            Duration.ofSeconds(30),
            Optional.of(Duration.ofMinutes(2)),
            Duration.ofSeconds(45),
            .1,
            .02);
    assertThat(ScenarioWords.of(Scenario.DEFAULT.withSignals(signals)))
        .containsEntry("scrapes", "every 30 s")
        .containsEntry("rate window", "120 s")
        .containsEntry("metric lag", "45 s")
        .containsEntry("metric noise, sigma of the logarithm", "0.1000")
        .containsEntry("share of lost scrapes", "0.02000");
  }
}

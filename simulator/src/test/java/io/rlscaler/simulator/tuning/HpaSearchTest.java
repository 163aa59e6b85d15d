package io.rlscaler.simulator.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.engine.Objective;
import io.rlscaler.simulator.episode.EpisodeScore;
import io.rlscaler.simulator.episode.HpaSettings;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.trace.SyntheticTraces;
import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HpaSearchTest {
  private static final Scenario SCENARIO = Scenario.DEFAULT;

  private static Trace burst() {
    return SyntheticTraces.burst(
        new SyntheticTraces.Extent(Duration.ofHours(8), Duration.ofMinutes(1), 100), 4);
  }

  @Test
  void triesTwelveTargetsFromThirtyToEightyFivePercent() {
    assertThat(HpaSearch.TARGETS).containsExactly(30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85);
    HpaSearch.Outcome outcome = search(SCENARIO);
    assertThat(outcome.tried().stream().map(tried -> tried.settings().targetPercent()))
        .containsExactlyElementsOf(HpaSearch.TARGETS);
  }

  @Test
  void takesTheCheapestThatMeetsTheObjective() {
    Scenario easy = withGoodRatio(.9);
    HpaSearch.Outcome outcome = search(easy);
    EpisodeScore best = outcome.best().score();
    assertThat(best.meetsObjective()).isTrue();
    assertThat(outcome.tried())
        .filteredOn(tried -> tried.score().replicaSeconds() < best.replicaSeconds())
        .allMatch(tried -> !tried.score().meetsObjective());
  }

  @Test
  void takesTheLeastViolationsWhereNoneMeetsTheObjective() {
    HpaSearch.Outcome outcome = search(withGoodRatio(.9998));
    assertThat(outcome.tried()).noneMatch(tried -> tried.score().meetsObjective());
    double least =
        outcome.tried().stream()
            .mapToDouble(tried -> tried.score().violationShare())
            .min()
            .orElseThrow();
    assertThat(outcome.best().score().violationShare()).isEqualTo(least);
  }

  @Test
  void isDeterministicThoughParallel() {
    assertThat(search(SCENARIO)).isEqualTo(search(SCENARIO));
  }

  private static HpaSearch.Outcome search(Scenario scenario) {
    return HpaSearch.search(scenario, OfferedLoad.of(burst(), scenario), HpaSettings.DEFAULT);
  }

  private static Scenario withGoodRatio(double goodRatio) {
    return SCENARIO.withObjective(Objective.of(SCENARIO.objective().latency(), goodRatio));
  }
}

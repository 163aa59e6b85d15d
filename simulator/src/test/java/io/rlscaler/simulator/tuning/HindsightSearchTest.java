package io.rlscaler.simulator.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rlscaler.simulator.episode.DaySums;
import io.rlscaler.simulator.episode.Episode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HindsightSearchTest {
  private static final int MOST = 90;

  private static final Map<Family, Search> SEARCHES = new ConcurrentHashMap<>();

  static Stream<Family> families() {
    return Stream.of(Family.HPA, Family.kpa(4), Family.HEADROOM, Family.SPREAD);
  }

  private static Search search(Family family, Double... goodRatios) {
    return HindsightSearch.search(
        new TuningWorld().replays(family), List.of(), List.of(goodRatios), MOST);
  }

  /** One search per family serves several tests. */
  private static Search found(Family family) {
    return SEARCHES.computeIfAbsent(family, key -> search(key, .99, .95));
  }

  @ParameterizedTest
  @MethodSource("families")
  void theBestIsTheCheapestThatKeepsTheObjective(Family family) {
    Search search = found(family);
    assertThat(search.trials()).hasSizeLessThanOrEqualTo(MOST).doesNotHaveDuplicates();
    for (Search.Best best : search.best()) {
      assertThat(best.keeps()).isTrue();
      assertThat(best.trial().violationShare()).isLessThanOrEqualTo(1 - best.goodRatio());
      assertThat(search.trials())
          .filteredOn(trial -> trial.replicaSeconds() < best.trial().replicaSeconds())
          .allMatch(trial -> trial.violationShare() > 1 - best.goodRatio());
    }
    assertThat(search.best().get(1).trial().replicaSeconds())
        .isLessThan(search.best().get(0).trial().replicaSeconds());
  }

  @ParameterizedTest
  @MethodSource("families")
  void refiningIsNeverWorseThanTheCoarseGridAndTheStandardSetting(Family family) {
    int coarse = SettingGrid.coarse(family.axes()).size();
    Search search = found(family);
    double best = search.best().get(0).trial().replicaSeconds();
    assertThat(search.trials()).extracting(Trial::values).contains(family.standard());
    assertThat(search.trials().subList(0, coarse))
        .filteredOn(trial -> trial.violationShare() <= .01)
        .allMatch(trial -> trial.replicaSeconds() >= best);
  }

  @Test
  void noStepOnTheFirstAxisIsCheaperWithinTheObjective() {
    Replays replays = new TuningWorld().replays(Family.SPREAD);
    Search.Best best = found(Family.SPREAD).best().get(0);
    List<Axis> axes = Family.SPREAD.axes();
    List<Double> bolder = new ArrayList<>(best.trial().values());
    List<Double> values = axes.get(0).values();
    bolder.set(0, values.get(values.indexOf(bolder.get(0)) + 1));
    Trial next = replays.trial(replays.of(List.of(bolder)).get(0));
    assertThat(
            next.violationShare() > .01 || next.replicaSeconds() >= best.trial().replicaSeconds())
        .isTrue();
  }

  @Test
  void aTrialIsWhatAnEpisodeComesTo() {
    Search.Best best = found(Family.HPA).best().get(0);
    try (Episode episode =
        new Episode(
            TuningWorld.scenario(.99),
            TuningWorld.load(Duration.ofHours(30)),
            Family.HPA.setup(best.trial().values()))) {
      episode.finish();
      List<DaySums> days = episode.days(TuningWorld.SCORED_FROM);
      assertThat(best.trial().days())
          .usingRecursiveComparison()
          // hours are kept in single precision
          .withComparatorForType(
              (a, b) -> Math.abs(a - b) <= 1e-6 * Math.abs(b) ? 0 : a.compareTo(b), Double.class)
          .isEqualTo(days);
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void theBestAlsoKeepsTheObjectiveOverTheOtherSeeds(Family family) {
    TuningWorld world = new TuningWorld();
    List<Replays> seeds = Stream.of(7L, 8L, 9L).map(seed -> world.replays(family, seed)).toList();
    Search search =
        HindsightSearch.search(seeds.get(0), seeds.subList(1, 3), List.of(.99, .97), MOST);
    for (Search.Best best : search.best()) {
      assertThat(best.keeps()).isTrue();
      List<DaySums> days =
          seeds.stream()
              .map(seed -> seed.trial(seed.of(List.of(best.trial().values())).get(0)))
              .flatMap(trial -> trial.days().stream())
              .toList();
      assertThat(new Trial(best.trial().values(), days).violationShare())
          .isLessThanOrEqualTo(1 - best.goodRatio());
    }
  }

  @Test
  void whereNoneKeepsTheObjectiveTheLeastViolationsAreTaken() {
    Search search = search(Family.HPA, .99999999);
    Search.Best best = search.best().get(0);
    assertThat(best.keeps()).isFalse();
    assertThat(search.trials())
        .allMatch(trial -> trial.violationShare() >= best.trial().violationShare());
  }

  @Test
  void theOutcomeDoesNotDependOnTheNumberOfThreads() throws Exception {
    Search many = found(Family.HEADROOM);
    ForkJoinPool one = new ForkJoinPool(1);
    try {
      assertThat(one.submit(() -> search(Family.HEADROOM, .99, .95)).get()).isEqualTo(many);
    } finally {
      one.shutdown();
    }
  }

  @Test
  void impossibleLimitsAreRefused() {
    Replays replays = new TuningWorld().replays(Family.HPA);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HindsightSearch.search(replays, List.of(), List.of(.99), 151))
        .withMessageContaining("at most 151 trials, expected an objective, and ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HindsightSearch.search(replays, List.of(), List.of(), 100));
  }
}

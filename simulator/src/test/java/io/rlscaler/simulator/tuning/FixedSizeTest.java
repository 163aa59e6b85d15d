package io.rlscaler.simulator.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FixedSizeTest {
  private static final double GOOD_RATIO = .99;

  private final TuningWorld world = new TuningWorld();

  private Replays replays(Scenario scenario, OfferedLoad load) {
    Family family = Family.fixed(scenario.min(), scenario.max());
    return new Replays(scenario, load, 0, family, Optional.empty(), world.messages::add);
  }

  private CalibratedSetting fewest(Scenario scenario, OfferedLoad load) {
    return FixedSize.fewest(replays(scenario, load), GOOD_RATIO).orElseThrow();
  }

  /** Twelve hours at the capacity of so many replicas. */
  private static OfferedLoad constant(double replicas) {
    double[] rates = new double[144];
    Arrays.fill(rates, replicas * Scenario.DEFAULT.service().capacity());
    return new OfferedLoad(Trace.of("constant", Duration.ofMinutes(5), rates), 0);
  }

  @Test
  void halvingFindsWhatTryingAllCountsFinds() {
    Scenario scenario = TuningWorld.scenario(GOOD_RATIO).withRange(20, 50);
    OfferedLoad load = TuningWorld.load(Duration.ofHours(30));
    Replays replays = replays(scenario, load);
    List<Run> runs =
        replays.of(IntStream.rangeClosed(20, 50).mapToObj(n -> List.of((double) n)).toList());
    Past past = new Past(replays, 30);
    double unavoidable = past.leastViolationShare(runs);
    // k is 2 at a budget of 1 %
    int expected =
        20
            + IntStream.range(0, runs.size())
                .filter(
                    i -> {
                      double share = past.candidate(runs.get(i)).violationShare();
                      return 2 * Math.max(share - unavoidable, 0) + unavoidable <= 1 - GOOD_RATIO;
                    })
                .findFirst()
                .orElseThrow();
    assertThat(expected).isBetween(21, 49);
    CalibratedSetting setting = fewest(scenario, load);
    assertThat(setting.values()).containsExactly((double) expected);
    assertThat(setting.keeps()).isTrue();
    assertThat(setting.meanReplicas()).isCloseTo(expected, within(1e-6));
    // 50, and halving of the other 30
    assertThat(setting.tried()).isBetween(5, 6);
  }

  @Test
  void theMostAllowedAreNamedWhereEvenTheyBreakThePromise() {
    CalibratedSetting setting =
        fewest(TuningWorld.scenario(GOOD_RATIO).withRange(2, 10), constant(30));
    assertThat(setting.values()).containsExactly(10.0);
    assertThat(setting.keeps()).isFalse();
    assertThat(setting.judged()).isCloseTo(1, within(1e-9));
    assertThat(setting.tried()).isEqualTo(1);
  }

  @Test
  void headroomIsUsableCapacityOverLoad() {
    CalibratedSetting setting =
        fewest(TuningWorld.scenario(GOOD_RATIO).withRange(2, 60), constant(20));
    double replicas = setting.values().get(0);
    assertThat(replicas).isBetween(21.0, 40.0);
    // hours are kept in single precision
    assertThat(setting.headroom().share()).isCloseTo(replicas * .8 / 20 - 1, within(1e-6));
  }

  @Test
  void replicasThatAreAlwaysThereAreNoHeadroom() {
    CalibratedSetting setting =
        fewest(TuningWorld.scenario(GOOD_RATIO).withRange(4, 40), constant(.5));
    assertThat(setting.values()).containsExactly(4.0);
    assertThat(setting.headroom().share()).isCloseTo(0, within(1e-6));
    assertThat(setting.isDear()).isFalse();
  }

  @Test
  void theDecidingHourIsTheOneWithMostViolations() {
    double[] rates = new double[144];
    Arrays.fill(rates, 1000);
    Arrays.fill(rates, 12 * 8, 12 * 9, 1800);
    OfferedLoad load = new OfferedLoad(Trace.of("peak", Duration.ofMinutes(5), rates), 0);
    // 18 replicas' load for an hour: with the most replicas that break the promise, too
    CalibratedSetting setting = fewest(TuningWorld.scenario(GOOD_RATIO).withRange(2, 60), load);
    assertThat(setting.keeps()).isTrue();
    StandingHeadroom.Hour hour = setting.headroom().decidingHour().orElseThrow();
    assertThat(hour.fromSeconds()).isEqualTo(8 * 3600);
    // what is left over is served at the beginning of the next hour
    assertThat(hour.share()).isBetween(.5, 1.0);
  }

  @Test
  void sixHoursAreNoPast() {
    OfferedLoad load = TuningWorld.load(Duration.ofHours(6));
    assertThat(FixedSize.fewest(replays(TuningWorld.scenario(GOOD_RATIO), load), GOOD_RATIO))
        .isEmpty();
  }

  @Test
  void onlyAFixedSizeIsLookedFor() {
    assertThatThrownBy(() -> FixedSize.fewest(world.replays(Family.HPA), GOOD_RATIO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fixed size: found replays of hpa, expected static");
  }
}

package io.rlscaler.simulator.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.engine.Objective;
import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.DaySums;
import io.rlscaler.simulator.episode.Episode;
import io.rlscaler.simulator.episode.EpisodeScore;
import io.rlscaler.simulator.episode.HpaSettings;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.episode.SignalModel;
import io.rlscaler.simulator.trace.SyntheticTraces;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.workload.ServiceModel;
import io.rlscaler.simulator.workload.StartUpDelay;
import io.rlscaler.simulator.workload.WorkloadModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClairvoyantBoundTest {
  private static final Scenario SCENARIO =
      Scenario.DEFAULT.withRange(2, 80).withStartUp(StartUpDelay.fixed(60));
  private static final double CAPACITY = SCENARIO.service().capacity();

  /** What rounding rates down and ending the search early may take from the bound. */
  private static final double ROUNDING = 0.004;

  private static OfferedLoad load(Duration step, double... replicaLoads) {
    double[] rates = Arrays.stream(replicaLoads).map(load -> load * CAPACITY).toArray();
    return new OfferedLoad(Trace.of("test", step, rates), 0);
  }

  private static OfferedLoad constant(double replicaLoad) {
    double[] loads = new double[120];
    Arrays.fill(loads, replicaLoad);
    return load(Duration.ofMinutes(1), loads);
  }

  private static OfferedLoad bursts(long seed) {
    SyntheticTraces.Extent extent =
        new SyntheticTraces.Extent(Duration.ofHours(6), Duration.ofMinutes(1), 100);
    return OfferedLoad.of(SyntheticTraces.burst(extent, seed), SCENARIO);
  }

  private static OfferedLoad walk(long seed) {
    SyntheticTraces.Extent extent =
        new SyntheticTraces.Extent(Duration.ofHours(6), Duration.ofSeconds(15), 100);
    return OfferedLoad.of(SyntheticTraces.randomWalk(extent, seed), SCENARIO);
  }

  private static Scenario routed(ServiceModel.Routing routing) {
    ServiceModel service = SCENARIO.service();
    return SCENARIO.withWorkload(
        WorkloadModel.of(
            new ServiceModel(
                service.slots(),
                service.meanSeconds(),
                service.variation(),
                service.distribution(),
                routing),
            SCENARIO.life()));
  }

  private static List<ControllerSetup> controllers() {
    List<ControllerSetup> setups = new ArrayList<>();
    for (int replicas = 10; replicas <= 80; replicas += 4) {
      setups.add(new ControllerSetup.Static(replicas));
    }
    for (int target = 40; target <= 95; target += 11) {
      for (int window : new int[] {0, 120, 300}) {
        HpaSettings same = HpaSettings.DEFAULT;
        setups.add(
            new ControllerSetup.Hpa(
                new HpaSettings(
                    target,
                    0.02,
                    Duration.ofSeconds(window),
                    same.behavior(),
                    OptionalInt.empty(),
                    OptionalInt.empty())));
      }
    }
    for (double utilization = 0.4; utilization < 0.95; utilization += 0.1) {
      setups.add(ControllerSetup.Kpa.of(utilization, SCENARIO.service().slots()));
    }
    for (double x = -2; x <= 5; x += 0.5) {
      setups.add(new ControllerSetup.Headroom(x));
      setups.add(new ControllerSetup.Spread(x));
    }
    return setups;
  }

  private static void requireNoneCheaper(Scenario scenario, OfferedLoad load, double noise) {
    BoundResult bound = ClairvoyantBound.compute(scenario, load, 0);
    assertThat(bound.reachable()).isTrue();
    int kept = 0;
    for (ControllerSetup setup : controllers()) {
      EpisodeScore score = Episode.score(scenario, load, setup);
      if (score.meetsObjective()) {
        kept++;
        assertThat(score.replicaSeconds())
            .as("%s %s", setup.name(), setup.settings())
            .isGreaterThanOrEqualTo(bound.boundReplicaSeconds() * (1 - noise));
      }
    }
    assertThat(kept).as("controllers that were compared").isGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.01, 0.05})
  void noControllerThatKeepsTheObjectiveIsCheaper(double budget) {
    Scenario scenario = SCENARIO.withObjective(Objective.of(Duration.ofMillis(250), 1 - budget));
    requireNoneCheaper(scenario, bursts(3), 0);
    requireNoneCheaper(scenario, walk(4), 0);
    requireNoneCheaper(scenario, constant(20.3), 0);
  }

  @Test
  void luckWithStartUpTimesIsNoise() {
    // 1 %: a third of the start-ups is more than a tenth faster than the median
    requireNoneCheaper(SCENARIO.withStartUp(new StartUpDelay(180, 0.25)), bursts(5), 0.01);
  }

  @ParameterizedTest
  @EnumSource(names = {"CENTRAL", "RANDOM"})
  void anyPlanOnItsRealViolationsIsNotCheaperThanTheBound(ServiceModel.Routing routing) {
    OfferedLoad load = bursts(7);
    ClairvoyantBound bound = new ClairvoyantBound(routed(routing), load, 0);
    for (double headroom = 0.95; headroom < 1.3; headroom += 0.02) {
      int[] ready = new int[6 * 240];
      for (int k = 0; k < ready.length; k++) {
        double rate = load.trace().rateAt(15.0 * k).orElseThrow();
        ready[k] = Math.max(2, (int) Math.ceil(headroom * rate / CAPACITY));
      }
      ReplicaPlan plan =
          new ReplicaPlan(Duration.ofSeconds(15), new int[0], ready, StartUpDelay.fixed(60), 80);
      PlanRun run = bound.run(plan);
      double budget = Math.max(1e-5, run.violations() / load.trace().requests());
      assertThat(bound.bound(60, budget).boundReplicaSeconds())
          .as("headroom %s, violation share %s", headroom, budget)
          .isLessThanOrEqualTo(run.replicaSeconds());
    }
  }

  @Test
  void onAConstantLoadItIsTheStaticCountWhoseViolationsAreTheBudget() {
    OfferedLoad load = constant(20.3);
    for (int replicas : new int[] {21, 22, 23}) {
      EpisodeScore fixed = Episode.score(SCENARIO, load, new ControllerSetup.Static(replicas));
      BoundResult bound =
          new ClairvoyantBound(SCENARIO, load, 0).bound(60, fixed.violationShare() * 1.0001);
      assertThat(bound.boundReplicaSeconds())
          .isCloseTo(fixed.replicaSeconds(), within(fixed.replicaSeconds() * ROUNDING));
      assertThat(bound.boundReplicaSeconds()).isLessThanOrEqualTo(fixed.replicaSeconds());
    }
  }

  @Test
  void aLargerBudgetNeverCostsMoreAndALongerStartUpNeverLess() {
    ClairvoyantBound bound = new ClairvoyantBound(SCENARIO, bursts(9), 0);
    double before = Double.POSITIVE_INFINITY;
    for (double budget : new double[] {1e-4, 1e-3, 1e-2, 1e-1}) {
      double now = bound.bound(60, budget).boundReplicaSeconds();
      assertThat(now).isLessThanOrEqualTo(before * (1 + 3e-5)); // how exactly the dual is searched
      before = now;
    }
    before = 0;
    for (double startUp : new double[] {0, 15, 60, 180, 600}) {
      double now = bound.bound(startUp, 1e-3).boundReplicaSeconds();
      assertThat(now).isGreaterThanOrEqualTo(before * (1 - 3e-5));
      before = now;
    }
  }

  @Test
  void thePlanKeepsTheBudgetAndIsHardlyDearerThanTheBound() {
    for (double budget : new double[] {1e-3, 1e-2}) {
      BoundResult result = new ClairvoyantBound(SCENARIO, bursts(11), 0).bound(60, budget);
      assertThat(result.reachable()).isTrue();
      assertThat(result.primalViolationShare()).isLessThanOrEqualTo(budget);
      // integer replicas and carried work that is rounded down; a 6 h trace has few steps to even
      // the spending out
      assertThat(result.gap()).isBetween(0.0, 0.02);
    }
  }

  @Test
  void onlyTheScoredPartCounts() {
    OfferedLoad load = bursts(13);
    double from = 2 * 3600;
    BoundResult scored = ClairvoyantBound.compute(SCENARIO, load, from);
    assertThat(scored.plan().from()).isEqualTo(Duration.ofHours(2));
    for (ControllerSetup setup : controllers()) {
      try (Episode episode = new Episode(SCENARIO, load, setup)) {
        episode.finish();
        List<DaySums> days = episode.days(from);
        double requests = days.stream().mapToDouble(DaySums::requests).sum();
        double violating = days.stream().mapToDouble(DaySums::violatingRequests).sum();
        double cost = days.stream().mapToDouble(DaySums::replicaSeconds).sum();
        if (violating <= SCENARIO.objective().budget() * requests) {
          assertThat(cost).isGreaterThanOrEqualTo(scored.boundReplicaSeconds());
        }
      }
    }
  }

  @Test
  void gapsCostNothing() {
    double[] loads = new double[120];
    Arrays.fill(loads, 10.2);
    Arrays.fill(loads, 40, 80, Double.NaN);
    double all = ClairvoyantBound.compute(SCENARIO, constant(10.2), 0).boundReplicaSeconds();
    double part =
        ClairvoyantBound.compute(SCENARIO, load(Duration.ofMinutes(1), loads), 0)
            .boundReplicaSeconds();
    assertThat(part).isCloseTo(all * 2 / 3, within(all * ROUNDING));
  }

  @Test
  void withoutTrafficTheLeastReplicasRun() {
    BoundResult result = ClairvoyantBound.compute(SCENARIO, constant(0), 0);
    assertThat(result.boundReplicaSeconds()).isEqualTo(2 * 7200.0);
    assertThat(result.primalReplicaSeconds()).isEqualTo(2 * 7200.0);
    assertThat(result.reachable()).isTrue();
  }

  @Test
  void anObjectiveThatNobodyCanKeepIsSaidToBe() {
    BoundResult result = ClairvoyantBound.compute(SCENARIO, constant(85), 0);
    assertThat(result.reachable()).isFalse();
    assertThat(result.plan().ready(0)).isEqualTo(80);
  }

  @Test
  void aTraceShorterThanAStartUpIsServedByWhatIsThere() {
    BoundResult result =
        new ClairvoyantBound(SCENARIO, load(Duration.ofSeconds(15), 3, 9), 0).bound(60, 1e-3);
    assertThat(result.reachable()).isTrue();
    assertThat(result.boundReplicaSeconds()).isGreaterThan(15 * 3 + 15 * 9);
  }

  @Test
  void refusesWhatLeavesNothingToBound() {
    assertThatThrownBy(() -> new ClairvoyantBound(SCENARIO, constant(5), 7200))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found a trace of 7200 s");
    assertThatThrownBy(() -> new ClairvoyantBound(SCENARIO, constant(5), 0).bound(-1, 1e-3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("start-up is -1.0");
  }

  @Test
  void asAControllerThePlanKeepsTheObjectiveAlthoughStartUpsAreDrawn() {
    for (long seed = 1; seed <= 3; seed++) {
      Scenario scenario = SCENARIO.withStartUp(new StartUpDelay(60, 0.25)).withSeed(seed);
      OfferedLoad load = bursts(15);
      BoundResult result = ClairvoyantBound.compute(scenario, load, 1800);
      ControllerSetup oracle = new ControllerSetup.Oracle(result.plan().schedule());
      try (Episode episode = new Episode(scenario, load, oracle)) {
        episode.finish();
        List<DaySums> days = episode.days(1800);
        double requests = days.stream().mapToDouble(DaySums::requests).sum();
        double violating = days.stream().mapToDouble(DaySums::violatingRequests).sum();
        double cost = days.stream().mapToDouble(DaySums::replicaSeconds).sum();
        assertThat(violating).isLessThanOrEqualTo(scenario.objective().budget() * requests);
        assertThat(cost / result.boundReplicaSeconds()).isBetween(1.0, 1.1);
      }
    }
  }

  @Test
  void asAControllerThePlanDoesWhatWasReckoned() {
    // no time in which the loop sees nothing yet: lag 0, and a calm beginning
    Scenario scenario =
        SCENARIO.withSignals(new SignalModel(Duration.ZERO, Optional.empty(), Duration.ZERO, 0, 0));
    double[] loads = new double[240];
    for (int i = 0; i < loads.length; i++) {
      loads[i] = i < 30 ? 12 : 20 + 12 * Math.sin(i / 20.0);
    }
    OfferedLoad load = load(Duration.ofMinutes(1), loads);
    for (double from : new double[] {0, 3600}) {
      BoundResult result = ClairvoyantBound.compute(scenario, load, from);
      ControllerSetup oracle = new ControllerSetup.Oracle(result.plan().schedule());
      try (Episode episode = new Episode(scenario, load, oracle)) {
        episode.finish();
        List<DaySums> days = episode.days(from);
        double requests = days.stream().mapToDouble(DaySums::requests).sum();
        double violating = days.stream().mapToDouble(DaySums::violatingRequests).sum();
        double cost = days.stream().mapToDouble(DaySums::replicaSeconds).sum();
        assertThat(cost).isCloseTo(result.primalReplicaSeconds(), within(cost * 1e-9));
        // what waits before the scored part, and spare pods that start early, are not in the plan
        assertThat(violating / requests).isCloseTo(result.primalViolationShare(), within(5e-5));
      }
    }
  }
}

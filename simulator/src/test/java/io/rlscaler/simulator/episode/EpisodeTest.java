package io.rlscaler.simulator.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.engine.Objective;
import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicyRejectedException;
import io.rlscaler.engine.safety.Reason;
import io.rlscaler.simulator.trace.SyntheticTraces;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.workload.ReplicaLife;
import io.rlscaler.simulator.workload.ReplicaLife.Shortage;
import io.rlscaler.simulator.workload.ReplicaLife.WarmUp;
import io.rlscaler.simulator.workload.StartUpDelay;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EpisodeTest {
  private static final Scenario SCENARIO = Scenario.DEFAULT;
  private static final double CAPACITY = SCENARIO.service().capacity();

  private static OfferedLoad diurnal(long seed) {
    SyntheticTraces.Extent extent =
        new SyntheticTraces.Extent(Duration.ofHours(6), Duration.ofMinutes(1), 100);
    return OfferedLoad.of(SyntheticTraces.burst(extent, seed), SCENARIO);
  }

  private static OfferedLoad rates(Duration step, double... replicaLoads) {
    double[] rates = Arrays.stream(replicaLoads).map(load -> load * CAPACITY).toArray();
    return new OfferedLoad(Trace.of("test", step, rates), 0);
  }

  private static ControllerSetup.Hpa hpa(int percent) {
    return new ControllerSetup.Hpa(HpaSettings.DEFAULT.withTarget(percent));
  }

  @Test
  void sameArgumentsGiveTheSameResult() {
    EpisodeResult first = Episode.run(SCENARIO, diurnal(3), hpa(60));
    EpisodeResult second = Episode.run(SCENARIO, diurnal(3), hpa(60));
    assertThat(second).isEqualTo(first);
  }

  @Test
  void anotherSeedDrawsOtherStartUpTimes() {
    Scenario other = SCENARIO.withSeed(2);
    EpisodeScore first = Episode.score(SCENARIO, diurnal(3), hpa(60));
    assertThat(Episode.score(other, diurnal(3), hpa(60))).isNotEqualTo(first);
  }

  @Test
  void moreStaticReplicasNeverViolateMoreAndCostInProportion() {
    double before = 1.1;
    for (int replicas = 10; replicas <= 70; replicas += 10) {
      EpisodeScore score =
          Episode.score(SCENARIO, diurnal(5), new ControllerSetup.Static(replicas));
      assertThat(score.violationShare()).isLessThanOrEqualTo(before);
      assertThat(score.replicaSeconds()).isEqualTo(replicas * 6 * 3600.0);
      assertThat(score.replicaChanges()).isZero();
      before = score.violationShare();
    }
  }

  @Test
  void totalsOfAStaticEpisodeFollowFromItsRates() {
    OfferedLoad load = rates(Duration.ofMinutes(10), 2, 4);
    EpisodeResult result = Episode.run(SCENARIO, load, new ControllerSetup.Static(10));
    EpisodeScore score = result.score();
    assertThat(score.durationSeconds()).isEqualTo(1200);
    assertThat(score.requests()).isCloseTo(6 * CAPACITY * 600, within(1e-6));
    assertThat(score.peakReplicas()).isEqualTo(10);
    assertThat(result.timeline()).hasSize(80);
    assertThat(result.timeline().get(10).utilization().orElseThrow()).isCloseTo(.2, within(1e-3));
    assertThat(result.timeline().get(79).utilization().orElseThrow()).isCloseTo(.4, within(1e-3));
  }

  @Test
  void totalsEqualTheSumOfTheTimeline() {
    EpisodeResult result = Episode.run(SCENARIO, diurnal(7), hpa(70));
    double replicaSeconds = 0;
    double violating = 0;
    double requests = 0;
    for (TimelineStep step : result.timeline()) {
      replicaSeconds += 15 * step.desired();
      requests += 15 * step.rate().orElseThrow();
      violating += 15 * step.rate().orElseThrow() * step.violationShare().orElseThrow();
    }
    EpisodeScore score = result.score();
    assertThat(replicaSeconds).isCloseTo(score.replicaSeconds(), within(1e-6));
    assertThat(requests).isCloseTo(score.requests(), within(1e-6 * requests));
    assertThat(violating).isCloseTo(score.violatingRequests(), within(1e-9 * requests));
  }

  @Test
  void noDecisionKnowsAnythingOfTheFuture() {
    double[] calm = new double[120];
    Arrays.fill(calm, 10);
    double[] stormy = calm.clone();
    Arrays.fill(stormy, 60, 120, 40);
    for (ControllerSetup setup :
        List.of(hpa(60), new ControllerSetup.Headroom(1), new ControllerSetup.Spread(2))) {
      List<Integer> desiredCalm = desired(rates(Duration.ofMinutes(1), calm), setup);
      List<Integer> desiredStormy = desired(rates(Duration.ofMinutes(1), stormy), setup);
      // the storm begins at 3600 s, that is at decision 240, and shows the metric lag later
      int firstInformed = 240 + 30 / 15 + 1;
      assertThat(desiredStormy.subList(0, firstInformed))
          .isEqualTo(desiredCalm.subList(0, firstInformed));
      assertThat(desiredStormy).isNotEqualTo(desiredCalm);
    }
  }

  private static List<Integer> desired(OfferedLoad load, ControllerSetup setup) {
    return Episode.run(SCENARIO, load, setup).timeline().stream()
        .map(TimelineStep::desired)
        .toList();
  }

  @Test
  void daysAreCountedFromWhereScoringBeginsAndSumUpToTheTotals() {
    double nan = Double.NaN;
    // half days of 6, 6, a gap of a whole day, 6, 12
    OfferedLoad load = rates(Duration.ofHours(12), 6, 6, nan, nan, 6, 12);
    try (Episode episode = new Episode(SCENARIO, load, new ControllerSetup.Static(20))) {
      episode.finish();
      EpisodeScore score = episode.score();
      List<DaySums> days = episode.days(0);
      assertThat(days.stream().map(DaySums::day).toList()).containsExactly(0, 2);
      assertThat(days.get(1).requests()).isCloseTo(18 * 43_200 * CAPACITY, within(1e-3));
      assertThat(days.stream().mapToDouble(DaySums::violatingRequests).sum())
          .isCloseTo(score.violatingRequests(), within(1e-9 * score.requests()));
      assertThat(days.stream().mapToDouble(DaySums::replicaSeconds).sum())
          .isEqualTo(score.replicaSeconds());
      // from the middle of the first day on, the first of two days ends in the gap
      assertThat(episode.days(43_200).stream().map(DaySums::seconds).toList())
          .containsExactly(43_200.0, 43_200.0, 43_200.0);
      assertThat(episode.days(43_200).stream().map(DaySums::day).toList()).containsExactly(0, 1, 2);
    }
  }

  @Test
  void slowWarmUpCrashesAndShortagesCostViolations() {
    StartUpDelay startUp = SCENARIO.startUp();
    Shortage none = Shortage.NONE;
    double plain = violations(ReplicaLife.of(startUp));
    assertThat(violations(new ReplicaLife(startUp, new WarmUp(120, .3), 30, none, 0)))
        .isGreaterThan(plain);
    assertThat(violations(new ReplicaLife(startUp, WarmUp.NONE, 30, none, 2))).isGreaterThan(plain);
    assertThat(violations(new ReplicaLife(startUp, WarmUp.NONE, 30, new Shortage(40, 600), 0)))
        .isGreaterThan(plain);
  }

  private static double violations(ReplicaLife life) {
    return Episode.score(SCENARIO.withLife(life), diurnal(4), hpa(70)).violationShare();
  }

  @Test
  void hpaHoldsItsTargetUnderASteadyLoad() {
    double[] steady = new double[60];
    Arrays.fill(steady, 12);
    List<Integer> desired = desired(rates(Duration.ofMinutes(1), steady), hpa(60));
    // 12 replicas of load at 60 % are 20 replicas, with which the episode starts
    assertThat(desired).containsOnly(20);
  }

  @Test
  void hpaRaisesByUsageOverTargetAndLowersOnlyAfterItsWindow() {
    double[] rising = new double[60];
    Arrays.fill(rising, 6);
    Arrays.fill(rising, 20, 25, 9);
    List<Integer> desired = desired(rates(Duration.ofMinutes(1), rising), hpa(60));
    // the load rises at decision 80; decision 83 is the first to see a whole period of it:
    // utilization 90 % at 10 ready replicas, ceil(10 * 90 / 60) = 15
    assertThat(desired.subList(0, 83)).containsOnly(10);
    assertThat(desired.get(83)).isEqualTo(15);
    // it falls at decision 100, shows from 103 on; the window is 300 s, 20 decisions, and
    // a recommendation of exactly that age no longer counts
    int lastHeld = 102 + 19;
    assertThat(desired.subList(83, lastHeld + 1)).allMatch(count -> count >= 15);
    assertThat(desired.get(lastHeld + 1)).isLessThan(15);
    assertThat(desired.get(239)).isEqualTo(10);
  }

  @Test
  void gapsAreHeldAndNotScored() {
    double nan = Double.NaN;
    OfferedLoad load = rates(Duration.ofMinutes(5), 6, 6, nan, nan, 6, 6);
    EpisodeResult result = Episode.run(SCENARIO, load, hpa(60));
    assertThat(result.score().durationSeconds()).isEqualTo(1200);
    assertThat(result.score().requests()).isCloseTo(4 * 300 * 6 * CAPACITY, within(1e-6));
    TimelineStep inside = result.timeline().get(60);
    assertThat(inside.rate()).isEqualTo(OptionalDouble.empty());
    assertThat(inside.violationShare()).isEqualTo(OptionalDouble.empty());
    assertThat(inside.reason()).isEqualTo(Reason.KEEP_UNKNOWN_DATA);
    assertThat(result.timeline().stream().map(TimelineStep::desired).toList()).containsOnly(10);
  }

  @Test
  void nothingIsKnownBeforeTheFirstMetricsAreOldEnough() {
    EpisodeResult result =
        Episode.run(SCENARIO, rates(Duration.ofMinutes(5), 6, 6), new ControllerSetup.Headroom(1));
    assertThat(result.timeline().stream().limit(5).map(TimelineStep::reason).toList())
        .containsExactly(
            Reason.HOLD_UNKNOWN_DATA,
            Reason.HOLD_UNKNOWN_DATA,
            Reason.HOLD_UNKNOWN_DATA,
            Reason.FIXED_CONTROLLER,
            Reason.FIXED_CONTROLLER);
  }

  @Test
  void latencyQuantilesAgreeWithTheViolationShareOfTheObjective() {
    // 99 % of the requests are to be good: a share of 1 % violations puts p99 on the objective
    double[] steady = new double[240];
    Arrays.fill(steady, 9.9);
    EpisodeResult result =
        Episode.run(SCENARIO, rates(Duration.ofMinutes(1), steady), new ControllerSetup.Static(10));
    double share = result.score().violationShare();
    double p99 = result.latency().p99().orElseThrow();
    assertThat(share > .01).isEqualTo(p99 > SCENARIO.latencySeconds());
    assertThat(result.latency().p50().orElseThrow()).isLessThan(p99);
    assertThat(result.latency().p95().orElseThrow()).isLessThan(p99);
  }

  @Test
  void latencyIsToldOfAllRequestsAndOfEachPeriod() {
    double[] late = new double[20];
    Arrays.fill(late, 5);
    Arrays.fill(late, 0, 10, 15);
    EpisodeResult result =
        Episode.run(SCENARIO, rates(Duration.ofMinutes(1), late), new ControllerSetup.Static(10));
    // ten minutes of half too much leave five minutes of queue, which 50 % drain in ten
    assertThat(result.latency().p50().orElseThrow()).isGreaterThan(60);
    assertThat(result.timeline().get(79).latency().p50().orElseThrow()).isLessThan(15);
  }

  @Test
  void idleLatencyIsTheServiceTime() {
    EpisodeResult result =
        Episode.run(SCENARIO, rates(Duration.ofMinutes(10), 1), new ControllerSetup.Static(50));
    // log-normal, mean 40 ms, variation .5: median 35.8 ms, 95 % at 77.8 ms, 99 % at 107.3 ms;
    // within 1 % because quantiles are interpolated between thresholds
    assertThat(result.latency().p50().orElseThrow()).isCloseTo(.0358, within(.0004));
    assertThat(result.latency().p95().orElseThrow()).isCloseTo(.0778, within(.0008));
    assertThat(result.latency().p99().orElseThrow()).isCloseTo(.1073, within(.0011));
  }

  @Test
  void builtInPolicyDecidesThroughTheShield() throws PolicyRejectedException {
    PolicyArtifact artifact = PolicyArtifact.builtin("headroom-v1");
    try (OnnxPolicy policy =
        OnnxPolicy.load(artifact.contract(), artifact.model(), artifact.digest())) {
      EpisodeResult result =
          Episode.run(
              SCENARIO, diurnal(2), ControllerSetup.Policy.withDefaults("headroom-v1", policy));
      long decided =
          result.timeline().stream().filter(step -> step.reason() == Reason.POLICY).count();
      // all but the first three decisions, which have no data yet
      assertThat(decided).isEqualTo(result.timeline().size() - 3);
      assertThat(result.settings()).containsEntry("digest", artifact.digest());
    }
  }

  @Test
  void rangeOfTheHpaSpecReplacesThatOfTheScenario() {
    HpaSettings narrow =
        new HpaSettings(
            60,
            .1,
            Duration.ofMinutes(5),
            HpaSettings.DEFAULT.behavior(),
            OptionalInt.of(12),
            OptionalInt.of(13));
    List<Integer> desired =
        desired(rates(Duration.ofMinutes(10), 2, 20), new ControllerSetup.Hpa(narrow));
    assertThat(desired).contains(12, 13).allMatch(count -> count == 12 || count == 13);
  }

  @Test
  void ratesBeyondTheLargestAllowedSizeAreCutOffAndCounted() {
    double[] spiky = new double[200];
    Arrays.fill(spiky, 100);
    spiky[100] = 100_000;
    OfferedLoad load = OfferedLoad.of(Trace.of("spiky", Duration.ofMinutes(1), spiky), SCENARIO);
    assertThat(load.clippedShare()).isEqualTo(1.0 / 200);
    assertThat(load.trace().rate(100)).isEqualTo(.8 * 200 * CAPACITY);
    assertThat(load.trace().rate(0)).isCloseTo(40 * CAPACITY, within(1e-6));
  }

  @Test
  void objectivesThatTheServiceTimeAloneBreaksAreRefused() {
    assertThatThrownBy(() -> SCENARIO.withObjective(Objective.of(Duration.ofMillis(100), .999)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("service time alone exceeds PT0.1S")
        .hasMessageContaining("a tenth of the violation budget 0.001");
  }

  @Test
  void defaultScenarioIsTheDocumentedOne() {
    assertThat(SCENARIO.startUp()).isEqualTo(new StartUpDelay(60, .25));
    assertThat(SCENARIO.objective()).isEqualTo(Objective.of(Duration.ofMillis(250), .999));
    assertThat(SCENARIO.replicasAtP99()).isEqualTo(40);
    assertThat(SCENARIO.service().capacity()).isEqualTo(100);
    assertThat(SCENARIO.period()).isEqualTo(Duration.ofSeconds(15));
    assertThat(SCENARIO.metricLag()).isEqualTo(Duration.ofSeconds(30));
    assertThat(SCENARIO.min()).isEqualTo(2);
    assertThat(SCENARIO.max()).isEqualTo(200);
  }
}

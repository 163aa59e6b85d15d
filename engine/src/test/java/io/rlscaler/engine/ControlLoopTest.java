package io.rlscaler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.engine.baseline.KpaSettings;
import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.engine.forecast.Forecaster;
import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.policy.FeatureVector;
import io.rlscaler.engine.policy.Limits;
import io.rlscaler.engine.policy.PolicyRegistry;
import io.rlscaler.engine.safety.Adjustment;
import io.rlscaler.engine.safety.KillSwitch;
import io.rlscaler.engine.safety.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ControlLoopTest {
  private static final Controller BASELINE = new Controller.Baseline();
  private static final Controller HEADROOM = new Controller.FixedHeadroom(0);

  private final FakeWorld world = new FakeWorld();

  @AfterEach
  void close() {
    world.loop.close();
  }

  @Test
  void aTickReadsDecidesAllThenWritesAndRecordsEach() {
    world.add("a", Mode.ACTIVE, new Controller.FixedReplicas(12));
    world.add("b", Mode.ACTIVE, new Controller.FixedReplicas(10));
    world.add("c", Mode.ACTIVE, new Controller.FixedReplicas(11));
    world.tick();
    assertThat(world.journal)
        .containsExactly(
            "lead?",
            "read 3",
            "switch? a",
            "switch? b",
            "switch? c",
            "lead?",
            "switch? a",
            "write a 10>12",
            "record a WRITTEN",
            "record b UNCHANGED",
            "lead?",
            "switch? c",
            "write c 10>11",
            "record c WRITTEN");
  }

  @Test
  void aDecisionTellsAllThereIsToTell() {
    world.add("a", Mode.ACTIVE, new Controller.FixedReplicas(50));
    world.tick();
    assertThat(world.decision("a"))
        .isEqualTo(
            new Decision(
                world.now(),
                10,
                20,
                Reason.FIXED_CONTROLLER,
                OptionalInt.of(10),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of(new Adjustment(Adjustment.Constraint.RATE, 50, 20)),
                Optional.empty(),
                FeatureVector.EMPTY,
                ""));
  }

  @Test
  void eachControllerMakesItsOwnWish() {
    world.add("baseline", Mode.ACTIVE, BASELINE).rate = 700;
    world.add("fixed", Mode.ACTIVE, new Controller.FixedReplicas(11)).rate = 700;
    world.add("headroom", Mode.ACTIVE, new Controller.FixedHeadroom(2)).rate = 900;
    world.add("spread", Mode.ACTIVE, new Controller.FixedSpread(3)).rate = 900;
    world.add("mode", Mode.BASELINE, new Controller.FixedReplicas(99)).rate = 700;
    world.tick();
    // 7 busy at 50 %; 9 / .8 * exp(.1088) and, with the assumed spread of .05, * exp(.15)
    assertThat(world.decision("baseline").to()).isEqualTo(14);
    assertThat(world.decision("fixed").to()).isEqualTo(11);
    assertThat(world.decision("headroom").to()).isEqualTo(13);
    assertThat(world.decision("spread").to()).isEqualTo(14);
    assertThat(world.decision("mode").to()).isEqualTo(14);
    assertThat(world.decision("baseline").reason()).isEqualTo(Reason.BASELINE_MODE);
    assertThat(world.decision("headroom").reason()).isEqualTo(Reason.FIXED_CONTROLLER);
    assertThat(world.decision("mode").reason()).isEqualTo(Reason.BASELINE_MODE);
  }

  @Test
  void aForecastStartsFromThePriorOfTheNearestStartUpTime() {
    List<ForecastPrior> priors = List.of(growing(60, 0.2), growing(600, 2));
    world.add("plain", Mode.ACTIVE, HEADROOM).rate = 900;
    world.add("headroom", Mode.ACTIVE, new Controller.FixedHeadroom(0, Limits.DEFAULT, priors))
            .rate =
        900;
    world.add("spread", Mode.ACTIVE, new Controller.FixedSpread(0, Limits.DEFAULT, priors)).rate =
        900;
    world.tick();
    // 9 / .8, and that times exp(.2)
    assertThat(world.decision("plain").to()).isEqualTo(12);
    assertThat(world.decision("headroom").to()).isEqualTo(14);
    assertThat(world.decision("spread").to()).isEqualTo(14);
  }

  /** A prior that expects a growth whatever it sees. */
  private static ForecastPrior growing(double startUpSeconds, double growth) {
    List<Double> coefficients = new ArrayList<>(Collections.nCopies(Forecaster.REGRESSORS, 0.0));
    coefficients.set(0, growth);
    return new ForecastPrior(startUpSeconds, coefficients, 0.05);
  }

  @Test
  void aFloorIsAShareOfTheWeeksPeakForEveryControllerThatHasOne() {
    Limits half = new Limits(0, 0.5, OptionalDouble.empty());
    world.add("bare", Mode.ACTIVE, BASELINE);
    world.add("hpa", Mode.ACTIVE, new Controller.Baseline(0.5));
    world.add("headroom", Mode.ACTIVE, new Controller.FixedHeadroom(0, half));
    world.add("spread", Mode.ACTIVE, new Controller.FixedSpread(0, half));
    afterSixHoursOfAlmostTwentyReplicas(100);
    world.ticks(40);
    assertThat(world.decision("bare").to()).isEqualTo(2);
    for (String name : List.of("hpa", "headroom", "spread")) {
      assertThat(world.decision(name).to()).isEqualTo(10);
    }
  }

  @Test
  void aCapBindsBelowThePeakButNotBelowTheBaseline() {
    Limits capped = new Limits(0, 0, OptionalDouble.of(0.6));
    world.add("free", Mode.ACTIVE, new Controller.FixedHeadroom(4));
    world.add("capped", Mode.ACTIVE, new Controller.FixedHeadroom(4, capped));
    afterSixHoursOfAlmostTwentyReplicas(500);
    world.ticks(40);
    // 5 / .8 * exp(.03 sinh 4); 60 % of 20, above the 10 of the baseline
    assertThat(world.decision("free").to()).isEqualTo(15);
    assertThat(world.decision("capped").to()).isEqualTo(12);
    world.workloads.forEach(workload -> world.target(workload).rate = 900);
    world.ticks(40);
    assertThat(world.decision("capped").to()).isEqualTo(18);
  }

  @Test
  void aHoldKeepsTheHighestWishOfItsWindow() {
    world.add("short", Mode.ACTIVE, new Controller.FixedHeadroom(0));
    world.add(
        "long",
        Mode.ACTIVE,
        new Controller.FixedHeadroom(0, new Limits(600, 0, OptionalDouble.empty())));
    afterSixHoursOfAlmostTwentyReplicas(100);
    world.ticks(39);
    assertThat(world.decision("short").to()).isLessThan(5);
    assertThat(world.decision("long").to()).isGreaterThanOrEqualTo(20);
    world.ticks(40);
    assertThat(world.decision("long").to()).isLessThan(5);
  }

  private void afterSixHoursOfAlmostTwentyReplicas(double thenRate) {
    world.workloads.forEach(workload -> world.target(workload).rate = 1990);
    world.ticks(6 * 240 + 25);
    world.workloads.forEach(workload -> world.target(workload).rate = thenRate);
  }

  @Test
  void aScheduleIsFollowedAtOnceUpAndDown() {
    Instant start = world.now();
    FakeWorld.Target target =
        world.add(
            "a",
            Mode.ACTIVE,
            new Controller.Scheduled(
                new ReplicaSchedule(start, FakeWorld.PERIOD, 10, 90, 3, 200, 1)));
    int[] expected = {90, 3, 100, 1, 1};
    for (int count : expected) {
      world.tick();
      assertThat(target.replicas).isEqualTo(count);
    }
  }

  @Test
  void knativesAutoscalerHasItsOwnLimitsAndKeepsTheCountWithoutItsSignal() {
    FakeWorld.Target target = world.add("a", Mode.ACTIVE, new Controller.Kpa(KpaSettings.of(2)));
    world.tick();
    assertThat(target.replicas).isEqualTo(10);
    target.inFlight = Signal.known(100);
    world.tick();
    assertThat(target.replicas).isEqualTo(50); // the HPA's rate would allow 20
    target.inFlight = Signal.known(8);
    world.ticks(4);
    assertThat(target.replicas).isEqualTo(50); // panic
    world.tick();
    assertThat(target.replicas).isEqualTo(25); // half, where the HPA's window would hold 5 min
    assertThat(world.decision("a").reason()).isEqualTo(Reason.FIXED_CONTROLLER);
  }

  @Test
  void knativesFloorIsAShareOfThePeak() {
    FakeWorld.Target target =
        world.add("a", Mode.ACTIVE, new Controller.Kpa(KpaSettings.of(2), 0.5));
    target.inFlight = Signal.known(0);
    target.rate = 1190;
    world.ticks(6 * 240 + 40); // a peak is known after six hours
    assertThat(target.replicas).isEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource
  void noSwitchMakesShadowWrite(KillSwitch.Position position) {
    FakeWorld.Target target = world.add("a", Mode.SHADOW, new Controller.FixedReplicas(12));
    for (int tick = 0; tick < 60; tick++) {
      target.killSwitch = tick % 30 < 5 ? position : KillSwitch.Position.NONE;
      target.rate = 300 + 40 * tick;
      target.rateKnown = tick % 7 != 0;
      world.tick();
      assertThat(world.outcome("a")).isEqualTo(WriteOutcome.SHADOW);
    }
    assertThat(world.journal).noneMatch(entry -> entry.startsWith("write"));
    assertThat(target.replicas).isEqualTo(10);
  }

  @Test
  void whoDoesNotLeadAtTheStartOfTheTickDoesNotWriteInIt() {
    world.add("a", Mode.ACTIVE, new Controller.FixedReplicas(12));
    world.leads = false;
    world.tick();
    assertThat(world.outcome("a")).isEqualTo(WriteOutcome.NOT_LEADING);
    world.leads = true;
    world.tick();
    assertThat(world.outcome("a")).isEqualTo(WriteOutcome.WRITTEN);
  }

  @Test
  void leadershipLostBetweenTwoWritesStopsTheSecond() {
    world.add("a", Mode.ACTIVE, new Controller.FixedReplicas(12));
    world.add("b", Mode.ACTIVE, new Controller.FixedReplicas(12));
    world.beforeWrites = () -> world.leads = false;
    world.tick();
    assertThat(world.outcome("a")).isEqualTo(WriteOutcome.WRITTEN);
    assertThat(world.outcome("b")).isEqualTo(WriteOutcome.NOT_LEADING);
  }

  @ParameterizedTest
  @EnumSource(names = {"BASELINE", "FREEZE"})
  void aSwitchPulledBetweenDecisionAndWriteStopsTheWrite(KillSwitch.Position position) {
    world.add("a", Mode.ACTIVE, new Controller.FixedReplicas(12));
    FakeWorld.Target second = world.add("b", Mode.ACTIVE, new Controller.FixedReplicas(12));
    world.beforeWrites = () -> second.killSwitch = position;
    world.tick();
    assertThat(world.outcome("a")).isEqualTo(WriteOutcome.WRITTEN);
    assertThat(world.outcome("b")).isEqualTo(WriteOutcome.KILL_SWITCH);
    assertThat(second.replicas).isEqualTo(10);
  }

  @Test
  void theSwitchIsLatchedForTheScaleDownWindowAtLeast() {
    FakeWorld.Target target = world.add("a", Mode.ACTIVE, new Controller.FixedReplicas(12));
    target.killSwitch = KillSwitch.Position.FREEZE;
    world.tick();
    target.killSwitch = KillSwitch.Position.NONE;
    // Released at the first of these, in force for 300 s.
    world.ticks(20);
    assertThat(world.decision("a").reason()).isEqualTo(Reason.KILL_SWITCH_FREEZE);
    world.tick();
    assertThat(world.decision("a").reason()).isEqualTo(Reason.FIXED_CONTROLLER);
    assertThat(target.replicas).isEqualTo(12);
  }

  @Test
  void aTargetThatCannotBeReadDisturbsNoOther() {
    FakeWorld.Target missing = world.add("gone", Mode.ACTIVE, new Controller.FixedReplicas(12));
    world.add("here", Mode.ACTIVE, new Controller.FixedReplicas(12));
    missing.readable = false;
    world.tick();
    assertThat(world.outcome("here")).isEqualTo(WriteOutcome.WRITTEN);
    assertThat(world.journal).noneMatch(entry -> entry.contains("gone"));
    missing.readable = true;
    world.tick();
    assertThat(world.outcome("gone")).isEqualTo(WriteOutcome.WRITTEN);
  }

  @Test
  void anAnswerOfAnotherSizeThanTheGroupIsRefused() {
    world.add("a", Mode.ACTIVE, BASELINE);
    ControlLoop loop =
        new ControlLoop(
            (group, now) -> List.of(), world, world, world, new PolicyRegistry(), world::now);
    assertThatIllegalStateException()
        .isThrownBy(() -> loop.tick(world.workloads))
        .withMessage("the metric reader gave 0 observations, expected 1");
  }

  @Test
  void unknownDataHoldThenTheBaselineMayRaiseThenAllRecovers() {
    FakeWorld.Target target = world.add("a", Mode.ACTIVE, HEADROOM);
    target.rate = 800;
    world.ticks(2);
    assertThat(world.decision("a").reason()).isEqualTo(Reason.FIXED_CONTROLLER);
    target.goodRatioKnown = false;
    target.rate = 900;
    for (int tick = 0; tick < 3; tick++) {
      world.tick();
      assertThat(world.decision("a").reason()).isEqualTo(Reason.HOLD_UNKNOWN_DATA);
      assertThat(target.replicas).isEqualTo(10);
    }
    world.tick();
    assertThat(world.decision("a").reason()).isEqualTo(Reason.BASELINE_UNKNOWN_DATA);
    assertThat(target.replicas).isEqualTo(18);
    target.rate = 100;
    world.ticks(40);
    assertThat(world.decision("a").reason()).isEqualTo(Reason.BASELINE_UNKNOWN_DATA);
    assertThat(target.replicas).isEqualTo(18);
    target.goodRatioKnown = true;
    world.tick();
    assertThat(world.decision("a").reason()).isEqualTo(Reason.FIXED_CONTROLLER);
    assertThat(target.replicas).isEqualTo(18);
    world.ticks(20);
    assertThat(target.replicas).isEqualTo(2);
  }

  @Test
  void withoutAnyDataTheCountIsKeptUntilTheyAreBack() {
    FakeWorld.Target target = world.add("a", Mode.ACTIVE, HEADROOM);
    target.rateKnown = false;
    target.goodRatioKnown = false;
    target.utilizationKnown = false;
    world.ticks(3);
    assertThat(world.decision("a").reason()).isEqualTo(Reason.HOLD_UNKNOWN_DATA);
    world.tick();
    assertThat(world.decision("a").reason()).isEqualTo(Reason.KEEP_UNKNOWN_DATA);
    world.ticks(100);
    assertThat(target.replicas).isEqualTo(10);
  }

  @Test
  void theBaselineWithoutItsInputHoldsThenKeeps() {
    FakeWorld.Target target = world.add("a", Mode.BASELINE, BASELINE);
    target.utilizationKnown = false;
    world.ticks(3);
    assertThat(world.decision("a").reason()).isEqualTo(Reason.HOLD_UNKNOWN_DATA);
    world.tick();
    assertThat(world.decision("a").reason()).isEqualTo(Reason.KEEP_UNKNOWN_DATA);
    target.utilizationKnown = true;
    world.tick();
    assertThat(world.decision("a").reason()).isEqualTo(Reason.BASELINE_MODE);
    target.utilizationKnown = false;
    world.tick();
    assertThat(world.decision("a").reason()).isEqualTo(Reason.HOLD_UNKNOWN_DATA);
  }

  @Test
  void anIdleWorkloadNeedsNoGoodRatio() {
    FakeWorld.Target target = world.add("a", Mode.ACTIVE, HEADROOM);
    target.rate = 0;
    target.goodRatioKnown = false;
    world.tick();
    assertThat(world.decision("a").reason()).isEqualTo(Reason.FIXED_CONTROLLER);
  }

  @Test
  void untilTheCapacityIsKnownOnlyTheBaselineActs() {
    FakeWorld.Target target = world.add("a", Mode.ACTIVE, HEADROOM);
    Workload workload = world.workload("a");
    WorkloadSpec given = workload.spec();
    workload.replaceSpec(
        new WorkloadSpec(
            given.mode(),
            FakeWorld.facts(OptionalDouble.empty()),
            given.controller(),
            given.baseline(),
            given.limits()));
    world.ticks(19);
    assertThat(world.decision("a").reason()).isEqualTo(Reason.BASELINE_CAPACITY_UNKNOWN);
    world.tick();
    assertThat(world.decision("a").reason()).isEqualTo(Reason.FIXED_CONTROLLER);
    assertThat(target.replicas).isEqualTo(10);
    assertThat(workload.state().forecaster().load()).isCloseTo(5, within(1e-9));
  }

  @Test
  void aPausedTargetStaysAtZero() {
    FakeWorld.Target target = world.add("a", Mode.ACTIVE, HEADROOM);
    target.replicas = 0;
    world.tick();
    assertThat(world.decision("a").reason()).isEqualTo(Reason.SCALING_DISABLED);
    assertThat(target.replicas).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"CONFLICT", "BLOCKED", "FAILED"})
  void aWriteThatFailsIsRecordedAndTriedAgain(WriteOutcome failure) {
    FakeWorld.Target target = world.add("a", Mode.ACTIVE, new Controller.FixedReplicas(12));
    world.writes = failure;
    world.tick();
    assertThat(world.outcome("a")).isEqualTo(failure);
    world.writes = WriteOutcome.WRITTEN;
    world.tick();
    assertThat(target.replicas).isEqualTo(12);
  }

  @Test
  void onlyASuccessfulWriteCountsAgainstTheRate() {
    FakeWorld.Target target = world.add("a", Mode.ACTIVE, new Controller.FixedReplicas(100));
    world.writes = WriteOutcome.FAILED;
    world.ticks(3);
    assertThat(world.decision("a").to()).isEqualTo(20);
    world.writes = WriteOutcome.WRITTEN;
    world.tick();
    world.tick();
    // A quarter of a minute later the period of the v2 defaults is just over.
    assertThat(target.replicas).isEqualTo(40);
  }

  @Test
  void aClockSetBackDoesNotLeaveTheStateInTheFuture() {
    FakeWorld.Target target = world.add("a", Mode.ACTIVE, HEADROOM);
    target.rate = 4_000;
    world.ticks(10);
    Workload workload = world.workload("a");
    Instant past = Instant.ofEpochSecond(1_000_000);
    target.rate = 400;
    int before = target.replicas;
    assertThat(before).isEqualTo(50);
    ControlLoop earlier = new ControlLoop(world, world, world, world, world.policies, () -> past);
    earlier.tick(world.workloads);
    assertThat(target.replicas).isEqualTo(before);
    Instant[] now = {past};
    ControlLoop later = new ControlLoop(world, world, world, world, world.policies, () -> now[0]);
    for (int tick = 0; tick < 21; tick++) {
      now[0] = now[0].plus(Duration.ofSeconds(15));
      later.tick(List.of(workload));
    }
    assertThat(target.replicas).isEqualTo(5);
  }
}

package io.rlscaler.engine.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.safety.Adjustment.Constraint;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ShieldTest {
  private static final Wish BASELINE_WISH = new Wish.Baseline();
  private static final Wish FAULT = new Wish.Fault("broken");

  private final Case given = new Case();

  private static Verdict verdict(int to, Reason reason, Adjustment... adjustments) {
    return Verdict.of(to, reason, List.of(adjustments));
  }

  private static Adjustment adjustment(Constraint constraint, int before, int after) {
    return new Adjustment(constraint, before, after);
  }

  // 0. A target at zero is paused.

  @ParameterizedTest
  @EnumSource
  void aTargetAtZeroIsPausedWhateverElseHolds(KillSwitch.Position position) {
    given.current = 0;
    given.killSwitch = position;
    given.known = false;
    given.wish = new Wish.Count(50);
    assertThat(given.decide()).isEqualTo(verdict(0, Reason.SCALING_DISABLED));
  }

  // 1. Kill switch.

  @Test
  void freezeKeepsTheCountEvenOutsideItsBounds() {
    given.killSwitch = KillSwitch.Position.FREEZE;
    given.known = false;
    given.unknownMillis = 1_000_000;
    given.current = 500;
    assertThat(given.decide()).isEqualTo(verdict(500, Reason.KILL_SWITCH_FREEZE));
  }

  @Test
  void theKillSwitchHandsAnyWishToTheBaseline() {
    given.killSwitch = KillSwitch.Position.BASELINE;
    given.baseline = OptionalInt.of(7);
    for (Wish wish : List.of(new Wish.Count(50), FAULT, BASELINE_WISH, Case.actions(50).wish())) {
      given.wish = wish;
      assertThat(given.decide()).isEqualTo(verdict(7, Reason.KILL_SWITCH_BASELINE));
    }
  }

  @Test
  void theKillSwitchDoesNotOverruleUnknownData() {
    given.killSwitch = KillSwitch.Position.BASELINE;
    given.baseline = OptionalInt.of(7);
    given.known = false;
    assertThat(given.decide()).isEqualTo(verdict(10, Reason.HOLD_UNKNOWN_DATA));
  }

  // 2. Data.

  @ParameterizedTest
  @CsvSource({"0, HOLD_UNKNOWN_DATA", "44999, HOLD_UNKNOWN_DATA", "45000, BASELINE_UNKNOWN_DATA"})
  void unknownDataHoldForThreePeriodsThenTheBaselineMayRaise(long unknownMillis, Reason reason) {
    given.known = false;
    given.unknownMillis = unknownMillis;
    given.baseline = OptionalInt.of(14);
    given.wish = FAULT;
    int expected = reason == Reason.BASELINE_UNKNOWN_DATA ? 14 : 10;
    assertThat(given.decide()).isEqualTo(verdict(expected, reason));
  }

  @Test
  void theBaselineMayNotLowerOnUnknownData() {
    given.known = false;
    given.unknownMillis = 45_000;
    given.baseline = OptionalInt.of(4);
    assertThat(given.decide())
        .isEqualTo(
            verdict(10, Reason.BASELINE_UNKNOWN_DATA, adjustment(Constraint.NO_FALL, 4, 10)));
  }

  @Test
  void withoutABaselineUnknownDataKeepTheCount() {
    given.known = false;
    given.unknownMillis = 45_000;
    given.baseline = OptionalInt.empty();
    assertThat(given.decide()).isEqualTo(verdict(10, Reason.KEEP_UNKNOWN_DATA));
  }

  @Test
  void theFallbackFreezeKeepsTheBaselineOutOfUnknownData() {
    given.known = false;
    given.unknownMillis = 45_000;
    given.baseline = OptionalInt.of(14);
    given.limits = new SafetyLimits(0.02, 0.4, SafetyLimits.Fallback.FREEZE);
    assertThat(given.decide()).isEqualTo(verdict(10, Reason.KEEP_UNKNOWN_DATA));
  }

  @ParameterizedTest
  @CsvSource({"0, HOLD_UNKNOWN_DATA", "45000, KEEP_UNKNOWN_DATA"})
  void onlyALoweredMaximumLowersTheCountOnUnknownData(long unknownMillis, Reason reason) {
    given.known = false;
    given.unknownMillis = unknownMillis;
    given.baseline = OptionalInt.empty();
    given.max = 8;
    assertThat(given.decide()).isEqualTo(verdict(8, reason, adjustment(Constraint.MAX, 10, 8)));
  }

  @Test
  void whoNeedsTheBaselineWaitsForItsInputs() {
    given.baseline = OptionalInt.empty();
    for (Wish wish : List.of(BASELINE_WISH, FAULT, new Wish.CapacityUnknown())) {
      given.wish = wish;
      assertThat(given.decide()).isEqualTo(verdict(10, Reason.HOLD_UNKNOWN_DATA));
    }
    given.wish = new Wish.Count(12);
    assertThat(given.decide()).isEqualTo(verdict(12, Reason.FIXED_CONTROLLER));
  }

  // 3. Policy faults, and whoever else leaves the decision to the baseline.

  @Test
  void theBaselineStandsInForAFault() {
    given.baseline = OptionalInt.of(13);
    given.wish = FAULT;
    assertThat(given.decide()).isEqualTo(verdict(13, Reason.POLICY_FAULT_BASELINE));
    given.wish = new Wish.CapacityUnknown();
    assertThat(given.decide()).isEqualTo(verdict(13, Reason.BASELINE_CAPACITY_UNKNOWN));
    given.wish = BASELINE_WISH;
    assertThat(given.decide()).isEqualTo(verdict(13, Reason.BASELINE_MODE));
  }

  @Test
  void aFaultFreezesWhereTheFallbackSaysSo() {
    given.limits = new SafetyLimits(0.02, 0.4, SafetyLimits.Fallback.FREEZE);
    given.wish = FAULT;
    given.baseline = OptionalInt.empty();
    assertThat(given.decide()).isEqualTo(verdict(10, Reason.POLICY_FAULT_FREEZE));
  }

  // 4. and 5. Equal counts, risk.

  @Test
  void theMostProbableActionIsTakenWithItsProbabilityAndRisk() {
    given.wish = Case.actions(10).with(1, 9, 0, 0).with(2, 10, 0, 0).with(13, 14, 4, 0.3).wish();
    Verdict verdict = given.decide();
    assertThat(verdict)
        .isEqualTo(
            new Verdict(
                14,
                Reason.POLICY,
                OptionalInt.of(13),
                verdict.probability(),
                OptionalDouble.of(0.3),
                List.of()));
    // follow-baseline, one level to 9, eleven to 10, each with a logit of 0, and one to 14 with 4.
    assertThat(verdict.probability().getAsDouble())
        .isCloseTo(Math.exp(4) / (13 + Math.exp(4)), within(1e-12));
  }

  @Test
  void ofEqualCountsTheLowestLevelStandsForAllWithTheirProbability() {
    given.wish = Case.actions(12).with(0, 12, -5, 0).with(5, 12, 9, 0).wish();
    Verdict verdict = given.decide();
    assertThat(verdict.action()).hasValue(1);
    assertThat(verdict.probability().getAsDouble())
        .isCloseTo((12 + Math.exp(9)) / (12 + Math.exp(9) + Math.exp(-5)), within(1e-12));
  }

  @Test
  void aSurePolicyIsNotOutvotedByALevelNextToItsCount() {
    // Sure of level action 8, which comes to 10 as all below it do; 9 would be one replica more.
    given.wish = Case.actions(10).with(8, 10, 50, 0).with(9, 11, 40, 0).wish();
    assertThat(given.decide().to()).isEqualTo(10);
  }

  @Test
  void followingTheBaselineIsNeverMaskedAndSaysSo() {
    given.wish = Case.actions(12).with(0, 12, 5, 0).wish();
    Verdict verdict = given.decide();
    assertThat(verdict.action()).hasValue(ActionTable.FOLLOW_BASELINE);
    assertThat(verdict.reason()).isEqualTo(Reason.POLICY_FOLLOWS_BASELINE);
  }

  @Test
  void aLogitFarAboveTheRestLeavesProbabilitiesFinite() {
    given.wish = Case.actions(12).with(7, 12, 5_000, 0).wish();
    assertThat(given.decide().probability().getAsDouble()).isCloseTo(1, within(1e-12));
  }

  @Test
  void aRiskyReductionGivesWayToTheNextProbableAction() {
    given.settledAt(10);
    given.wish = Case.actions(11).with(1, 7, 5, 0.021).with(2, 8, 4, 0.02).with(3, 9, 3, 0).wish();
    assertThat(given.decide())
        .usingRecursiveComparison()
        .ignoringFields("probability")
        .isEqualTo(
            new Verdict(
                10,
                Reason.POLICY,
                OptionalInt.of(2),
                OptionalDouble.empty(),
                OptionalDouble.of(0.02),
                List.of(adjustment(Constraint.RISK, 7, 8), adjustment(Constraint.HOLD, 8, 10))));
  }

  @Test
  void theStricterOfTheTwoRiskLimitsHolds() {
    given.limits = new SafetyLimits(0.01, 1, SafetyLimits.Fallback.BASELINE);
    given.wish = Case.actions(10).with(1, 7, 5, 0.015).wish();
    assertThat(given.decide().action()).isNotEqualTo(OptionalInt.of(1));
    given.limits = new SafetyLimits(1, 1, SafetyLimits.Fallback.BASELINE);
    given.wish = Case.actions(10).with(1, 7, 5, 0.025).wish();
    assertThat(given.decide().action()).isNotEqualTo(OptionalInt.of(1));
    given.wish = Case.actions(10).with(1, 7, 5, 0.02).wish();
    assertThat(given.decide().action()).hasValue(1);
  }

  @Test
  void anActionThatKeepsOrRaisesTheCountIsAllowedAtAnyRisk() {
    given.wish = Case.actions(10).with(1, 10, 5, 1).with(2, 11, 4, 0).wish();
    assertThat(given.decide().action()).hasValue(1);
  }

  @Test
  void whenNothingIsAllowedTheLeastRiskIsTaken() {
    Case.Actions actions = Case.actions(0);
    for (int action = 0; action < ActionTable.COUNT; action++) {
      actions.with(action, 2 + action / 2, -action, 0.9 - 0.01 * action);
    }
    given.wish = actions.wish();
    Verdict verdict = given.decide();
    // Action 13 has the count of action 12, so 12 is the least risky one that stays.
    assertThat(verdict.action()).hasValue(12);
    assertThat(verdict.adjustments().get(0)).isEqualTo(adjustment(Constraint.LEAST_RISK, 2, 8));
  }

  // 6. Authority.

  @ParameterizedTest
  @CsvSource({"0.4, 6", "0, 10", "0.35, 7", "1, 2"})
  void aPolicyStaysWithinItsShareBelowTheBaseline(double maxBelowBaseline, int least) {
    given.settledAt(2);
    given.current = 2;
    given.limits = new SafetyLimits(1, maxBelowBaseline, SafetyLimits.Fallback.BASELINE);
    given.wish = Case.actions(2).wish();
    Verdict verdict = given.decide();
    // The v2 rate allows 4 more pods at once.
    assertThat(verdict.to()).isEqualTo(Math.min(least, 6));
    if (least > 2) {
      assertThat(verdict.adjustments()).contains(adjustment(Constraint.AUTHORITY, 2, least));
    } else {
      assertThat(verdict.adjustments()).isEmpty();
    }
  }

  @Test
  void aFixedControllerHasNoAuthorityBound() {
    given.settledAt(3);
    given.wish = new Wish.Count(3);
    assertThat(given.decide()).isEqualTo(verdict(3, Reason.FIXED_CONTROLLER));
  }

  // 7. Hold and behavior.

  @Test
  void theScaleDownWindowKeepsTheHighestRecentWish() {
    given.wish = new Wish.Count(12);
    assertThat(given.decide().to()).isEqualTo(12);
    given.current = 12;
    given.wish = new Wish.Count(5);
    given.now += 299_999;
    assertThat(given.decide())
        .isEqualTo(verdict(12, Reason.FIXED_CONTROLLER, adjustment(Constraint.HOLD, 5, 12)));
    given.now += 1;
    assertThat(given.decide()).isEqualTo(verdict(5, Reason.FIXED_CONTROLLER));
  }

  @Test
  void aLongerHoldOutlastsTheWindow() {
    given.holdMillis = 600_000;
    given.decide();
    given.wish = new Wish.Count(5);
    given.now += 599_999;
    assertThat(given.decide().to()).isEqualTo(10);
    given.now += 1;
    assertThat(given.decide().to()).isEqualTo(5);
  }

  @Test
  void aChangeOfHandsKeepsTheWindow() {
    given.killSwitch = KillSwitch.Position.FREEZE;
    given.decide();
    given.killSwitch = KillSwitch.Position.NONE;
    given.wish = new Wish.Count(5);
    given.now += 299_999;
    assertThat(given.decide())
        .isEqualTo(verdict(10, Reason.FIXED_CONTROLLER, adjustment(Constraint.HOLD, 5, 10)));
  }

  @Test
  void aRaiseIsLimitedByTheDefaultRates() {
    given.wish = new Wish.Count(50);
    assertThat(given.decide())
        .isEqualTo(verdict(20, Reason.FIXED_CONTROLLER, adjustment(Constraint.RATE, 50, 20)));
  }

  // 8. Bounds.

  @Test
  void theBoundsHaveTheLastWordOnEveryWish() {
    given.max = 15;
    given.wish = new Wish.Count(50);
    assertThat(given.decide())
        .isEqualTo(verdict(15, Reason.FIXED_CONTROLLER, adjustment(Constraint.MAX, 50, 15)));
    given.settledAt(1);
    given.min = 4;
    given.wish = new Wish.Count(1);
    assertThat(given.decide())
        .isEqualTo(verdict(4, Reason.FIXED_CONTROLLER, adjustment(Constraint.MIN, 1, 4)));
    given.baseline = OptionalInt.of(99);
    given.wish = FAULT;
    assertThat(given.decide())
        .isEqualTo(verdict(15, Reason.POLICY_FAULT_BASELINE, adjustment(Constraint.MAX, 99, 15)));
  }

  @Test
  void adjustmentsAreRecordedInTheirOrder() {
    given.settledAt(10);
    given.baseline = OptionalInt.of(60);
    given.max = 30;
    given.wish = Case.actions(9).with(1, 4, 5, 0.5).with(2, 5, 4, 0).wish();
    // Risk moves on to 5; 60 * .6 = 36 by authority; the rate doubles 10 at most.
    assertThat(given.decide().adjustments())
        .containsExactly(
            adjustment(Constraint.RISK, 4, 5),
            adjustment(Constraint.AUTHORITY, 5, 36),
            adjustment(Constraint.RATE, 36, 20));
  }

  @Test
  void sharesOutsideZeroToOneAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SafetyLimits(1.1, 0, SafetyLimits.Fallback.FREEZE))
        .withMessage("safety.maxRisk: found 1.1, expected 0..1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SafetyLimits(0, Double.NaN, SafetyLimits.Fallback.FREEZE))
        .withMessage("safety.maxBelowBaseline: found NaN, expected 0..1");
  }
}

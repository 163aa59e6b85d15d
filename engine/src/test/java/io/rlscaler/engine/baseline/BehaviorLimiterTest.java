package io.rlscaler.engine.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.engine.baseline.LimitedReplicas.Limit;
import io.rlscaler.engine.baseline.LimitedReplicas.Stabilization;
import io.rlscaler.engine.baseline.ScalingBehavior.Policy;
import io.rlscaler.engine.baseline.ScalingBehavior.Rules;
import io.rlscaler.engine.baseline.ScalingBehavior.Select;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BehaviorLimiterTest {

  private static final long START = 1_000_000_000_000L;
  private static final int MAX = 10_000;

  @ParameterizedTest
  @CsvSource({"1,5", "3,7", "4,8", "10,20"})
  void defaultBehaviorAllowsFourPodsOrDouble(int current, int allowed) {
    BehaviorLimiter limiter = limiter(Rules.unset(), Rules.unset());

    assertThat(limiter.limit(new HpaState(), START, current, 1000, 1, MAX))
        .isEqualTo(new LimitedReplicas(allowed, 1000, Stabilization.NONE, Limit.SCALE_UP_RATE));
  }

  @ParameterizedTest
  @CsvSource({"100,10,111", "90,10,100", "50,10,56", "10,10,11", "3,50,5"})
  void percentRaiseRoundsUpInDoublePrecision(int current, int percent, int allowed) {
    BehaviorLimiter limiter = limiter(rules(0, Select.MAX, percent(percent, 60)), Rules.unset());

    assertThat(limiter.limit(new HpaState(), START, current, 1000, 1, MAX).replicas())
        .isEqualTo(allowed);
  }

  @Test
  void tenPercentMoreIsOnePodTooManyForElevenCountsUpTo300() {
    BehaviorLimiter limiter = limiter(rules(0, Select.MAX, percent(10, 60)), Rules.unset());
    int beyondExact = 0;
    for (int current = 1; current <= 300; current++) {
      int exact = (current * 11 + 9) / 10;
      int allowed = limiter.limit(new HpaState(), START, current, 1000, 1, MAX).replicas();
      assertThat(allowed).isBetween(exact, exact + 1);
      beyondExact += allowed - exact;
    }
    assertThat(beyondExact).isEqualTo(11);
  }

  @ParameterizedTest
  @CsvSource({"90,30,62", "10,90,0", "10,50,5", "7,50,3", "5,100,0", "5,200,-5"})
  void percentReductionIsCutOffInDoublePrecision(int current, int percent, int lowest) {
    BehaviorLimiter limiter = limiter(Rules.unset(), rules(0, Select.MAX, percent(percent, 60)));

    assertThat(limiter.limit(seen(), START, current, 0, 0, MAX).replicas())
        .isEqualTo(Math.max(0, lowest));
  }

  @Test
  void podsAddedWithinThePeriodCountAgainstThePolicy() {
    BehaviorLimiter limiter = limiter(rules(0, Select.MAX, pods(4, 60)), Rules.unset());
    HpaState state = new HpaState();
    limiter.recordScale(state, START, 10, 13);

    assertThat(limiter.limit(state, START + 59_999, 13, 100, 1, MAX).replicas()).isEqualTo(14);
  }

  @Test
  void aScaleEventExactlyAsOldAsThePeriodNoLongerCounts() {
    BehaviorLimiter limiter = limiter(rules(0, Select.MAX, pods(4, 60)), Rules.unset());
    HpaState state = new HpaState();
    limiter.recordScale(state, START, 10, 13);

    assertThat(limiter.limit(state, START + 60_000, 13, 100, 1, MAX).replicas()).isEqualTo(17);
  }

  @Test
  void podsRemovedWithinThePeriodMayComeBackOnTopOfThePolicy() {
    BehaviorLimiter limiter =
        limiter(rules(0, Select.MAX, pods(4, 60)), rules(0, Select.MAX, pods(10, 60)));
    HpaState state = new HpaState();
    limiter.recordScale(state, START, 20, 15);

    assertThat(limiter.limit(state, START + 1, 15, 100, 1, MAX).replicas()).isEqualTo(24);
  }

  @Test
  void podsAddedWithinThePeriodMayGoOnTopOfTheReductionPolicy() {
    BehaviorLimiter limiter =
        limiter(rules(0, Select.MAX, pods(9, 60)), rules(0, Select.MAX, pods(2, 60)));
    HpaState state = seen();
    limiter.recordScale(state, START, 10, 15);

    assertThat(limiter.limit(state, START + 1, 15, 1, 1, MAX).replicas()).isEqualTo(8);
  }

  @Test
  void anExhaustedPolicyNeverTurnsTheDirection() {
    BehaviorLimiter limiter =
        limiter(rules(0, Select.MAX, pods(1, 60)), rules(0, Select.MAX, pods(1, 60)));
    HpaState state = seen();
    limiter.recordScale(state, START, 10, 15);
    assertThat(limiter.limit(state, START + 1, 15, 30, 1, MAX))
        .isEqualTo(new LimitedReplicas(15, 30, Stabilization.NONE, Limit.SCALE_UP_RATE));

    HpaState reduced = seen();
    limiter.recordScale(reduced, START, 15, 10);
    assertThat(limiter.limit(reduced, START + 1, 10, 1, 1, MAX))
        .isEqualTo(new LimitedReplicas(10, 1, Stabilization.NONE, Limit.SCALE_DOWN_RATE));
  }

  @ParameterizedTest
  @CsvSource({"MAX,20,4", "MIN,14,8", "DISABLED,10,10"})
  void selectPolicyDecidesAmongThePolicies(Select select, int raised, int reduced) {
    Rules rules = rules(0, select, pods(4, 60), percent(100, 60));
    Rules down = rules(0, select, pods(2, 60), percent(60, 60));
    BehaviorLimiter limiter = limiter(rules, down);

    assertThat(limiter.limit(new HpaState(), START, 10, 100, 1, MAX).replicas()).isEqualTo(raised);
    assertThat(limiter.limit(seen(), START, 10, 1, 1, MAX).replicas()).isEqualTo(reduced);
  }

  @Test
  void maxAndMinReplicasBoundWhatThePoliciesAllow() {
    BehaviorLimiter limiter = limiter(Rules.unset(), rules(0, Select.MAX, percent(100, 15)));

    assertThat(limiter.limit(new HpaState(), START, 10, 100, 3, 15))
        .isEqualTo(new LimitedReplicas(15, 100, Stabilization.NONE, Limit.MAX_REPLICAS));
    assertThat(limiter.limit(seen(), START, 10, 1, 3, 15))
        .isEqualTo(new LimitedReplicas(3, 1, Stabilization.NONE, Limit.MIN_REPLICAS));
  }

  @Test
  void reductionWaitsForTheHighestWishOfItsWindow() {
    BehaviorLimiter limiter = limiter(Rules.unset(), Rules.unset());
    HpaState state = new HpaState();
    limiter.limit(state, START, 10, 10, 1, MAX);
    limiter.limit(state, START + 15_000, 10, 8, 1, MAX);

    assertThat(limiter.limit(state, START + 299_999, 10, 2, 1, MAX))
        .isEqualTo(new LimitedReplicas(10, 10, Stabilization.DOWN, Limit.NONE));
    assertThat(limiter.limit(state, START + 300_000, 10, 2, 1, MAX))
        .isEqualTo(new LimitedReplicas(8, 8, Stabilization.DOWN, Limit.NONE));
    assertThat(limiter.limit(state, START + 315_000, 8, 2, 1, MAX))
        .isEqualTo(new LimitedReplicas(2, 2, Stabilization.NONE, Limit.NONE));
  }

  @Test
  void raiseWaitsForTheLowestWishOfItsWindow() {
    BehaviorLimiter limiter =
        limiter(rules(60, Select.MAX, percent(900, 15)), rules(0, Select.MAX, percent(100, 15)));
    HpaState state = new HpaState();
    limiter.limit(state, START, 10, 10, 1, MAX);
    limiter.limit(state, START + 15_000, 10, 12, 1, MAX);

    assertThat(limiter.limit(state, START + 59_999, 10, 20, 1, MAX))
        .isEqualTo(new LimitedReplicas(10, 10, Stabilization.UP, Limit.NONE));
    assertThat(limiter.limit(state, START + 60_000, 10, 20, 1, MAX))
        .isEqualTo(new LimitedReplicas(12, 12, Stabilization.UP, Limit.NONE));
  }

  @Test
  void stabilizationClampsTheCurrentCountAndNotTheWish() {
    BehaviorLimiter limiter =
        limiter(rules(60, Select.MAX, percent(900, 15)), rules(60, Select.MAX, percent(100, 15)));
    HpaState state = new HpaState();
    limiter.limit(state, START, 10, 6, 1, MAX);

    assertThat(limiter.limit(state, START + 1, 8, 12, 1, MAX))
        .isEqualTo(new LimitedReplicas(8, 8, Stabilization.UP, Limit.NONE));
  }

  @Test
  void firstSightHoldsTheCurrentCountForOneWindow() {
    BehaviorLimiter limiter = limiter(Rules.unset(), Rules.unset());
    HpaState state = new HpaState();

    assertThat(limiter.limit(state, START, 10, 2, 1, MAX).replicas()).isEqualTo(10);
    assertThat(limiter.limit(state, START + 299_999, 10, 2, 1, MAX).replicas()).isEqualTo(10);
    assertThat(limiter.limit(state, START + 300_000, 10, 2, 1, MAX).replicas()).isEqualTo(2);
  }

  @Test
  void aLongerHoldExtendsTheReductionWindowAndAShorterOneDoesNot() {
    BehaviorLimiter limiter = limiter(Rules.unset(), rules(60, Select.MAX, percent(100, 15)));
    HpaState held = new HpaState();
    HpaState notHeld = new HpaState();
    limiter.limit(held, START, 10, 10, 1, MAX, 120_000);
    limiter.limit(notHeld, START, 10, 10, 1, MAX, 30_000);

    assertThat(limiter.limit(held, START + 90_000, 10, 2, 1, MAX, 120_000).replicas())
        .isEqualTo(10);
    assertThat(limiter.limit(notHeld, START + 59_999, 10, 2, 1, MAX, 30_000).replicas())
        .isEqualTo(10);
    assertThat(limiter.limit(notHeld, START + 60_000, 10, 2, 1, MAX, 30_000).replicas())
        .isEqualTo(2);
  }

  @Test
  void stabilizationComesBeforeTheRateLimit() {
    BehaviorLimiter limiter =
        limiter(rules(60, Select.MAX, pods(3, 15)), rules(0, Select.MAX, percent(100, 15)));
    HpaState state = new HpaState();
    limiter.limit(state, START, 10, 30, 1, MAX);

    assertThat(limiter.limit(state, START + 60_000, 10, 40, 1, MAX))
        .isEqualTo(new LimitedReplicas(13, 40, Stabilization.NONE, Limit.SCALE_UP_RATE));
    assertThat(limiter.limit(state, START + 60_001, 10, 25, 1, MAX))
        .isEqualTo(new LimitedReplicas(13, 25, Stabilization.NONE, Limit.SCALE_UP_RATE));
  }

  @Test
  void aRaiseOverwritesARaiseOlderThanItsOwnLongestPeriodEvenIfReductionsLookFurther() {
    BehaviorLimiter limiter =
        limiter(rules(0, Select.MAX, pods(9, 15)), rules(0, Select.MAX, pods(1, 600)));
    HpaState state = seen();
    limiter.recordScale(state, START, 10, 15);
    assertThat(limiter.limit(state, START + 16_000, 15, 1, 1, MAX).replicas()).isEqualTo(9);

    limiter.recordScale(state, START + 16_000, 15, 17);
    assertThat(limiter.limit(state, START + 16_001, 17, 1, 1, MAX).replicas()).isEqualTo(14);
  }

  @Test
  void anUnchangedCountIsNoScaleEvent() {
    BehaviorLimiter limiter = limiter(Rules.unset(), Rules.unset());
    HpaState state = new HpaState();

    limiter.recordScale(state, START, 5, 5);

    assertThat(state.snapshot()).isEqualTo(new HpaState.Snapshot(List.of(), List.of(), List.of()));
  }

  static BehaviorLimiter limiter(Rules up, Rules down) {
    return new BehaviorLimiter(new ScalingBehavior(up, down), HpaControllerSettings.defaults());
  }

  static Rules rules(int windowSeconds, Select select, Policy... policies) {
    return new Rules(
        OptionalInt.of(windowSeconds),
        Optional.of(select),
        List.of(policies),
        OptionalDouble.empty());
  }

  static Policy pods(int value, int periodSeconds) {
    return new Policy(Policy.Type.PODS, value, periodSeconds);
  }

  static Policy percent(int value, int periodSeconds) {
    return new Policy(Policy.Type.PERCENT, value, periodSeconds);
  }

  /** A state whose first sight lies outside every window. */
  private static HpaState seen() {
    HpaState state = new HpaState();
    state.seeFirst(0, 0);
    return state;
  }
}

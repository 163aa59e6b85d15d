package io.rlscaler.engine.baseline;

import static io.rlscaler.engine.baseline.BehaviorLimiterTest.percent;
import static io.rlscaler.engine.baseline.BehaviorLimiterTest.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rlscaler.engine.baseline.LimitedReplicas.Limit;
import io.rlscaler.engine.baseline.LimitedReplicas.Stabilization;
import io.rlscaler.engine.baseline.Recommendation.Reason;
import io.rlscaler.engine.baseline.ScalingBehavior.Rules;
import io.rlscaler.engine.baseline.ScalingBehavior.Select;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UtilizationBaselineTest {

  private static final long START = 1_000_000_000_000L;

  @ParameterizedTest
  @CsvSource({
    "10, 10, 0, 0.60, 12", // r = 1.2
    "10, 10, 0, 0.30, 6", // r = 0.6
    "10, 10, 0, 0.55, 10", // r = 1.1 is inside since 1.33
    "10, 10, 0, 0.45, 10", // r = 0.9 is inside
    "10, 10, 0, 0.56, 12", // r = 1.12
    "10, 10, 0, 0.559, 10", // 55.9 % counts as 55 %
    "10, 12, 0, 0.60, 15", // surge pods multiply the ratio
    "10, 8, 2, 0.40, 7", // unready pods do not matter on a scale-down: ceil(.8 * 8)
    "10, 5, 5, 0.95, 10", // 47 % over all ten is inside
    "10, 5, 5, 1.50, 15", // 75 % over all ten
    "10, 5, 5, 0.60, 10", // 30 % over all ten would turn the direction
    "4, 1, 3, 3.00, 6", // 75 % over all four
    "10, 10, 0, 0.00, 0"
  })
  void aProposalFollowsTheRatioOverThePodsThatCount(
      int current, int ready, int pending, double utilization, int proposed) {
    assertThat(baseline(Optional.empty()).propose(current, ready, pending, utilization))
        .extracting(proposal -> proposal.replicasOr(-1))
        .isEqualTo(proposed);
  }

  @Test
  void aProposalCarriesTheUtilizationInPercentAndTheAverage() {
    assertThat(baseline(Optional.empty()).propose(10, 10, 0, 0.6789))
        .isEqualTo(new Proposal.Valid(14, 67, 679));
  }

  @Test
  void withoutAReadyPodTheCountStays() {
    Proposal.Invalid invalid = (Proposal.Invalid) baseline(Optional.empty()).propose(3, 0, 3, 0.9);

    assertThat(invalid.cause()).isEqualTo(Proposal.Cause.NO_METRICS_FOR_TARGETED_PODS);
    assertThat(baseline(Optional.empty()).recommend(new HpaState(), START, 3, 0, 3, 0.9))
        .isEqualTo(
            Recommendation.withoutMetrics(
                3, 3, Reason.METRICS_UNAVAILABLE, List.of(invalid), Optional.of(invalid)));
  }

  @Test
  void withoutBehaviorTheLegacyLimitsApply() {
    assertThat(baseline(Optional.empty()).recommend(new HpaState(), START, 3, 3, 0, 4.0))
        .isEqualTo(
            new Recommendation(
                3,
                6,
                24,
                Reason.VALID_METRIC_FOUND,
                Stabilization.NONE,
                Limit.SCALE_UP_RATE,
                OptionalInt.of(0),
                List.of(new Proposal.Valid(24, 400, 4000)),
                Optional.empty()));
  }

  @Test
  void withBehaviorItsLimitsApplyAndScaleEventsCount() {
    UtilizationBaseline baseline = baseline(Optional.of(ScalingBehavior.unset()));
    HpaState state = new HpaState();

    assertThat(baseline.recommend(state, START, 3, 3, 0, 4.0).desired()).isEqualTo(7);
    baseline.recordScale(state, START, 3, 7);
    assertThat(baseline.recommend(state, START + 14_999, 7, 7, 0, 4.0).desired()).isEqualTo(7);
    assertThat(baseline.recommend(state, START + 15_000, 7, 7, 0, 4.0).desired()).isEqualTo(14);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, SCALING_DISABLED", "1, 2, BELOW_MIN", "51, 50, ABOVE_MAX"})
  void aCountOutsideTheRangeIsSettledAtOnceWithoutMetrics(int current, int desired, Reason reason) {
    HpaState state = new HpaState();
    UtilizationBaseline baseline =
        new UtilizationBaseline(50, 2, 50, Optional.empty(), HpaControllerSettings.defaults());

    assertThat(baseline.recommend(state, START, current, current, 0, 0.5))
        .isEqualTo(
            Recommendation.withoutMetrics(current, desired, reason, List.of(), Optional.empty()));
    assertThat(state.snapshot().recommendations())
        .containsExactly(new HpaState.TimedCount(START, current));
  }

  @ParameterizedTest
  @CsvSource({
    "5, 8, 8, BELOW_MIN",
    "1, 0, 2, BELOW_MIN",
    "5, 60, 50, BELOW_MIN",
    "60, 8, 50, ABOVE_MAX",
    "0, 8, 0, SCALING_DISABLED",
    "8, 8, 8, VALID_METRIC_FOUND"
  })
  void aFloorActsAsMinReplicasOfThatTick(int current, int floor, int desired, Reason reason) {
    UtilizationBaseline baseline =
        new UtilizationBaseline(50, 2, 50, Optional.empty(), HpaControllerSettings.defaults());

    Recommendation found =
        baseline.recommend(new HpaState(), START, current, current, 0, 0.5, floor);
    assertThat(found.desired()).isEqualTo(desired);
    assertThat(found.reason()).isEqualTo(reason);
  }

  @Test
  void aScaleDownEndsAtTheFloorOfItsTick() {
    UtilizationBaseline baseline = baseline(Optional.empty());
    HpaState state = new HpaState();

    baseline.recommend(state, START, 10, 10, 0, 0.1, 0);
    assertThat(baseline.recommend(state, START + 300_001, 10, 10, 0, 0.1, 4).desired())
        .isEqualTo(4);
    assertThat(baseline.recommend(state, START + 300_002, 10, 10, 0, 0.1, 0).desired())
        .isEqualTo(2);
  }

  @Test
  void firstSightKeepsTheCountForOneWindow() {
    UtilizationBaseline baseline = baseline(Optional.empty());
    HpaState state = new HpaState();

    assertThat(baseline.recommend(state, START, 10, 10, 0, 0.1).desired()).isEqualTo(10);
    assertThat(baseline.recommend(state, START + 300_001, 10, 10, 0, 0.1).desired()).isEqualTo(2);
  }

  @Test
  void eachDirectionMayHaveItsOwnTolerance() {
    UtilizationBaseline baseline =
        baseline(Optional.of(new ScalingBehavior(tolerance(0.02), tolerance(0.3))));

    assertThat(baseline.propose(10, 10, 0, 0.52).replicasOr(-1)).isEqualTo(11);
    assertThat(baseline.propose(10, 10, 0, 0.51).replicasOr(-1)).isEqualTo(10);
    assertThat(baseline.propose(10, 10, 0, 0.35).replicasOr(-1)).isEqualTo(10);
    assertThat(baseline.propose(10, 10, 0, 0.34).replicasOr(-1)).isEqualTo(7);
  }

  @Test
  void anotherWishIsLimitedByTheSpecsBehaviorOrByTheV2Defaults() {
    BehaviorLimiter without = baseline(Optional.empty()).behaviorLimiter();
    Rules up = rules(0, Select.MAX, percent(50, 60));
    BehaviorLimiter with =
        baseline(Optional.of(new ScalingBehavior(up, Rules.unset()))).behaviorLimiter();

    assertThat(without.limit(new HpaState(), START, 3, 100, 1, 100).replicas()).isEqualTo(7);
    assertThat(with.limit(new HpaState(), START, 3, 100, 1, 100).replicas()).isEqualTo(5);
  }

  @Test
  void impossibleInputsAreRefused() {
    UtilizationBaseline baseline = baseline(Optional.empty());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> baseline.propose(1, 1, 0, Double.NaN))
        .withMessage("utilization is NaN, expected a finite number of at least 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> baseline.propose(1, -1, 0, 0.5))
        .withMessage("current, ready, pending are 1, -1, 0, expected at least 0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new UtilizationBaseline(
                    0, 1, 2, Optional.empty(), HpaControllerSettings.defaults()))
        .withMessage("averageUtilization is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new UtilizationBaseline(
                    50, 3, 2, Optional.empty(), HpaControllerSettings.defaults()))
        .withMessage("maxReplicas is 2, expected at least 3");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new UtilizationBaseline(
                    50, 0, 2, Optional.empty(), HpaControllerSettings.defaults()))
        .withMessage("minReplicas is 0, expected at least 1");
  }

  private static UtilizationBaseline baseline(Optional<ScalingBehavior> behavior) {
    return new UtilizationBaseline(50, 1, 1000, behavior, HpaControllerSettings.defaults());
  }

  private static Rules tolerance(double tolerance) {
    return new Rules(
        OptionalInt.empty(), Optional.empty(), List.of(), OptionalDouble.of(tolerance));
  }
}

package io.rlscaler.engine.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.engine.baseline.ScalingBehavior.Policy;
import io.rlscaler.engine.baseline.ScalingBehavior.Rules;
import io.rlscaler.engine.baseline.ScalingBehavior.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class BaselinePropertiesTest {

  private static final int MIN = 2;
  private static final int MAX = 60;
  private static final HpaControllerSettings SETTINGS = HpaControllerSettings.defaults();

  /** One call: time since the one before, the wish, and whether the answer is carried out. */
  record Step(int seconds, int wished, boolean applied) {}

  @Property
  void theResultStaysInTheRangeAndBetweenCurrentAndStabilized(
      @ForAll("behaviors") Optional<ScalingBehavior> behavior, @ForAll("steps") List<Step> steps) {
    ReplicaLimiter limiter = ReplicaLimiter.of(behavior, SETTINGS);
    HpaState state = new HpaState();
    long now = 0;
    int current = 10;
    for (Step step : steps) {
      now += 1000L * step.seconds();
      LimitedReplicas limited = limiter.limit(state, now, current, step.wished(), MIN, MAX);
      assertThat(limited.replicas()).isBetween(MIN, MAX);
      if (limited.stabilized() >= MIN) {
        assertThat(limited.replicas())
            .isBetween(
                Math.min(current, limited.stabilized()), Math.max(current, limited.stabilized()));
      }
      current = apply(limiter, state, now, current, limited.replicas(), step.applied());
    }
  }

  @Property
  void aReductionNeverGoesBelowTheHighestWishOfItsWindow(
      @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 0, max = 600) int window) {
    ReplicaLimiter limiter =
        new BehaviorLimiter(
            new ScalingBehavior(
                Rules.unset(),
                new Rules(
                    OptionalInt.of(window), Optional.empty(), List.of(), OptionalDouble.empty())),
            SETTINGS);
    HpaState state = new HpaState();
    List<HpaState.TimedCount> wishes = new ArrayList<>();
    long now = 0;
    int current = 10;
    for (Step step : steps) {
      now += 1000L * step.seconds();
      int before = current;
      long cutoff = now - 1000L * window;
      int highest =
          wishes.stream()
              .filter(wish -> wish.timeMillis() > cutoff)
              .mapToInt(HpaState.TimedCount::count)
              .max()
              .orElse(0);
      int replicas = limiter.limit(state, now, current, step.wished(), MIN, MAX).replicas();
      if (replicas < before) {
        assertThat(replicas).isGreaterThanOrEqualTo(Math.min(before, highest));
      }
      wishes.add(new HpaState.TimedCount(now, step.wished()));
      current = apply(limiter, state, now, current, replicas, step.applied());
    }
  }

  @Property
  void noPeriodSeesMorePodsAddedThanItsOnlyPolicyAllows(
      @ForAll("steps") List<Step> steps,
      @ForAll @IntRange(min = 1, max = 10) int pods,
      @ForAll @IntRange(min = 1, max = 120) int period) {
    Rules up =
        new Rules(
            OptionalInt.of(0),
            Optional.of(Select.MIN),
            List.of(new Policy(Policy.Type.PODS, pods, period)),
            OptionalDouble.empty());
    Rules disabled =
        new Rules(
            OptionalInt.of(0), Optional.of(Select.DISABLED), List.of(), OptionalDouble.empty());
    ReplicaLimiter limiter = new BehaviorLimiter(new ScalingBehavior(up, disabled), SETTINGS);
    HpaState state = new HpaState();
    List<HpaState.TimedCount> raises = new ArrayList<>();
    long now = 0;
    int current = MIN;
    for (Step step : steps) {
      now += 1000L * step.seconds();
      int replicas = limiter.limit(state, now, current, step.wished(), MIN, MAX).replicas();
      assertThat(replicas).isGreaterThanOrEqualTo(current);
      raises.add(new HpaState.TimedCount(now, replicas - current));
      current = apply(limiter, state, now, current, replicas, true);
      long cutoff = now - 1000L * period;
      assertThat(
              raises.stream()
                  .filter(raise -> raise.timeMillis() > cutoff)
                  .mapToInt(HpaState.TimedCount::count)
                  .sum())
          .isLessThanOrEqualTo(pods);
    }
  }

  @Property
  void aRestoredOrCopiedStateAnswersLikeTheOriginal(
      @ForAll("behaviors") Optional<ScalingBehavior> behavior,
      @ForAll("steps") List<Step> before,
      @ForAll("steps") List<Step> after) {
    ReplicaLimiter limiter = ReplicaLimiter.of(behavior, SETTINGS);
    HpaState original = new HpaState();
    answers(limiter, original, 0, before);
    HpaState.Snapshot snapshot = original.snapshot();
    HpaState restored = HpaState.restore(snapshot);
    HpaState copy = original.copy();
    assertThat(restored.snapshot()).isEqualTo(snapshot);

    long later = 10_000_000;
    List<Integer> expected = answers(limiter, original, later, after);
    assertThat(answers(limiter, restored, later, after)).isEqualTo(expected);
    assertThat(answers(limiter, copy, later, after)).isEqualTo(expected);
    assertThat(copy.snapshot()).isEqualTo(original.snapshot());
  }

  @Property
  void theUtilizationFormEqualsTheFormOverPods(
      @ForAll @IntRange(min = 1, max = 40) int current,
      @ForAll @IntRange(min = 0, max = 40) int ready,
      @ForAll @IntRange(min = 0, max = 10) int pending,
      @ForAll @DoubleRange(min = 0, max = 3) double utilization,
      @ForAll @IntRange(min = 1, max = 150) int target) {
    UtilizationBaseline baseline =
        new UtilizationBaseline(target, 1, 100, Optional.empty(), SETTINGS);
    PodWorld pods = new PodWorld(ready, pending, Math.round(1000 * utilization));

    Recommendation overPods =
        new HorizontalPodAutoscaler(
                new HpaSpec(
                    1,
                    100,
                    List.of(
                        new MetricSpec.Resource("cpu", new MetricSpec.AverageUtilization(target))),
                    Optional.empty()),
                SETTINGS)
            .recommend(new HpaState(), PodWorld.NOW, pods.target(current), List.of(pods.reading()));
    Recommendation overUtilization =
        baseline.recommend(
            new HpaState(), PodWorld.NOW.toEpochMilli(), current, ready, pending, utilization);

    assertThat(overUtilization.desired()).isEqualTo(overPods.desired());
    if (ready + pending > 0) {
      assertThat(overUtilization).isEqualTo(overPods);
    }
  }

  @Property
  void memoryIsBoundedByTheCallsOfOneWindowHoweverLongTheHistory(@ForAll long seed) {
    ReplicaLimiter limiter = ReplicaLimiter.of(Optional.of(ScalingBehavior.unset()), SETTINGS);
    HpaState state = new HpaState();
    SplittableRandom random = new SplittableRandom(seed);
    int current = 10;
    long now = 0;
    for (int i = 0; i < 5_000; i++) {
      now += Duration.ofSeconds(15).toMillis();
      int replicas =
          limiter.limit(state, now, current, random.nextInt(MIN, MAX), MIN, MAX).replicas();
      current = apply(limiter, state, now, current, replicas, true);
    }
    HpaState.Snapshot snapshot = state.snapshot();
    // 300 s / 15 s = 20 calls in the window, both ends, and the present one
    assertThat(snapshot.recommendations()).hasSizeLessThanOrEqualTo(22);
    assertThat(snapshot.scaleUps()).hasSizeLessThanOrEqualTo(3);
    assertThat(snapshot.scaleDowns()).hasSizeLessThanOrEqualTo(3);
    assertThat(state.recommendations().capacity()).isLessThanOrEqualTo(32);
  }

  private static List<Integer> answers(
      ReplicaLimiter limiter, HpaState state, long start, List<Step> steps) {
    List<Integer> answers = new ArrayList<>();
    long now = start;
    int current = 10;
    for (Step step : steps) {
      now += 1000L * step.seconds();
      int replicas = limiter.limit(state, now, current, step.wished(), MIN, MAX).replicas();
      answers.add(replicas);
      current = apply(limiter, state, now, current, replicas, step.applied());
    }
    return answers;
  }

  private static int apply(
      ReplicaLimiter limiter, HpaState state, long now, int from, int to, boolean applied) {
    if (applied) {
      limiter.recordScale(state, now, from, to);
    }
    return applied ? to : from;
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 120),
            Arbitraries.integers().between(0, 100),
            Arbitraries.of(true, true, true, false))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<Optional<ScalingBehavior>> behaviors() {
    return Combinators.combine(rules(), rules()).as(ScalingBehavior::new).optional(0.8);
  }

  private static Arbitrary<Rules> rules() {
    Arbitrary<Policy> policy =
        Combinators.combine(
                Arbitraries.of(Policy.Type.class),
                Arbitraries.integers().between(1, 200),
                Arbitraries.integers().between(1, 300))
            .as(Policy::new);
    return Combinators.combine(
            Arbitraries.integers().between(-1, 600),
            Arbitraries.of(Select.class).optional(),
            policy.list().ofMaxSize(3))
        .as(
            (window, select, policies) ->
                new Rules(
                    window < 0 ? OptionalInt.empty() : OptionalInt.of(window),
                    select,
                    policies,
                    OptionalDouble.empty()));
  }
}

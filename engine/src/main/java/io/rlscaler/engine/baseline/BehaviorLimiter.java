package io.rlscaler.engine.baseline;

import io.rlscaler.engine.baseline.LimitedReplicas.Limit;
import io.rlscaler.engine.baseline.LimitedReplicas.Stabilization;
import io.rlscaler.engine.baseline.ScalingBehavior.Policy;
import io.rlscaler.engine.baseline.ScalingBehavior.Rules;
import io.rlscaler.engine.baseline.ScalingBehavior.Select;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The limits of a spec with behavior, applicable to anybody's wish: the HPA's own and a policy's go
 * through the same code, each with its own {@link HpaState}. Scale events must be recorded in every
 * state that is used for the target.
 *
 * <p>Stabilization clamps the current count between the lowest wish of the scale-up window and the
 * highest wish of the scale-down window; both include the present wish, and a wish exactly as old
 * as the window no longer counts. The rate limit comes second: every policy allows a count relative
 * to the replicas at the start of its period, which are reckoned back from the scale events
 * strictly within it.
 *
 * <p>Rounding is part of the contract and follows from the order of the operations in double
 * precision: 10 % more than 100 pods is 111, because 100 * 1.1 lies just above 110, and 90 % fewer
 * than 10 is 0.
 */
public final class BehaviorLimiter implements ReplicaLimiter {

  /** Allows every change at once. */
  public static final BehaviorLimiter UNLIMITED =
      new BehaviorLimiter(
          new ScalingBehavior(
              atOnce(new Policy(Policy.Type.PODS, Integer.MAX_VALUE / 2, 1)),
              atOnce(new Policy(Policy.Type.PERCENT, 100, 1))),
          HpaControllerSettings.defaults());

  private final Direction up;
  private final Direction down;

  /**
   * A limiter with these rules; what they leave out has its v2 default or the controller's flag.
   */
  public BehaviorLimiter(ScalingBehavior behavior, HpaControllerSettings settings) {
    ScalingBehavior filled = behavior.withDefaults();
    long flagMillis = 1000 * settings.downscaleStabilization().toSeconds();
    this.up = Direction.of(filled.scaleUp(), flagMillis);
    this.down = Direction.of(filled.scaleDown(), flagMillis);
  }

  private static Rules atOnce(Policy policy) {
    return new Rules(
        OptionalInt.of(0), Optional.of(Select.MAX), List.of(policy), OptionalDouble.empty());
  }

  /** The scale-down stabilization window. */
  public Duration scaleDownWindow() {
    return Duration.ofMillis(down.windowMillis);
  }

  @Override
  public LimitedReplicas limit(
      HpaState state, long nowMillis, int current, int wished, int min, int max) {
    return limit(state, nowMillis, current, wished, min, max, 0);
  }

  /**
   * As {@link #limit(HpaState, long, int, int, int, int)}, with a scale-down window of at least
   * {@code holdMillis}. A caller whose hold changes between calls sees the wishes of a longer
   * window only as far as they were kept.
   */
  public LimitedReplicas limit(
      HpaState state, long nowMillis, int current, int wished, int min, int max, long holdMillis) {
    state.seeFirst(nowMillis, current);
    int stabilized =
        stabilize(
            state.recommendations(),
            nowMillis,
            current,
            wished,
            Math.max(down.windowMillis, holdMillis));
    Stabilization stabilization = Stabilization.NONE;
    if (stabilized != wished) {
      stabilization = wished >= current ? Stabilization.UP : Stabilization.DOWN;
    }
    if (stabilized > current) {
      return raise(state, nowMillis, current, stabilized, max, stabilization);
    }
    if (stabilized < current) {
      return reduce(state, nowMillis, current, stabilized, min, stabilization);
    }
    return new LimitedReplicas(stabilized, stabilized, stabilization, Limit.NONE);
  }

  @Override
  public void recordScale(HpaState state, long nowMillis, int from, int to) {
    if (to > from) {
      state.scaleUps().store(nowMillis, to - from, nowMillis - up.longestPeriodMillis);
    } else if (to < from) {
      state.scaleDowns().store(nowMillis, from - to, nowMillis - down.longestPeriodMillis);
    }
  }

  private int stabilize(
      TimedCounts wishes, long nowMillis, int current, int wished, long downWindowMillis) {
    long upCutoff = nowMillis - up.windowMillis;
    long downCutoff = nowMillis - downWindowMillis;
    int lowest = wishes.minAfter(upCutoff, wished);
    int highest = wishes.maxAfter(downCutoff, wished);
    wishes.store(nowMillis, wished, Math.min(upCutoff, downCutoff));
    return Math.min(Math.max(current, lowest), highest);
  }

  private LimitedReplicas raise(
      HpaState state,
      long nowMillis,
      int current,
      int stabilized,
      int max,
      Stabilization stabilization) {
    int rate = Math.max(current, scaleUpLimit(state, nowMillis, current));
    if (stabilized <= Math.min(max, rate)) {
      return new LimitedReplicas(stabilized, stabilized, stabilization, Limit.NONE);
    }
    return max > rate
        ? new LimitedReplicas(rate, stabilized, stabilization, Limit.SCALE_UP_RATE)
        : new LimitedReplicas(max, stabilized, stabilization, Limit.MAX_REPLICAS);
  }

  private LimitedReplicas reduce(
      HpaState state,
      long nowMillis,
      int current,
      int stabilized,
      int min,
      Stabilization stabilization) {
    int rate = Math.min(current, scaleDownLimit(state, nowMillis, current));
    if (stabilized >= Math.max(min, rate)) {
      return new LimitedReplicas(stabilized, stabilized, stabilization, Limit.NONE);
    }
    return min < rate
        ? new LimitedReplicas(rate, stabilized, stabilization, Limit.SCALE_DOWN_RATE)
        : new LimitedReplicas(min, stabilized, stabilization, Limit.MIN_REPLICAS);
  }

  private int scaleUpLimit(HpaState state, long nowMillis, int current) {
    if (up.select == Select.DISABLED) {
      return current;
    }
    boolean smallest = up.select == Select.MIN;
    int limit = smallest ? Integer.MAX_VALUE : Integer.MIN_VALUE;
    for (Policy policy : up.policies) {
      int start = periodStart(state, nowMillis, current, policy);
      int allowed =
          switch (policy.type()) {
            case PODS -> start + policy.value();
            case PERCENT -> (int) Math.ceil((double) start * (1 + (double) policy.value() / 100));
          };
      limit = smallest ? Math.min(limit, allowed) : Math.max(limit, allowed);
    }
    return limit;
  }

  private int scaleDownLimit(HpaState state, long nowMillis, int current) {
    if (down.select == Select.DISABLED) {
      return current;
    }
    boolean smallest = down.select == Select.MIN;
    int limit = smallest ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    for (Policy policy : down.policies) {
      int start = periodStart(state, nowMillis, current, policy);
      int allowed =
          switch (policy.type()) {
            case PODS -> start - policy.value();
            case PERCENT -> (int) ((double) start * (1 - (double) policy.value() / 100));
          };
      limit = smallest ? Math.max(limit, allowed) : Math.min(limit, allowed);
    }
    return limit;
  }

  private static int periodStart(HpaState state, long nowMillis, int current, Policy policy) {
    long cutoff = nowMillis - policy.periodMillis();
    return current - state.scaleUps().sumAfter(cutoff) + state.scaleDowns().sumAfter(cutoff);
  }

  /** The filled rules of one direction, in the form that is read on every call. */
  private static final class Direction {

    private final long windowMillis;
    private final long longestPeriodMillis;
    private final Select select;
    private final Policy[] policies;

    private Direction(
        long windowMillis, long longestPeriodMillis, Select select, List<Policy> policies) {
      this.windowMillis = windowMillis;
      this.longestPeriodMillis = longestPeriodMillis;
      this.select = select;
      this.policies = policies.toArray(Policy[]::new);
    }

    private static Direction of(Rules rules, long flagMillis) {
      return new Direction(
          rules.stabilizationWindowSeconds().isPresent()
              ? 1000L * rules.stabilizationWindowSeconds().getAsInt()
              : flagMillis,
          rules.policies().stream().mapToLong(Policy::periodMillis).max().orElse(0),
          rules.selectPolicy().orElse(Select.MAX),
          rules.policies());
    }
  }
}

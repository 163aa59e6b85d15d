package io.rlscaler.engine.safety;

import io.rlscaler.engine.baseline.BehaviorLimiter;
import io.rlscaler.engine.baseline.HpaState;
import io.rlscaler.engine.baseline.LimitedReplicas;
import io.rlscaler.engine.baseline.LimitedReplicas.Limit;
import io.rlscaler.engine.baseline.LimitedReplicas.Stabilization;
import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.safety.Adjustment.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The deterministic last word, in this order: paused target, kill switch, data, policy fault, risk,
 * authority, hold and behavior, bounds.
 *
 * <p>The shield keeps the recent wishes of whoever decides in {@link HpaState}, so that a change of
 * hands never drops the scale-down window. It is otherwise free of state and may be shared.
 */
public final class Shield {

  private final BehaviorLimiter limiter;

  /** A shield with these rate limits and windows, the same as the baseline's. */
  public Shield(BehaviorLimiter limiter) {
    this.limiter = limiter;
  }

  /**
   * Judges a wish.
   *
   * @param situation of the workload
   * @param wish of its controller
   * @param wishes memory of this shield for this workload
   */
  public Verdict decide(Situation situation, Wish wish, HpaState wishes) {
    Verdict verdict = judge(situation, wish, wishes);
    if (!isLimited(verdict.reason())) {
      limit(situation, verdict.to(), wishes);
    }
    return verdict;
  }

  /** Remembers a scaling that has succeeded. */
  public void recordScale(HpaState wishes, long nowMillis, int from, int to) {
    limiter.recordScale(wishes, nowMillis, from, to);
  }

  private static boolean isLimited(Reason reason) {
    return reason == Reason.POLICY
        || reason == Reason.POLICY_FOLLOWS_BASELINE
        || reason == Reason.FIXED_CONTROLLER
        || reason == Reason.SCALING_DISABLED;
  }

  private Verdict judge(Situation situation, Wish wish, HpaState wishes) {
    if (situation.current() == 0) {
      return Verdict.of(0, Reason.SCALING_DISABLED, List.of());
    }
    if (situation.killSwitch() == KillSwitch.Position.FREEZE) {
      return Verdict.of(situation.current(), Reason.KILL_SWITCH_FREEZE, List.of());
    }
    boolean baselineKnown = situation.baseline().isPresent();
    boolean needsBaseline = baselineDecides(situation.killSwitch(), situation.limits(), wish);
    if (!situation.requiredKnown() || (needsBaseline && !baselineKnown)) {
      return withUnknownData(situation);
    }
    if (situation.killSwitch() == KillSwitch.Position.BASELINE) {
      return byBaseline(situation, Reason.KILL_SWITCH_BASELINE);
    }
    if (wish instanceof Wish.Actions actions) {
      return byPolicy(situation, actions, wishes);
    }
    if (wish instanceof Wish.Count count) {
      List<Adjustment> adjustments = new ArrayList<>();
      int to = limit(situation, count.replicas(), wishes, adjustments);
      return Verdict.of(to, Reason.FIXED_CONTROLLER, adjustments);
    }
    if (wish instanceof Wish.Baseline) {
      return byBaseline(situation, Reason.BASELINE_MODE);
    }
    if (wish instanceof Wish.CapacityUnknown) {
      return byBaseline(situation, Reason.BASELINE_CAPACITY_UNKNOWN);
    }
    return situation.limits().fallback() == SafetyLimits.Fallback.FREEZE
        ? bounded(situation, situation.current(), Reason.POLICY_FAULT_FREEZE, new ArrayList<>())
        : byBaseline(situation, Reason.POLICY_FAULT_BASELINE);
  }

  /** Whether the baseline is to decide, so that its inputs are required too. */
  public static boolean baselineDecides(
      KillSwitch.Position killSwitch, SafetyLimits limits, Wish wish) {
    boolean fallsBack =
        wish instanceof Wish.Fault && limits.fallback() == SafetyLimits.Fallback.BASELINE;
    return fallsBack
        || wish instanceof Wish.Baseline
        || wish instanceof Wish.CapacityUnknown
        || killSwitch == KillSwitch.Position.BASELINE;
  }

  private static Verdict withUnknownData(Situation situation) {
    int current = situation.current();
    boolean mayUseBaseline =
        situation.baseline().isPresent()
            && situation.limits().fallback() == SafetyLimits.Fallback.BASELINE;
    if (situation.unknownMillis() < situation.patienceMillis()) {
      return bounded(situation, current, Reason.HOLD_UNKNOWN_DATA, new ArrayList<>());
    }
    if (!mayUseBaseline) {
      return bounded(situation, current, Reason.KEEP_UNKNOWN_DATA, new ArrayList<>());
    }
    List<Adjustment> adjustments = new ArrayList<>();
    int wished = situation.baseline().getAsInt();
    int raised = adjust(adjustments, Constraint.NO_FALL, wished, Math.max(wished, current));
    return bounded(situation, raised, Reason.BASELINE_UNKNOWN_DATA, adjustments);
  }

  /** The baseline's count has been through its own windows and limits. */
  private static Verdict byBaseline(Situation situation, Reason reason) {
    int to = situation.baseline().orElse(situation.current());
    return bounded(situation, to, reason, new ArrayList<>());
  }

  private Verdict byPolicy(Situation situation, Wish.Actions actions, HpaState wishes) {
    List<Adjustment> adjustments = new ArrayList<>();
    ActionChoice choice =
        ActionChoice.among(actions, situation.current(), situation.limits().maxRisk());
    int count = actions.counts()[choice.action()];
    if (choice.action() != choice.preferred()) {
      Constraint constraint = choice.anyAllowed() ? Constraint.RISK : Constraint.LEAST_RISK;
      adjustments.add(new Adjustment(constraint, actions.counts()[choice.preferred()], count));
    }
    if (situation.baseline().isPresent()) {
      double trusted = 1 - situation.limits().maxBelowBaseline();
      int least = (int) Math.ceil(situation.baseline().getAsInt() * trusted - 1e-9);
      count = adjust(adjustments, Constraint.AUTHORITY, count, Math.max(count, least));
    }
    int to = limit(situation, count, wishes, adjustments);
    boolean follows = choice.action() == ActionTable.FOLLOW_BASELINE;
    return new Verdict(
        to,
        follows ? Reason.POLICY_FOLLOWS_BASELINE : Reason.POLICY,
        OptionalInt.of(choice.action()),
        OptionalDouble.of(choice.probability()),
        OptionalDouble.of(actions.risks()[choice.action()]),
        List.copyOf(adjustments));
  }

  private int limit(
      Situation situation, int wished, HpaState wishes, List<Adjustment> adjustments) {
    LimitedReplicas limited = limit(situation, wished, wishes);
    if (limited.stabilization() != Stabilization.NONE) {
      boolean down = limited.stabilization() == Stabilization.DOWN;
      adjust(
          adjustments, down ? Constraint.HOLD : Constraint.UP_WINDOW, wished, limited.stabilized());
    }
    if (limited.limit() != Limit.NONE) {
      Constraint constraint = constraint(limited.limit());
      adjust(adjustments, constraint, limited.stabilized(), limited.replicas());
    }
    return bound(situation, limited.replicas(), adjustments);
  }

  private static Constraint constraint(Limit limit) {
    return switch (limit) {
      case MAX_REPLICAS -> Constraint.MAX;
      case MIN_REPLICAS -> Constraint.MIN;
      case NONE, SCALE_UP_RATE, SCALE_DOWN_RATE -> Constraint.RATE;
    };
  }

  private LimitedReplicas limit(Situation situation, int wished, HpaState wishes) {
    return limiter.limit(
        wishes,
        situation.nowMillis(),
        situation.current(),
        wished,
        situation.min(),
        situation.max(),
        situation.holdMillis());
  }

  private static Verdict bounded(
      Situation situation, int count, Reason reason, List<Adjustment> adjustments) {
    int to = bound(situation, count, adjustments);
    return Verdict.of(to, reason, adjustments);
  }

  private static int bound(Situation situation, int count, List<Adjustment> adjustments) {
    int raised = adjust(adjustments, Constraint.MIN, count, Math.max(count, situation.min()));
    return adjust(adjustments, Constraint.MAX, raised, Math.min(raised, situation.max()));
  }

  private static int adjust(
      List<Adjustment> adjustments, Constraint constraint, int before, int after) {
    if (before != after) {
      adjustments.add(new Adjustment(constraint, before, after));
    }
    return after;
  }
}

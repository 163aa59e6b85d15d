package io.rlscaler.engine.safety;

import io.rlscaler.engine.baseline.BehaviorLimiter;
import io.rlscaler.engine.baseline.HpaControllerSettings;
import io.rlscaler.engine.baseline.HpaState;
import io.rlscaler.engine.baseline.ScalingBehavior;
import io.rlscaler.engine.policy.ActionTable;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * A workload before the shield: ten replicas, all known, the baseline wants ten too, v2 default
 * behavior. Each test changes what it is about.
 */
final class Case {
  static final double RISK_LIMIT = 0.02;

  final HpaState wishes = new HpaState();
  private final Shield shield =
      new Shield(new BehaviorLimiter(ScalingBehavior.unset(), HpaControllerSettings.defaults()));

  long now = 1_000_000;
  int current = 10;
  int min = 1;
  int max = 100;
  KillSwitch.Position killSwitch = KillSwitch.Position.NONE;
  boolean known = true;
  long unknownMillis;
  OptionalInt baseline = OptionalInt.of(10);
  long holdMillis;
  SafetyLimits limits = SafetyLimits.DEFAULT;
  Wish wish = new Wish.Count(10);

  Verdict decide() {
    Situation situation =
        new Situation(
            now,
            current,
            min,
            max,
            killSwitch,
            known,
            unknownMillis,
            45_000,
            baseline,
            holdMillis,
            limits);
    return shield.decide(situation, wish, wishes);
  }

  /** The scale-down window has passed without a wish above {@code count}. */
  Case settledAt(int count) {
    int before = current;
    Wish wanted = wish;
    current = count;
    wish = new Wish.Count(count);
    for (int tick = 0; tick < 21; tick++) {
      decide();
      now += 15_000;
    }
    current = before;
    wish = wanted;
    return this;
  }

  /** Every action costs {@code count}; none is risky; {@code preferred} is the most probable. */
  static Actions actions(int count) {
    return new Actions(count);
  }

  /** Builds a wish over the whole action table. */
  static final class Actions {
    final int[] counts = new int[ActionTable.COUNT];
    final double[] logits = new double[ActionTable.COUNT];
    final double[] risks = new double[ActionTable.COUNT];

    private Actions(int count) {
      Arrays.fill(counts, count);
    }

    Actions with(int action, int count, double logit, double risk) {
      counts[action] = count;
      logits[action] = logit;
      risks[action] = risk;
      return this;
    }

    Wish wish() {
      return new Wish.Actions(counts, logits, risks, RISK_LIMIT);
    }
  }
}

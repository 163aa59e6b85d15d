package io.rlscaler.engine.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.engine.policy.ActionTable;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Invariants over random histories of one workload: 60 ticks under changing circumstances. */
class ShieldPropertiesTest {
  private static final int TICKS = 60;
  private static final List<KillSwitch.Position> POSITIONS =
      List.of(
          KillSwitch.Position.NONE,
          KillSwitch.Position.NONE,
          KillSwitch.Position.NONE,
          KillSwitch.Position.BASELINE,
          KillSwitch.Position.FREEZE);

  private static void run(long seed, BiConsumer<Case, Verdict> invariant) {
    SplittableRandom random = new SplittableRandom(seed);
    Case given = new Case();
    given.current = random.nextInt(0, 60);
    for (int tick = 0; tick < TICKS; tick++) {
      change(given, random);
      Verdict verdict = given.decide();
      invariant.accept(given, verdict);
      boolean paused = random.nextInt(20) == 0;
      given.current = paused ? random.nextInt(0, 60) : verdict.to();
      given.now += random.nextLong(1, 60_000);
    }
  }

  private static void change(Case given, SplittableRandom random) {
    given.min = random.nextInt(1, 10);
    given.max = given.min + random.nextInt(0, 60);
    given.killSwitch = POSITIONS.get(random.nextInt(POSITIONS.size()));
    given.known = random.nextInt(4) > 0;
    given.unknownMillis = random.nextLong(0, 90_000);
    given.baseline =
        random.nextInt(4) == 0
            ? OptionalInt.empty()
            : OptionalInt.of(random.nextInt(given.min, given.max + 1));
    given.holdMillis = random.nextLong(0, 600_000);
    given.limits =
        new SafetyLimits(
            random.nextDouble() * 0.05,
            random.nextDouble(),
            random.nextBoolean() ? SafetyLimits.Fallback.BASELINE : SafetyLimits.Fallback.FREEZE);
    given.wish = wish(given, random);
  }

  private static Wish wish(Case given, SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> new Wish.Baseline();
      case 1 -> new Wish.CapacityUnknown();
      case 2 -> new Wish.Fault("broken");
      case 3 -> new Wish.Count(random.nextInt(0, 1_000));
      default -> actions(given, random);
    };
  }

  private static Wish actions(Case given, SplittableRandom random) {
    Case.Actions actions = Case.actions(given.min);
    int count = given.min;
    for (int action = 1; action < ActionTable.COUNT; action++) {
      count = Math.min(given.max, count + random.nextInt(0, 4));
      double logit = random.nextDouble(-800, 800);
      actions.with(action, count, logit, random.nextDouble() * 0.1);
    }
    int baseline = given.baseline.orElse(given.current);
    int bounded = Math.max(given.min, Math.min(given.max, baseline));
    return actions.with(0, bounded, random.nextDouble(-800, 800), random.nextDouble()).wish();
  }

  @Property
  void theCountStaysWithinItsBoundsUnlessFrozenOrPaused(@ForAll long seed) {
    run(
        seed,
        (given, verdict) -> {
          boolean kept =
              verdict.reason() == Reason.KILL_SWITCH_FREEZE
                  || verdict.reason() == Reason.SCALING_DISABLED;
          if (kept) {
            assertThat(verdict.to()).isEqualTo(given.current);
          } else {
            assertThat(verdict.to()).isBetween(given.min, given.max);
          }
        });
  }

  @Property
  void nothingFallsOnUnknownDataButToALoweredMaximum(@ForAll long seed) {
    run(
        seed,
        (given, verdict) -> {
          boolean lacksBaseline =
              given.baseline.isEmpty()
                  && Shield.baselineDecides(given.killSwitch, given.limits, given.wish);
          if (!given.known || lacksBaseline) {
            assertThat(verdict.to()).isGreaterThanOrEqualTo(Math.min(given.current, given.max));
          }
        });
  }

  @Property
  void onlyTheBaselineActsUnderTheSwitchAndNobodyUnderFreeze(@ForAll long seed) {
    run(
        seed,
        (given, verdict) -> {
          if (given.killSwitch == KillSwitch.Position.FREEZE) {
            assertThat(verdict.to()).isEqualTo(given.current);
            assertThat(verdict.action()).isEmpty();
          }
          if (given.killSwitch == KillSwitch.Position.BASELINE) {
            assertThat(verdict.action()).isEmpty();
            assertThat(verdict.reason()).isNotEqualTo(Reason.FIXED_CONTROLLER);
          }
        });
  }

  @Property
  void aPolicyNeverLowersBelowItsAuthority(@ForAll long seed) {
    run(
        seed,
        (given, verdict) -> {
          if (verdict.action().isPresent() && given.baseline.isPresent()) {
            double trusted = 1 - given.limits.maxBelowBaseline();
            int least = (int) Math.ceil(given.baseline.getAsInt() * trusted - 1e-9);
            // A raise up to it may be slowed by the rate, never a reduction below it allowed.
            assertThat(verdict.to()).isGreaterThanOrEqualTo(Math.min(least, given.current));
          }
        });
  }

  @Property
  void aPolicysChoiceObeysTheRiskRule(@ForAll long seed) {
    run(
        seed,
        (given, verdict) -> {
          if (verdict.action().isPresent() && given.wish instanceof Wish.Actions actions) {
            int chosen = verdict.action().getAsInt();
            double limit = Math.min(given.limits.maxRisk(), actions.riskLimit());
            if (!allowed(actions, chosen, given.current, limit)) {
              for (int other = 0; other < ActionTable.COUNT; other++) {
                boolean masked =
                    other > 1 && actions.counts()[other] == actions.counts()[other - 1];
                assertThat(masked || !allowed(actions, other, given.current, limit)).isTrue();
                assertThat(masked || actions.risks()[chosen] <= actions.risks()[other]).isTrue();
              }
            }
          }
        });
  }

  private static boolean allowed(Wish.Actions actions, int action, int current, double limit) {
    return actions.counts()[action] >= current || actions.risks()[action] <= limit;
  }

  @Property
  void probabilitiesAreProbabilities(@ForAll long seed) {
    run(
        seed,
        (given, verdict) -> {
          if (verdict.probability().isPresent()) {
            assertThat(verdict.probability().getAsDouble()).isBetween(0.0, 1.0);
          }
        });
  }

  @Property
  void adjustmentsLinkTheWishToTheWord(@ForAll long seed) {
    run(
        seed,
        (given, verdict) -> {
          List<Adjustment> adjustments = verdict.adjustments();
          for (int i = 0; i < adjustments.size(); i++) {
            int after = i + 1 < adjustments.size() ? adjustments.get(i + 1).before() : verdict.to();
            assertThat(adjustments.get(i).after()).isEqualTo(after);
          }
        });
  }
}

package io.rlscaler.simulator.tuning;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How a setting is chosen from what all settings would have led to in the past:
 *
 * <pre>T(s) = (1 - w) (k max(v(s) - u, 0) + u) + w p(s)</pre>
 *
 * <p>The cheapest s with T(s) within the budget is taken, or else the s with the least T. v is the
 * violation share in the past, u the share that no setting could have prevented, k a safety factor,
 * because averages on the past overrun the future; p is what is known of the setting from elsewhere
 * and w = 1 / (1 + days of past) its weight. A setting of which nothing is known from elsewhere is
 * judged by the past alone.
 *
 * <p>k was found on 18 traces in a fluid model: 2 at a budget of 1 %; at 0.1 % it is 4 for a
 * start-up time of 60 s and 8 for 180 s, with the hold fixed at 5 min. In between, k is straight in
 * the start-up time and in the logarithm of the budget; beyond, it stays as it is. The hold is free
 * from 1 % on.
 *
 * @param budget allowed share of violations
 * @param safetyFactor k
 */
public record CalibrationRule(double budget, double safetyFactor) {
  /** The scale-down window that small budgets ask for. */
  static final double FIXED_HOLD_SECONDS = 300;

  private static final double FREE_BUDGET = 0.01;
  private static final double STRICT_BUDGET = 0.001;
  private static final double FREE_FACTOR = 2;
  private static final double FAST_FACTOR = 4;
  private static final double SLOW_FACTOR = 8;
  private static final double FAST_START_UP_SECONDS = 60;
  private static final double SLOW_START_UP_SECONDS = 180;

  /** 1 - .99 is not quite .01. */
  private static final double ROUNDING = 1e-9;

  /** From training, p is limited to so many budgets. */
  private static final double MOST_BUDGETS_OF_PRIOR = 5;

  /** Refuses impossible budgets and factors that make the past look better than it was. */
  public CalibrationRule {
    if (!(budget > 0 && budget < 1)) {
      throw new IllegalArgumentException(
          "budget: found " + budget + ", expected a share between 0 and 1");
    }
    if (!(safetyFactor >= 1 && safetyFactor <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "safety factor: found " + safetyFactor + ", expected 1 or more");
    }
  }

  /** The rule for a budget and a median start-up time. */
  public static CalibrationRule of(double budget, double startUpSeconds) {
    double slow =
        clipped(
            (startUpSeconds - FAST_START_UP_SECONDS)
                / (SLOW_START_UP_SECONDS - FAST_START_UP_SECONDS));
    double strict = FAST_FACTOR + slow * (SLOW_FACTOR - FAST_FACTOR);
    double free = clipped(Math.log(budget / STRICT_BUDGET) / Math.log(FREE_BUDGET / STRICT_BUDGET));
    return new CalibrationRule(budget, strict + free * (FREE_FACTOR - strict));
  }

  private static double clipped(double share) {
    return Math.max(0, Math.min(1, share));
  }

  /** Whether settings with any hold may be taken. */
  public boolean isHoldFree() {
    return budget >= FREE_BUDGET * (1 - ROUNDING);
  }

  /**
   * What the past says of one setting.
   *
   * @param cost replica-seconds in the past
   * @param violationShare v
   * @param prior p, empty where nothing is known from elsewhere
   */
  public record Candidate(double cost, double violationShare, OptionalDouble prior) {}

  /**
   * The choice.
   *
   * @param index of the candidate
   * @param judged its T
   * @param keeps whether T is within the budget
   */
  public record Pick(int index, double judged, boolean keeps) {}

  /** T of a candidate. */
  public double judged(Candidate candidate, double unavoidable, double pastDays) {
    double past =
        safetyFactor * Math.max(candidate.violationShare() - unavoidable, 0) + unavoidable;
    if (candidate.prior().isEmpty()) {
      return past;
    }
    double weight = 1 / (1 + pastDays);
    double prior = Math.min(candidate.prior().getAsDouble(), MOST_BUDGETS_OF_PRIOR * budget);
    return (1 - weight) * past + weight * prior;
  }

  /**
   * Applies the rule.
   *
   * @param candidates at least one; of equal ones the first is taken
   * @param unavoidable u
   * @param pastDays days of past with load
   */
  public Pick choose(List<Candidate> candidates, double unavoidable, double pastDays) {
    Comparator<Pick> order =
        Comparator.comparing((Pick pick) -> !pick.keeps())
            .thenComparing(
                pick -> pick.keeps() ? candidates.get(pick.index()).cost() : pick.judged());
    Pick best = null;
    for (int i = 0; i < candidates.size(); i++) {
      double judged = judged(candidates.get(i), unavoidable, pastDays);
      Pick pick = new Pick(i, judged, judged <= budget);
      best = best == null || order.compare(pick, best) < 0 ? pick : best;
    }
    if (best == null) {
      throw new IllegalArgumentException("candidates: found none, expected at least one");
    }
    return best;
  }
}

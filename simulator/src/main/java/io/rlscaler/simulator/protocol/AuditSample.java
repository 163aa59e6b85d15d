package io.rlscaler.simulator.protocol;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Which windows are replayed request by request, and what each of them stands for.
 *
 * <p>Two strata. Windows where violations concentrate, those that a random sample of the same size
 * would hold at least once on average, are all taken and stand for themselves. The rest is drawn
 * with replacement, with a probability that is half proportional to the violations by the fast
 * model and half to the requests: the first half makes the estimate precise, the second finds
 * violations that the fast model does not see. A draw with probability p out of n stands for 1/(np)
 * windows (Hansen and Hurwitz 1943).
 *
 * @param certain windows that stand for themselves
 * @param drawn windows drawn at random from the others, possibly one twice
 */
record AuditSample(List<AuditWindow> certain, List<Draw> drawn) {
  /** With fewer draws their variance says nothing. */
  static final int LEAST_DRAWS = 3;

  /** Share of the budget that may go to windows where violations concentrate. */
  private static final double CERTAIN_SHARE = 0.5;

  private static final double BY_VIOLATIONS = 0.5;

  /**
   * A window drawn at random.
   *
   * @param window the window
   * @param weight windows that it stands for
   */
  record Draw(AuditWindow window, double weight) {}

  AuditSample {
    certain = List.copyOf(certain);
    drawn = List.copyOf(drawn);
  }

  /**
   * Draws a sample.
   *
   * @param windows all windows of a row, in a fixed order
   * @param budget requests that all replays together may take
   * @param seed of the draws
   */
  static AuditSample draw(List<AuditWindow> windows, double budget, long seed) {
    List<AuditWindow> rest = new ArrayList<>(windows);
    rest.sort(Comparator.comparingDouble(AuditWindow::fastViolations).reversed());
    List<AuditWindow> certain = new ArrayList<>();
    double left = budget;
    Rest remaining = Rest.of(rest);
    while (!rest.isEmpty() && certain.size() < windows.size()) {
      AuditWindow next = rest.get(certain.size());
      boolean concentrated =
          remaining.probability(next) * remaining.draws(left) >= 1 && next.fastViolations() > 0;
      if (!concentrated || left - next.cost() < (1 - CERTAIN_SHARE) * budget) {
        break;
      }
      certain.add(next);
      left -= next.cost();
      remaining = remaining.without(next);
    }
    List<AuditWindow> others = rest.subList(certain.size(), rest.size());
    return new AuditSample(
        certain, drawFrom(others, Rest.of(others), left, new SplittableRandom(seed)));
  }

  private static List<Draw> drawFrom(
      List<AuditWindow> windows, Rest rest, double budget, SplittableRandom random) {
    int count = rest.draws(budget);
    double[] upTo = new double[windows.size()];
    double sum = 0;
    for (int i = 0; i < upTo.length; i++) {
      sum += rest.probability(windows.get(i));
      upTo[i] = sum;
    }
    List<Draw> draws = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      AuditWindow window = windows.get(position(upTo, random.nextDouble() * sum));
      draws.add(new Draw(window, 1 / (count * rest.probability(window))));
    }
    return draws;
  }

  private static int position(double[] upTo, double value) {
    int low = 0;
    int high = upTo.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (upTo[middle] > value) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Whether it is large enough to estimate from. */
  boolean isUsable() {
    return drawn.size() >= LEAST_DRAWS || (drawn.isEmpty() && !certain.isEmpty());
  }

  /** Windows in the sample. */
  int size() {
    return certain.size() + drawn.size();
  }

  /**
   * Sums over the windows that are drawn from.
   *
   * @param violations by the fast model
   * @param requests in all
   * @param costByViolations sum of cost times violations
   * @param costByRequests sum of cost times requests
   */
  private record Rest(
      double violations, double requests, double costByViolations, double costByRequests) {

    static Rest of(List<AuditWindow> windows) {
      Rest rest = new Rest(0, 0, 0, 0);
      for (AuditWindow window : windows) {
        rest = rest.plus(window, 1);
      }
      return rest;
    }

    private Rest plus(AuditWindow window, int sign) {
      return new Rest(
          violations + sign * window.fastViolations(),
          requests + sign * window.requests(),
          costByViolations + sign * window.cost() * window.fastViolations(),
          costByRequests + sign * window.cost() * window.requests());
    }

    Rest without(AuditWindow window) {
      return plus(window, -1);
    }

    private double byViolations() {
      return violations > 1e-9 * requests ? BY_VIOLATIONS : 0;
    }

    double probability(AuditWindow window) {
      double half = byViolations();
      double first = half > 0 ? half * window.fastViolations() / violations : 0;
      return first + (1 - half) * window.requests() / requests;
    }

    /** How many draws the budget allows on average. */
    int draws(double budget) {
      if (!(requests > 0)) {
        return 0;
      }
      double half = byViolations();
      double first = half > 0 ? half * costByViolations / violations : 0;
      double expectedCost = first + (1 - half) * costByRequests / requests;
      return (int) Math.min(1_000_000, Math.max(0, budget / expectedCost));
    }
  }
}

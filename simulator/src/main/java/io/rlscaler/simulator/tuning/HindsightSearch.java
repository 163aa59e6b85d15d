package io.rlscaler.simulator.tuning;

import io.rlscaler.simulator.episode.DaySums;
import io.rlscaler.simulator.tuning.SettingGrid.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the settings of a family that would have been best on a load, for several objectives at
 * once: every run is scored for all of them.
 *
 * <p>First all combinations of the coarse values are tried, and the standard setting. Then, per
 * objective, the first axis is refined where the interpolated cost at the budget is least: between
 * the most daring value that keeps the budget and the next that does not. From the best point found
 * the search walks to neighbours on the other axes as long as that helps; a neighbour that is
 * dearer within the budget is given a more daring first value, one that is cheaper but over the
 * budget a safer one, one that is both is dropped. Where the best lies on the first or last value
 * of an axis, the axis is widened once.
 *
 * <p>What was tuned to the edge of the budget with one seed overruns it with the next as often as
 * not. So the cheapest settings found are run with other seeds too, and the best is the cheapest
 * that keeps the budget over all seeds together; while none does, safer ones are tried.
 *
 * <p>The order of the runs depends on their results only, so the outcome is the same on any number
 * of cores.
 */
public final class HindsightSearch {
  /** Settings of one family that are tried at most. */
  public static final int MOST_TRIALS = 150;

  private static final int STARTS = 3;

  /** Violation shares below are as good as none; it keeps logarithms finite. */
  private static final double LEAST_SHARE = 1e-7;

  /** Own shares of the budget, from daring to safe, at which candidates are confirmed. */
  private static final double[] TIERS = {1, .5, .2, .05, .01};

  private static final int CANDIDATES_A_TIER = 4;

  private final SettingGrid grid;
  private final List<Replays> others;

  private HindsightSearch(SettingGrid grid, List<Replays> others) {
    this.grid = grid;
    this.others = others;
  }

  /**
   * Searches from coarse to fine.
   *
   * @param replays runs the settings and remembers them
   * @param others the same with other seeds, on which what was found is confirmed
   * @param goodRatios that are promised, one per objective
   * @param mostTrials settings that are tried at most, not above {@link #MOST_TRIALS}
   */
  public static Search search(
      Replays replays, List<Replays> others, List<Double> goodRatios, int mostTrials) {
    List<List<Integer>> first = new ArrayList<>(SettingGrid.coarse(replays.family().axes()));
    if (goodRatios.isEmpty() || mostTrials > MOST_TRIALS || mostTrials <= first.size()) {
      throw new IllegalArgumentException(
          "search: found objectives %s and at most %d trials, expected an objective, and %d to %d"
              .formatted(goodRatios, mostTrials, first.size() + 1, MOST_TRIALS));
    }
    goodRatios.forEach(replays::requireServes);
    SettingGrid grid = new SettingGrid(replays, mostTrials);
    HindsightSearch search = new HindsightSearch(grid, others);
    grid.standard().ifPresent(first::add);
    grid.probe(first);
    for (int i = 0; i < goodRatios.size(); i++) {
      int share = grid.room() / (goodRatios.size() - i);
      search.refine(1 - goodRatios.get(i), grid.room() - share);
    }
    return new Search(
        replays.family(),
        grid.points().stream().map(Point::trial).toList(),
        goodRatios.stream().map(search::best).toList());
  }

  private Search.Best best(double goodRatio) {
    double budget = 1 - goodRatio;
    Map<Point, Double> shares = new LinkedHashMap<>();
    for (double tier : TIERS) {
      List<Point> candidates = candidates(tier * budget, shares.keySet());
      confirm(candidates, shares);
      for (Point candidate : candidates) {
        if (share(shares, candidate) <= budget) {
          return best(goodRatio, candidate, true);
        }
      }
    }
    Point safest =
        shares.keySet().stream()
            .min(Comparator.comparingDouble(point -> share(shares, point)))
            .orElseGet(() -> bestFor(budget));
    return best(goodRatio, safest, false);
  }

  private Search.Best best(double goodRatio, Point point, boolean keeps) {
    return new Search.Best(goodRatio, point.trial(), keeps, grid.edges(point.at()));
  }

  /** The cheapest settings of at most such a violation share that were not confirmed before. */
  private List<Point> candidates(double mostShare, Set<Point> known) {
    return grid.points().stream()
        .filter(point -> point.violationShare() <= mostShare && !known.contains(point))
        .sorted(Comparator.comparing(Point::cost).thenComparing(point -> point.at().toString()))
        .limit(CANDIDATES_A_TIER)
        .toList();
  }

  /** Adds the violation shares over all seeds together. */
  private void confirm(List<Point> candidates, Map<Point, Double> shares) {
    List<List<Trial>> trials = new ArrayList<>();
    trials.add(candidates.stream().map(Point::trial).toList());
    List<List<Double>> values = trials.get(0).stream().map(Trial::values).toList();
    for (Replays other : others) {
      trials.add(other.of(values).stream().map(other::trial).toList());
    }
    for (int i = 0; i < candidates.size(); i++) {
      int index = i;
      List<DaySums> days =
          trials.stream().flatMap(seed -> seed.get(index).days().stream()).toList();
      shares.put(candidates.get(i), new Trial(values.get(i), days).violationShare());
    }
  }

  private static double share(Map<Point, Double> shares, Point point) {
    return Objects.requireNonNull(shares.get(point));
  }

  private Point bestFor(double budget) {
    return grid.points().stream().min(order(budget)).orElseThrow();
  }

  /** The best first: whether it keeps the budget, its cost or else its violations. */
  private static Comparator<Point> order(double budget) {
    return Comparator.comparing((Point point) -> !point.keeps(budget))
        .thenComparing(point -> point.keeps(budget) ? point.cost() : point.violationShare())
        .thenComparing(Point::cost)
        .thenComparing(point -> point.at().toString());
  }

  /** Looks for a better setting until nothing helps or only so much room is left. */
  private void refine(double budget, int leave) {
    tighten(starts(budget), budget, leave);
    Point best = bestFor(budget);
    while (grid.room() > leave) {
      grid.widen(best.at());
      tighten(Set.of(best.rest()), budget, leave);
      Point tightened = bestFor(budget);
      lookAround(tightened, budget, leave);
      Point next = bestFor(budget);
      if (next.equals(best)) {
        return;
      }
      best = next;
    }
  }

  /** The few combinations of the other axes whose cost at the budget promises to be least. */
  private Set<List<Integer>> starts(double budget) {
    Map<List<Integer>, List<Point>> lines = lines();
    Map<List<Integer>, Double> promises = new HashMap<>();
    lines.forEach((rest, line) -> promises.put(rest, costAtBudget(line, budget)));
    Set<List<Integer>> starts = new LinkedHashSet<>();
    lines.keySet().stream()
        .filter(rest -> Double.isFinite(promise(promises, rest)))
        .sorted(
            Comparator.comparingDouble((List<Integer> rest) -> promise(promises, rest))
                .thenComparing(List::toString))
        .limit(STARTS)
        .forEach(starts::add);
    return starts.isEmpty() ? Set.of(bestFor(budget).rest()) : starts;
  }

  private static double promise(Map<List<Integer>, Double> promises, List<Integer> rest) {
    return Objects.requireNonNull(promises.get(rest));
  }

  /** The points that differ on the first axis only, from safe to daring. */
  private Map<List<Integer>, List<Point>> lines() {
    return grid.points().stream()
        .sorted(Comparator.comparingInt(Point::first))
        .collect(Collectors.groupingBy(Point::rest));
  }

  private static double costAtBudget(List<Point> line, double budget) {
    Optional<Point> safe = lastKept(line, budget);
    if (safe.isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    return after(line, safe.get())
        .map(
            daring -> {
              double share = share(safe.get(), daring, budget);
              return Math.exp(
                  (1 - share) * Math.log(safe.get().cost()) + share * Math.log(daring.cost()));
            })
        .orElse(safe.get().cost());
  }

  private static Optional<Point> lastKept(List<Point> line, double budget) {
    return line.stream().filter(point -> point.keeps(budget)).reduce((a, b) -> b);
  }

  private static Optional<Point> after(List<Point> line, Point safe) {
    return line.stream().filter(point -> point.first() > safe.first()).findFirst();
  }

  /** How far from a safe to a daring point the budget lies, on a scale of logarithms. */
  private static double share(Point safe, Point daring, double budget) {
    double low = Math.log(Math.max(LEAST_SHARE, safe.violationShare()));
    double high = Math.log(Math.max(LEAST_SHARE, daring.violationShare()));
    double wanted = Math.log(Math.max(LEAST_SHARE, budget));
    return high > low ? Math.max(0, Math.min(1, (wanted - low) / (high - low))) : 0;
  }

  /** Finds the most daring first value that keeps the budget, for some combinations of the rest. */
  private void tighten(Set<List<Integer>> rests, double budget, int leave) {
    while (grid.room() > leave) {
      Map<List<Integer>, List<Point>> lines = lines();
      List<List<Integer>> next = new ArrayList<>();
      for (List<Integer> rest : rests) {
        between(lines.getOrDefault(rest, List.of()), budget).ifPresent(next::add);
      }
      if (next.isEmpty()) {
        return;
      }
      probe(next, leave);
    }
  }

  private Optional<List<Integer>> between(List<Point> line, double budget) {
    Optional<Point> kept = lastKept(line, budget);
    if (kept.isEmpty()) {
      return grid.stride(line.get(0).at(), -1);
    }
    Point safe = kept.get();
    Optional<Point> next = after(line, safe);
    if (next.isEmpty()) {
      return grid.stride(safe.at(), 1);
    }
    int gap = next.get().first() - safe.first();
    if (gap < 2) {
      return Optional.empty();
    }
    int offset = (int) Math.floor(share(safe, next.get(), budget) * gap);
    int index = safe.first() + Math.max(1, Math.min(gap - 1, offset));
    return grid.moved(safe.at(), 0, index);
  }

  private void probe(List<List<Integer>> wanted, int leave) {
    grid.probe(
        wanted.stream()
            .filter(at -> grid.find(at).isEmpty())
            .limit(Math.max(0, grid.room() - leave))
            .toList());
  }

  /** Tries the neighbours of the best point, with a first value that makes them comparable. */
  private void lookAround(Point best, double budget, int leave) {
    Set<List<Integer>> seen = new HashSet<>();
    List<List<Integer>> frontier = grid.around(best.at());
    while (!frontier.isEmpty() && grid.room() > leave) {
      probe(frontier, leave);
      seen.addAll(frontier);
      Point incumbent = bestFor(budget);
      frontier =
          frontier.stream()
              .flatMap(at -> grid.find(at).stream())
              .flatMap(point -> onward(point, incumbent, budget).stream())
              .filter(at -> !seen.contains(at))
              .toList();
    }
  }

  private Optional<List<Integer>> onward(Point point, Point incumbent, double budget) {
    if (!incumbent.keeps(budget) || point.equals(incumbent)) {
      return Optional.empty();
    }
    boolean dearer = point.cost() >= incumbent.cost();
    if (point.keeps(budget) == dearer) {
      return grid.moved(point.at(), 0, point.first() + (dearer ? 1 : -1));
    }
    return Optional.empty();
  }
}

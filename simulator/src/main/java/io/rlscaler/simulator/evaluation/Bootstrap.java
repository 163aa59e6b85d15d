package io.rlscaler.simulator.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * The hierarchical bootstrap: sources are drawn with replacement, in each drawn source its traces,
 * in each drawn trace its days and, paired over all controllers, its simulation seeds (Davison and
 * Hinkley 1997, section 3.8; Efron's percentile intervals). In a single cell only days and seeds
 * vary. Everything is seeded: the same data give the same intervals.
 */
final class Bootstrap {
  /** Resamples; the Monte Carlo error of a 5 % quantile is then about half a percent in rank. */
  static final int RESAMPLES = 2000;

  /** With fewer usable resamples than this share a ratio is called unknown. */
  private static final double USABLE = 0.9;

  private static final long SEED = 0x5EED_0F_DA75L;

  private Bootstrap() {}

  /** Interval of a figure of one cell. */
  static Interval ofCell(Member member, ToDoubleFunction<Weights> figure) {
    SplittableRandom random = new SplittableRandom(SEED + member.cell().trace().hashCode());
    double[] values = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      values[i] = figure.applyAsDouble(member.sums().drawn(random));
    }
    return Interval.of(values);
  }

  /**
   * A cell that takes part, with its sums.
   *
   * @param cell which
   * @param sums of its controllers
   */
  record Member(Cell cell, CellSums sums) {}

  /**
   * A sum over cells divided by another, with its interval.
   *
   * @return empty without cells, or where the divisor is not reliably positive
   */
  static Optional<Estimate> ratioOfSums(
      List<Member> members,
      ToDoubleBiFunction<Member, Weights> numerator,
      ToDoubleBiFunction<Member, Weights> denominator) {
    Map<String, Map<String, List<Member>>> tree = bySourceAndTrace(members);
    double over = 0;
    double under = 0;
    for (Member member : members) {
      over += numerator.applyAsDouble(member, member.sums().once());
      under += denominator.applyAsDouble(member, member.sums().once());
    }
    if (!(under > 0)) {
      return Optional.empty();
    }
    SplittableRandom random = new SplittableRandom(SEED);
    double[] ratios = new double[RESAMPLES];
    int usable = 0;
    for (int i = 0; i < RESAMPLES; i++) {
      double ratio = resample(tree, numerator, denominator, random);
      if (Double.isFinite(ratio)) {
        ratios[usable++] = ratio;
      }
    }
    return usable < USABLE * RESAMPLES
        ? Optional.empty()
        : Optional.of(new Estimate(over / under, Interval.of(Arrays.copyOf(ratios, usable))));
  }

  private static Map<String, Map<String, List<Member>>> bySourceAndTrace(List<Member> members) {
    Map<String, Map<String, List<Member>>> tree = new TreeMap<>();
    for (Member member : members) {
      tree.computeIfAbsent(member.cell().source(), source -> new TreeMap<>())
          .computeIfAbsent(member.cell().trace(), trace -> new ArrayList<>())
          .add(member);
    }
    return tree;
  }

  /** One resample: NaN where its divisor is not positive. */
  private static double resample(
      Map<String, Map<String, List<Member>>> tree,
      ToDoubleBiFunction<Member, Weights> numerator,
      ToDoubleBiFunction<Member, Weights> denominator,
      SplittableRandom random) {
    List<Map<String, List<Member>>> sources = List.copyOf(tree.values());
    double over = 0;
    double under = 0;
    for (int i = 0; i < sources.size(); i++) {
      List<List<Member>> traces = new ArrayList<>(draw(sources, random).values());
      for (int j = 0; j < traces.size(); j++) {
        Map<Shape, Weights> drawn = new HashMap<>();
        for (Member member : draw(traces, random)) {
          Weights weights =
              drawn.computeIfAbsent(
                  new Shape(member.sums().days(), member.sums().seeds()),
                  shape -> member.sums().drawn(random));
          over += numerator.applyAsDouble(member, weights);
          under += denominator.applyAsDouble(member, weights);
        }
      }
    }
    return under > 0 ? over / under : Double.NaN;
  }

  /** Cells of a trace with the same numbers of days and seeds share what was drawn. */
  private record Shape(int days, int seeds) {}

  private static <T> T draw(List<T> items, SplittableRandom random) {
    return items.get(random.nextInt(items.size()));
  }
}

package io.rlscaler.simulator.evaluation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The cells with a calibrated past, ready to be pooled. */
final class Pool {

  /** A cell with its sums and the rows of its controllers. */
  private record Entry(Bootstrap.Member member, List<RowFigures> rows) {
    Cell cell() {
      return member.cell();
    }

    Optional<RowFigures> row(String controller) {
      return rows.stream().filter(row -> row.controller().equals(controller)).findFirst();
    }

    boolean keeps(String controller) {
      return row(controller).filter(RowFigures::isKept).isPresent();
    }

    boolean misses(String controller) {
      return row(controller).filter(RowFigures::isMissed).isPresent();
    }

    boolean has(String controller) {
      return member.sums().has(controller);
    }

    /** Whether hpa-tuned gives this cell a gap that can be closed. */
    boolean hasGap() {
      return row(ControllerRun.HPA_TUNED).flatMap(Entry::gap).isPresent();
    }

    private static Optional<Double> gap(RowFigures row) {
      return row.gapClosed().isPresent()
          ? Optional.of(row.gapClosed().getAsDouble())
          : Optional.empty();
    }
  }

  private final List<Entry> entries;

  private Pool(List<Entry> entries) {
    this.entries = entries;
  }

  static Pool of(List<CellResult> cells, List<RowFigures> rows) {
    List<Entry> entries = new ArrayList<>();
    for (CellResult result : cells) {
      if (result.cell().calibrated()) {
        List<RowFigures> own =
            rows.stream().filter(row -> row.cell().equals(result.cell())).toList();
        entries.add(new Entry(new Bootstrap.Member(result.cell(), new CellSums(result)), own));
      }
    }
    return new Pool(List.copyOf(entries));
  }

  /** Per start-up time, objective and controller, then per controller over all. */
  List<PooledFigures> figures() {
    Set<Duration> startUps = new TreeSet<>();
    Set<Double> objectives = new TreeSet<>(Comparator.reverseOrder());
    Set<String> controllers = new LinkedHashSet<>();
    for (Entry entry : entries) {
      startUps.add(entry.cell().startUp());
      objectives.add(entry.cell().objective());
      entry.rows.forEach(row -> row.run().ifPresent(run -> controllers.add(row.controller())));
    }
    List<PooledFigures> figures = new ArrayList<>();
    for (Duration startUp : startUps) {
      for (double objective : objectives) {
        for (String controller : controllers) {
          figures.add(figures(Optional.of(startUp), OptionalDouble.of(objective), controller));
        }
      }
    }
    for (String controller : controllers) {
      figures.add(figures(Optional.empty(), OptionalDouble.empty(), controller));
    }
    return figures;
  }

  private PooledFigures figures(
      Optional<Duration> startUp, OptionalDouble objective, String controller) {
    List<Entry> group =
        where(
            entry ->
                entry.has(controller)
                    && startUp.map(entry.cell().startUp()::equals).orElse(true)
                    && (objective.isEmpty()
                        || objective.getAsDouble() == entry.cell().objective()));
    List<Entry> gaps = group.stream().filter(Entry::hasGap).toList();
    List<Entry> past = group.stream().filter(entry -> entry.keeps(ControllerRun.HPA_PAST)).toList();
    return new PooledFigures(
        startUp,
        objective,
        controller,
        group.size(),
        (int) group.stream().filter(entry -> entry.keeps(controller)).count(),
        (int) group.stream().filter(entry -> entry.misses(controller)).count(),
        gaps.size(),
        gapClosed(gaps, controller),
        past.stream().anyMatch(entry -> entry.misses(controller))
            ? Optional.empty()
            : costOverHpaPast(past, controller));
  }

  private static Optional<Estimate> gapClosed(List<Entry> entries, String controller) {
    Set<Cell> missed =
        entries.stream()
            .filter(entry -> entry.misses(controller))
            .map(Entry::cell)
            .collect(Collectors.toSet());
    return Bootstrap.ratioOfSums(
        members(entries),
        (member, weights) -> {
          CellSums sums = member.sums();
          double gap =
              (sums.cost(ControllerRun.HPA_TUNED, weights) - sums.cost(controller, weights))
                  / sums.bound(weights);
          return missed.contains(member.cell()) ? Math.min(0, gap) : gap;
        },
        (member, weights) ->
            member.sums().cost(ControllerRun.HPA_TUNED, weights) / member.sums().bound(weights)
                - 1);
  }

  private static Optional<Estimate> costOverHpaPast(List<Entry> entries, String controller) {
    return Bootstrap.ratioOfSums(
        members(entries),
        (member, weights) -> overBound(member, controller, weights),
        (member, weights) -> overBound(member, ControllerRun.HPA_PAST, weights));
  }

  private static double overBound(Bootstrap.Member member, String controller, Weights weights) {
    return member.sums().cost(controller, weights) / member.sums().bound(weights);
  }

  private static List<Bootstrap.Member> members(List<Entry> entries) {
    return entries.stream().map(Entry::member).toList();
  }

  private List<Entry> where(Predicate<Entry> condition) {
    return entries.stream().filter(condition).toList();
  }

  /** Cost over hpa-past in all cells that it kept and in which the controller took part. */
  Optional<Estimate> costOverHpaPast(String controller) {
    return costOverHpaPast(
        where(entry -> entry.has(controller) && entry.keeps(ControllerRun.HPA_PAST)), controller);
  }
}

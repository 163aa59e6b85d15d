package io.rlscaler.simulator.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Works out the figures of one cell.
 *
 * <p>The violation share is the fast model's over the whole scored part plus the audit's
 * correction. Its interval joins two independent errors, that of the days and seeds (bootstrap) and
 * that of the audit, by the root of the sum of squares on each side.
 */
final class CellFigures {
  private static final Interval ONE = new Interval(1, 1);

  private final CellResult result;
  private final CellSums sums;
  private final Bootstrap.Member member;
  private final OptionalDouble price;
  private final HpaFront front;

  /** hpa-tuned, where it gives a scale to measure gaps by. */
  private final Optional<ControllerRun> reference;

  private CellFigures(CellResult result, OptionalDouble price) {
    this.result = result;
    this.price = price;
    sums = new CellSums(result);
    member = new Bootstrap.Member(result.cell(), sums);
    front = HpaFront.of(result.hpaFront());
    reference = result.run(ControllerRun.HPA_TUNED).filter(this::isReference);
  }

  /**
   * The rows of a cell, in the order of its runs, the bound last.
   *
   * @param price per replica-hour, empty where none was given
   */
  static List<RowFigures> of(CellResult result, OptionalDouble price) {
    CellFigures figures = new CellFigures(result, price);
    List<RowFigures> rows = new ArrayList<>();
    result.runs().forEach(run -> rows.add(figures.row(run)));
    rows.add(figures.bound());
    return rows;
  }

  private RowFigures row(ControllerRun run) {
    Estimate share = violationShare(run);
    Kept kept = Kept.of(share.value(), share.interval(), result.cell().budget());
    return new RowFigures(
        result.cell(),
        run.controller(),
        Optional.of(run),
        costOverBound(run),
        Optional.of(share),
        Optional.of(kept),
        gapClosed(run.replicaSeconds(), kept),
        atEqualViolation(run),
        costOverHpaPast(run),
        OptionalDouble.of(changesPerHour(run)),
        money(run.replicaSeconds()));
  }

  private RowFigures bound() {
    return new RowFigures(
        result.cell(),
        ControllerRun.BOUND,
        Optional.empty(),
        new Estimate(1, ONE),
        Optional.empty(),
        Optional.empty(),
        gapClosed(result.boundReplicaSeconds(), Kept.KEPT),
        OptionalDouble.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        money(result.boundReplicaSeconds()));
  }

  private Estimate costOverBound(ControllerRun run) {
    return new Estimate(
        run.replicaSeconds() / result.boundReplicaSeconds(),
        Bootstrap.ofCell(
            member, weights -> sums.cost(run.controller(), weights) / sums.bound(weights)));
  }

  private Estimate violationShare(ControllerRun run) {
    double fast = run.fastShare();
    Interval days = Bootstrap.ofCell(member, weights -> sums.share(run.controller(), weights));
    double down = Math.max(0, fast - days.low());
    double up = Math.max(0, days.high() - fast);
    double correction = 0;
    if (run.audit().isPresent()) {
      Audit audit = run.audit().get();
      correction = audit.correction();
      down = Math.hypot(down, audit.share() - audit.low());
      up = Math.hypot(up, audit.high() - audit.share());
    }
    double share = clip(fast + correction);
    return new Estimate(share, new Interval(clip(share - down), clip(share + up)));
  }

  private static double clip(double share) {
    return Math.min(1, Math.max(0, share));
  }

  private OptionalDouble gapClosed(double cost, Kept kept) {
    if (reference.isEmpty()) {
      return OptionalDouble.empty();
    }
    double tuned = reference.get().replicaSeconds();
    double gap = (tuned - cost) / (tuned - result.boundReplicaSeconds());
    return OptionalDouble.of(kept == Kept.MISSED ? Math.min(0, gap) : gap);
  }

  private boolean isReference(ControllerRun tuned) {
    Estimate share = violationShare(tuned);
    return Kept.of(share.value(), share.interval(), result.cell().budget()) != Kept.MISSED
        && tuned.replicaSeconds() > result.boundReplicaSeconds();
  }

  private OptionalDouble atEqualViolation(ControllerRun run) {
    OptionalDouble cost = front.costAt(run.fastShare());
    return cost.isPresent()
        ? OptionalDouble.of(run.replicaSeconds() / cost.getAsDouble())
        : OptionalDouble.empty();
  }

  private Optional<Estimate> costOverHpaPast(ControllerRun run) {
    return result
        .run(ControllerRun.HPA_PAST)
        .map(
            past ->
                new Estimate(
                    run.replicaSeconds() / past.replicaSeconds(),
                    Bootstrap.ofCell(
                        member,
                        weights ->
                            sums.cost(run.controller(), weights)
                                / sums.cost(ControllerRun.HPA_PAST, weights))));
  }

  private double changesPerHour(ControllerRun run) {
    double changes = run.seeds().stream().mapToInt(SeedRun::replicaChanges).average().orElseThrow();
    return changes / (result.scoredSeconds() / 3600);
  }

  private OptionalDouble money(double replicaSeconds) {
    return price.isPresent()
        ? OptionalDouble.of(price.getAsDouble() * replicaSeconds / 3600)
        : OptionalDouble.empty();
  }
}

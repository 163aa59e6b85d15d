package io.rlscaler.simulator.evaluation;

import io.rlscaler.simulator.Percent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The gate: policy-calibrated keeps every cell that hpa-past keeps; its cost over hpa-past, pooled
 * over those cells, is below 1 with its 90 % interval; in none of them it is more than 2 % dearer
 * beyond noise; and there are at least ten of them, else nothing can be told.
 */
final class Gate {
  private static final int LEAST_CELLS = 10;
  private static final double MOST_DEARER = 1.02;

  private final EvaluationSetup setup;
  private final List<RowFigures> past;
  private final List<RowFigures> policy;
  private final int calibrated;
  private final long keptByPolicy;
  private final Optional<Estimate> ratio;

  Gate(EvaluationSetup setup, List<RowFigures> rows, Pool pool) {
    this.setup = setup;
    List<RowFigures> used = rows.stream().filter(row -> row.cell().calibrated()).toList();
    List<RowFigures> policies = of(used, ControllerRun.POLICY_CALIBRATED);
    List<Cell> compared = policies.stream().map(RowFigures::cell).toList();
    List<RowFigures> pasts =
        of(used, ControllerRun.HPA_PAST).stream()
            .filter(row -> compared.contains(row.cell()))
            .toList();
    calibrated = pasts.size();
    past = pasts.stream().filter(RowFigures::isKept).toList();
    List<Cell> kept = past.stream().map(RowFigures::cell).toList();
    policy = policies.stream().filter(row -> kept.contains(row.cell())).toList();
    keptByPolicy = policies.stream().filter(RowFigures::isKept).count();
    ratio = pool.costOverHpaPast(ControllerRun.POLICY_CALIBRATED);
  }

  private static List<RowFigures> of(List<RowFigures> rows, String controller) {
    return rows.stream().filter(row -> row.controller().equals(controller)).toList();
  }

  Verdict verdict() {
    List<String> reasons = new ArrayList<>();
    if (past.size() < LEAST_CELLS) {
      reasons.add(tooFew());
    }
    policy.stream().filter(row -> !row.isKept()).map(Gate::notKept).forEach(reasons::add);
    ratio
        .filter(pooled -> pooled.interval().high() >= 1)
        .map(Gate::notCheaper)
        .ifPresent(reasons::add);
    policy.stream().filter(Gate::isDearer).map(Gate::dearer).forEach(reasons::add);
    return new Verdict(reasons.isEmpty(), sentence(reasons), reasons);
  }

  /** One day tells nothing of how days differ, so nothing is beyond noise there. */
  private static boolean isDearer(RowFigures row) {
    return row.days() > 1
        && row.costOverHpaPast()
            .filter(cost -> cost.value() > MOST_DEARER && !cost.withinNoise())
            .isPresent();
  }

  private String tooFew() {
    if (calibrated == 0) {
      return "no cell has a past that is long enough to calibrate on.";
    }
    return text(
        "hpa-past kept the objective in %d of the %d cells with a calibrated past; at least %d are"
            + " needed to tell.",
        past.size(), calibrated, LEAST_CELLS);
  }

  private static String notKept(RowFigures row) {
    Estimate share = row.violationShare().orElseThrow();
    return text(
        "%s: hpa-past kept the objective, policy-calibrated %s it with %s violations (90 %%"
            + " interval %s to %s) where %s are allowed.",
        name(row.cell()),
        row.isMissed() ? "missed" : "may have missed",
        Percent.rounded(share.value()),
        Percent.rounded(share.interval().low()),
        Percent.rounded(share.interval().high()),
        Percent.rounded(row.cell().budget()));
  }

  private static String notCheaper(Estimate pooled) {
    return text(
        "Pooled over the cells that hpa-past kept, policy-calibrated cost %.3f times as much (90 %%"
            + " interval %.3f to %.3f): not below 1 beyond noise.",
        pooled.value(), pooled.interval().low(), pooled.interval().high());
  }

  private static String dearer(RowFigures row) {
    Estimate cost = row.costOverHpaPast().orElseThrow();
    return text(
        "%s: policy-calibrated cost %.3f times as much as hpa-past (90 %% interval %.3f to %.3f),"
            + " more than 2 %% dearer beyond noise.",
        name(row.cell()), cost.value(), cost.interval().low(), cost.interval().high());
  }

  private String sentence(List<String> reasons) {
    return calibrated == 0
        ? finding(reasons)
        : finding(reasons) + " " + kept() + " " + basis() + unaudited();
  }

  private String finding(List<String> reasons) {
    if (past.size() < LEAST_CELLS) {
      return "Cannot tell whether the policy is better: "
          + reasons.get(0)
          + " Keep your HPA until more traffic has been evaluated.";
    }
    long lost = policy.stream().filter(row -> !row.isKept()).count();
    String cost = cost(ratio.orElseThrow());
    if (reasons.isEmpty()) {
      return text(
          "The policy can take over from a well-kept HPA on traffic like this: policy-calibrated"
              + " kept each of the %d cells that hpa-past kept, at %s.",
          past.size(), cost);
    }
    return lost > 0
        ? text(
            "Keep your HPA: policy-calibrated did not surely keep %d of the %d cells that hpa-past"
                + " kept; it ran at %s.",
            lost, past.size(), cost)
        : text(
            "Keep your HPA: policy-calibrated kept each of the %d cells that hpa-past kept, but at"
                + " %s%s.",
            past.size(), cost, dearest());
  }

  private static String cost(Estimate pooled) {
    String noise = pooled.withinNoise() ? ", within noise" : "";
    return text(
        "%.3f times its cost (90 %% interval %.3f to %.3f%s)",
        pooled.value(), pooled.interval().low(), pooled.interval().high(), noise);
  }

  private String dearest() {
    long count = policy.stream().filter(Gate::isDearer).count();
    return count == 0 ? "" : text(", and more than 2 %% dearer beyond noise in %d", count);
  }

  /** What the gate does not weigh: the cells that hpa-past did not keep. */
  private String kept() {
    return text(
        "Of all %d calibrated cells hpa-past kept %d, policy-calibrated %d.",
        calibrated, past.size(), keptByPolicy);
  }

  /** Baseline, split and seeds: what the finding rests on. */
  private String basis() {
    long traces = past.stream().map(row -> row.cell().trace()).distinct().count();
    long sources = past.stream().map(row -> row.cell().source()).distinct().count();
    return text(
        "Both were calibrated daily by one rule, beginning with the first third of each trace, and"
            + " scored on the rest: %s from %s, %s, policy %s.",
        counted(traces, "trace"),
        counted(sources, "source"),
        counted(setup.scoringSeeds().size(), "seed"),
        setup.policy());
  }

  /** What the finding rests on the fast model's word for; empty after a full audit. */
  private String unaudited() {
    List<ControllerRun> runs =
        Stream.of(past, policy).flatMap(List::stream).flatMap(row -> row.run().stream()).toList();
    long missing = runs.stream().filter(run -> run.audit().isEmpty()).count();
    return missing == 0
        ? ""
        : text(
            " Of the %d violation shares compared, %d were not audited by the request-level model.",
            runs.size(), missing);
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static String name(Cell cell) {
    return text(
        "%s, start-up %d s, objective %s",
        cell.trace(), cell.startUp().toSeconds(), Percent.exact(cell.objective()));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

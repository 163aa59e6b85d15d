package io.rlscaler.simulator.report;

import io.rlscaler.simulator.Percent;
import io.rlscaler.simulator.bound.BoundResult;
import io.rlscaler.simulator.episode.EpisodeResult;
import io.rlscaler.simulator.episode.EpisodeScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** Results as plain text for a terminal. */
public final class ResultTable {
  private static final Set<String> LONG = Set.of("policy", "digest", "forecastPriors");

  private ResultTable() {}

  /** One result, a line per figure, and what is known of the bound on its load. */
  public static String of(EpisodeResult result, Optional<BoundResult> bound) {
    EpisodeScore score = result.score();
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("trace", result.trace());
    lines.put("controller", result.controller() + " (" + settings(result) + ")");
    lines.put("model, seed", result.model().label() + ", " + result.seed());
    lines.put("duration", number(score.durationSeconds() / 3600, "%.2f h"));
    lines.put("requests", number(score.requests(), "%,.0f"));
    lines.put("violation share", Percent.rounded(score.violationShare()));
    lines.put("meets objective", score.meetsObjective() ? "yes" : "no");
    lines.put("replica-hours", number(score.replicaHours(), "%.2f"));
    bound.ifPresent(least -> lines.put("cost over bound", costOverBound(result, least)));
    lines.put(
        "latency",
        "p50 %s, p95 %s, p99 %s"
            .formatted(
                latency(result.latency().p50()),
                latency(result.latency().p95()),
                latency(result.latency().p99())));
    lines.put("replica changes", String.valueOf(score.replicaChanges()));
    lines.put("peak replicas", String.valueOf(score.peakReplicas()));
    return lines.entrySet().stream()
        .map(line -> String.format(Locale.ROOT, "%-16s %s", line.getKey(), line.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String costOverBound(EpisodeResult result, BoundResult bound) {
    String ratio =
        number(
            SimulationDocument.costOverBound(result, Optional.of(bound)).orElse(Double.NaN),
            "%.3f");
    return ratio
        + number(bound.boundReplicaSeconds() / 3600, " (bound %.2f replica-h")
        + number(bound.primalReplicaSeconds() / 3600, ", its plan %.2f")
        + number(100 * bound.gap(), ", duality gap %.2f %%)")
        + (bound.reachable() ? "" : "; no plan was found that keeps the objective");
  }

  /** The two results of a day side by side. */
  public static String of(DayComparison day) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "controller",
            "settings",
            "replica-h",
            "cost",
            "violations",
            "kept",
            "p95",
            "changes",
            "peak"));
    rows.add(row("policy", day.policy(), day.costRatio()));
    rows.add(row("best HPA", day.hpa(), 1));
    return render(rows, 2);
  }

  private static List<String> row(String name, EpisodeResult result, double costRatio) {
    EpisodeScore score = result.score();
    return List.of(
        name,
        brief(result),
        number(score.replicaHours(), "%.1f"),
        number(costRatio, "%.3f"),
        Percent.rounded(score.violationShare()),
        score.meetsObjective() ? "yes" : "no",
        latency(result.latency().p95()),
        String.valueOf(score.replicaChanges()),
        String.valueOf(score.peakReplicas()));
  }

  /** The settings without digests, which are long. */
  private static String brief(EpisodeResult result) {
    return result.settings().entrySet().stream()
        .filter(entry -> !LONG.contains(entry.getKey()))
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String settings(EpisodeResult result) {
    return result.settings().entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  /** Columns in line: the first so many to the left, figures to the right. */
  static String render(List<List<String>> rows, int names) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String format =
            column < names ? "%-" + widths[column] + "s  " : "%" + widths[column] + "s  ";
        line.append(String.format(Locale.ROOT, format, row.get(column)));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString().stripTrailing();
  }

  private static String latency(OptionalDouble seconds) {
    return seconds.isPresent() ? number(1000 * seconds.getAsDouble(), "%.0f ms") : "unknown";
  }

  private static String number(double value, String format) {
    return String.format(Locale.ROOT, format, value);
  }
}

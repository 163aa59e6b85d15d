package io.rlscaler.simulator.report;

import io.rlscaler.simulator.WholeFile;
import io.rlscaler.simulator.evaluation.Cell;
import io.rlscaler.simulator.evaluation.CellTimeline;
import io.rlscaler.simulator.evaluation.ControllerRun;
import io.rlscaler.simulator.evaluation.Estimate;
import io.rlscaler.simulator.evaluation.Evaluation;
import io.rlscaler.simulator.evaluation.EvaluationSummary;
import io.rlscaler.simulator.evaluation.Kept;
import io.rlscaler.simulator.evaluation.RowFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The best HPA of each cell, as the hindsight search found it, as an {@code autoscaling/v2}
 * HorizontalPodAutoscaler that can be applied: keeping the HPA is something one can do.
 */
public final class HpaManifestFiles {
  private static final double WEEK_SECONDS = Duration.ofDays(7).toSeconds();

  private final Evaluation evaluation;
  private final int min;
  private final int max;

  private HpaManifestFiles(Evaluation evaluation, int min, int max) {
    this.evaluation = evaluation;
    this.min = min;
    this.max = max;
  }

  /**
   * One manifest per cell that hpa-tuned took part in.
   *
   * @param min least replicas of the evaluation
   * @param max most replicas of the evaluation
   * @return the text by file name, in the order of the cells
   */
  public static Map<String, String> of(
      Evaluation evaluation, EvaluationSummary summary, int min, int max) {
    HpaManifestFiles files = new HpaManifestFiles(evaluation, min, max);
    Map<String, String> texts = new LinkedHashMap<>();
    for (RowFigures row : summary.rows()) {
      if (row.controller().equals(ControllerRun.HPA_TUNED)) {
        String name = name(row.cell());
        String text = files.text(name, row, row.run().orElseThrow());
        if (texts.put(name + ".yaml", text) != null) {
          throw new IllegalArgumentException(
              "manifests: found two cells that would be called " + name);
        }
      }
    }
    return texts;
  }

  /**
   * Writes the manifests into a directory, which is made if need be.
   *
   * @throws IOException if a file cannot be written; each appears complete or not at all
   */
  public static void write(Path directory, Map<String, String> texts) throws IOException {
    Files.createDirectories(directory);
    for (Map.Entry<String, String> file : texts.entrySet()) {
      WholeFile.write(directory.resolve(file.getKey()), file.getValue());
    }
  }

  /** A name that Kubernetes takes: lower case, digits, dashes and points. */
  private static String name(Cell cell) {
    String trace = cell.trace().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String objective = EvaluationText.objective(cell.objective()).replace(" %", "");
    return ("hpa-" + trace + "-" + EvaluationText.startUp(cell.startUp()) + "-" + objective)
        .replace(" ", "")
        .replaceAll("-+", "-");
  }

  private String text(String name, RowFigures row, ControllerRun run) {
    Map<String, Object> settings = run.settings();
    double floor = HpaManifestText.floor(settings);
    double peak = floor > 0 ? peakLoad(row.cell()) : 0;
    int least = HpaManifestText.minReplicas(floor, peak, min, max);
    return comment(row, floor, peak) + HpaManifestText.of(name, settings, least, max);
  }

  /** Largest load of the last week of the scored part [replicas at 100 %]. */
  private double peakLoad(Cell cell) {
    CellTimeline timeline =
        evaluation.timelines().stream()
            .filter(own -> own.cell().equals(cell))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException(cell + ": found no timeline to take a peak of"));
    int points = timeline.seconds().size();
    double from = timeline.seconds().get(points - 1) - WEEK_SECONDS;
    double peak = 0;
    for (int i = 0; i < points; i++) {
      double load = timeline.load().get(i);
      if (timeline.seconds().get(i) >= from && load > peak) {
        peak = load;
      }
    }
    return peak;
  }

  private String comment(RowFigures row, double floor, double peak) {
    Estimate share = row.violationShare().orElseThrow();
    return String.format(
            Locale.ROOT,
            """
            # Trace %s, start-up %s, objective %s.
            # The best HPA that was tried, tuned in hindsight on the very traffic that was scored:
            # it cost %.3f times the bound with %s violations (%s), %d seeds. Do not expect it to do
            # as well on traffic to come.
            """,
            row.cell().trace().replaceAll("\\s+", " "),
            EvaluationText.startUp(row.cell().startUp()),
            EvaluationText.objective(row.cell().objective()),
            row.costOverBound().value(),
            EvaluationText.share(share.value()),
            row.kept().map(Kept::word).orElseThrow(),
            evaluation.setup().scoringSeeds().size())
        + HpaManifestText.NOTES
        + HpaManifestText.floorNote(floor, peak);
  }
}

package io.rlscaler.simulator.report;

import java.util.Locale;
import java.util.Map;

/** The manifest of an HPA that was calibrated on the past of its workload. */
public final class CalibratedHpa {
  private CalibratedHpa() {}

  /**
   * The manifest with what it rests on as a comment.
   *
   * @param answer of the family hpa
   */
  public static String manifest(CalibrationAnswer answer) {
    Map<String, Object> settings = answer.settings();
    double floor = HpaManifestText.floor(settings);
    double peak = floor > 0 ? answer.weekPeak() : 0;
    int max = answer.scenario().max();
    int least = HpaManifestText.minReplicas(floor, peak, answer.scenario().min(), max);
    return comment(answer)
        + HpaManifestText.NOTES
        + HpaManifestText.floorNote(floor, peak)
        + HpaManifestText.of("web", settings, least, max);
  }

  /** What a calibrated setting rests on, as lines of a comment. */
  public static String comment(CalibrationAnswer answer) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "# Calibrated on %.2f days of trace %s, start-up %s s, objective %s.\n",
                answer.setting().pastDays(),
                answer.load().trace().name().replaceAll("\\s+", " "),
                answer.scenario().startUp().medianSeconds(),
                EvaluationText.objective(answer.scenario().objective().goodRatio())));
    answer.sentences().forEach(line -> text.append("# ").append(line).append('\n'));
    return text.toString();
  }
}

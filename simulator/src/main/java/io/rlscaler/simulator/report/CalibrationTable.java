package io.rlscaler.simulator.report;

import io.rlscaler.simulator.Percent;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.tuning.CalibratedSetting;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A calibration as plain text for a terminal. */
public final class CalibrationTable {
  private static final double HOURS_A_DAY = 24;

  private CalibrationTable() {}

  /** A line per figure, and what to make of it. */
  public static String of(CalibrationAnswer answer) {
    CalibratedSetting setting = answer.setting();
    Scenario scenario = answer.scenario();
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("trace", answer.load().trace().name());
    lines.put("controller", setting.family().name());
    answer.settings().forEach((key, value) -> lines.put("  " + key, String.valueOf(value)));
    lines.put(
        "objective",
        "%s within %s, start-up %s s"
            .formatted(
                Percent.exact(scenario.objective().goodRatio()),
                EvaluationText.milliseconds(scenario.objective().latency()),
                scenario.startUp().medianSeconds()));
    lines.put("expected", Percent.rounded(setting.judged()) + " violations");
    lines.put(
        "in the past",
        "%s violations, of which %s no setting could have prevented"
            .formatted(
                Percent.rounded(setting.violationShare()), Percent.rounded(setting.unavoidable())));
    lines.put(
        "cost",
        number("%.1f replica-hours a day, ", HOURS_A_DAY * setting.meanReplicas())
            + number("%.2f replicas on average", setting.meanReplicas()));
    lines.put("headroom", number("%.0f %% standing headroom", 100 * setting.headroom().share()));
    lines.put("past", number("%.2f days", setting.pastDays()));
    lines.put("settings tried", String.valueOf(setting.tried()));
    return lines.entrySet().stream()
            .map(line -> String.format(Locale.ROOT, "%-18s %s", line.getKey(), line.getValue()))
            .collect(Collectors.joining("\n"))
        + "\n\n"
        + String.join("\n", answer.sentences());
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}

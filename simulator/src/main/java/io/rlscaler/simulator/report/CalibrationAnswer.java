package io.rlscaler.simulator.report;

import io.rlscaler.simulator.Percent;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.tuning.CalibratedSetting;
import io.rlscaler.simulator.tuning.StandingHeadroom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the past of a workload recommends, for people and programs.
 *
 * @param scenario the workload and what is promised
 * @param load its past
 * @param setting that was chosen
 * @param fixed the fewest fixed replicas that keep the objective, or the most allowed if even they
 *     do not; empty where nobody asked
 */
public record CalibrationAnswer(
    Scenario scenario,
    OfferedLoad load,
    CalibratedSetting setting,
    Optional<CalibratedSetting> fixed) {

  private static final Duration WEEK = Duration.ofDays(7);
  private static final double PEAK_SECONDS = 300;
  private static final double HOURS_A_DAY = 24;

  /** An hour with fewer of the violations does not stand out. */
  private static final double DECIDING_SHARE = 0.1;

  double budget() {
    return scenario.objective().budget();
  }

  Map<String, Object> settings() {
    return setting.family().setup(setting.values()).settings();
  }

  double costAgainstFixed(CalibratedSetting other) {
    return other.meanReplicas() / setting.meanReplicas();
  }

  /** Seconds on the time axis of the trace's file. */
  double fileSeconds(StandingHeadroom.Hour hour) {
    return load.trace().start().toMillis() / 1000.0 + hour.fromSeconds();
  }

  /** Largest five-minute load of the last week [replicas at 100 %]. */
  double weekPeak() {
    Trace trace = load.trace();
    int width = Math.max(1, (int) Math.round(PEAK_SECONDS / trace.stepSeconds()));
    int from = Math.max(0, trace.size() - (int) (WEEK.toMillis() / trace.step().toMillis()));
    double peak = 0;
    for (int first = from; first < trace.size(); first += width) {
      double sum = 0;
      int known = 0;
      for (int i = first; i < Math.min(first + width, trace.size()); i++) {
        sum += trace.isKnown(i) ? trace.rate(i) : 0;
        known += trace.isKnown(i) ? 1 : 0;
      }
      peak = known > 0 ? Math.max(peak, sum / known) : peak;
    }
    return peak / scenario.service().capacity();
  }

  /** What to make of it, a sentence or two per line. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        setting.keeps()
            ? "The objective can be promised: %s violations are expected where at most %s are allowed."
                .formatted(Percent.rounded(setting.judged()), Percent.rounded(budget()))
            : ("No setting that was tried promises the objective: with this one, the best of them,"
                    + " %s violations are expected where at most %s are allowed.")
                .formatted(Percent.rounded(setting.judged()), Percent.rounded(budget())));
    if (setting.pastDays() < 1) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "Only %.1f h of past count, so that whole hours of the day are not reckoned with.",
              HOURS_A_DAY * setting.pastDays()));
    }
    if (setting.isDear()) {
      sentences.add(headroom());
      setting.headroom().decidingHour().map(this::hour).ifPresent(sentences::add);
      fixed.map(this::fixedSize).ifPresent(sentences::add);
    }
    return sentences;
  }

  private String headroom() {
    return String.format(
        Locale.ROOT,
        "This objective needs %s%.0f %% standing headroom here.",
        setting.keeps() ? "" : "more than ",
        100 * setting.headroom().share());
  }

  private String hour(StandingHeadroom.Hour hour) {
    double seconds = fileSeconds(hour);
    String when =
        String.format(
            Locale.ROOT,
            "t_seconds %.0f on (day %.0f, %02.0f:%02.0f)",
            seconds,
            1 + Math.floor(seconds / 86_400),
            Math.floor(seconds % 86_400 / 3600),
            Math.floor(seconds % 3600 / 60));
    String share = Percent.rounded(hour.share());
    String with = setting.keeps() ? "with less headroom it" : "it";
    return hour.share() < DECIDING_SHARE
        ? "No single hour decides it, not even the one from %s: %s has %s of the violations."
            .formatted(when, with, share)
        : "The hour from %s decides it: %s has %s of the violations.".formatted(when, with, share);
  }

  private String fixedSize(CalibratedSetting size) {
    int replicas = size.values().get(0).intValue();
    if (!size.keeps()) {
      return "No fixed size promises it either, up to the %d replicas that are allowed."
          .formatted(replicas);
    }
    return String.format(
        Locale.ROOT,
        "A fixed size of %d replicas promises it%s at %.3f times the cost%s.",
        replicas,
        setting.keeps() ? ", too," : "",
        costAgainstFixed(size),
        setting.isBeatenBy(size) ? ": take that" : "");
  }
}

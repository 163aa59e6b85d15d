package io.rlscaler.simulator.tuning;

import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.DatedSetup;
import io.rlscaler.simulator.tuning.CalibrationRule.Candidate;
import io.rlscaler.simulator.tuning.CalibrationRule.Pick;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses the settings of a family day by day from the past alone, by the {@link CalibrationRule},
 * among the coarse settings of its axes with more values of the first one. Each of them is replayed
 * once over the whole load; the choice of a day sees the hours before it, the first six left out.
 * Days without load do not count.
 */
public final class PastCalibration {
  private static final int HOURS_A_DAY = 24;
  private static final double LEFT_OUT_SECONDS = 6 * 3600;
  private static final double DAY_SECONDS = 86_400;

  private final Replays replays;
  private final CalibrationRule rule;
  private final List<Run> all;
  private final List<Run> allowed;

  private PastCalibration(Replays replays, CalibrationRule rule) {
    this.replays = replays;
    this.rule = rule;
    Family family = replays.family();
    List<Axis> axes = family.axes();
    all =
        replays.of(
            SettingGrid.medium(axes).stream().map(at -> SettingGrid.values(axes, at)).toList());
    allowed =
        all.stream()
            .filter(
                run ->
                    rule.isHoldFree()
                        || family.holdSeconds(run.values()) == CalibrationRule.FIXED_HOLD_SECONDS)
            .toList();
  }

  /**
   * Calibrates for one objective. Before the scored part the standard setting of the family holds,
   * and on a day without a past that counts it still does.
   *
   * @param replays runs the settings and remembers them
   * @param goodRatio that is promised
   */
  public static Calibration calibrate(Replays replays, double goodRatio) {
    replays.requireServes(goodRatio);
    double startUp = replays.scenario().startUp().medianSeconds();
    CalibrationRule rule = CalibrationRule.of(1 - goodRatio, startUp);
    return new PastCalibration(replays, rule).daily();
  }

  private Calibration daily() {
    Family family = replays.family();
    List<Calibration.Choice> choices = new ArrayList<>();
    List<DatedSetup> dated = new ArrayList<>();
    int first = replays.firstScoredHour();
    if (first > 0) {
      dated.add(new DatedSetup(0, family.setup(family.standard())));
    }
    for (int hour = first; hour < replays.traffic().hours(); hour += HOURS_A_DAY) {
      Calibration.Choice choice = choiceAt(hour);
      choices.add(choice);
      dated.add(new DatedSetup(choice.fromSeconds(), family.setup(choice.values())));
    }
    return new Calibration(new ControllerSetup.Dated(dated), choices);
  }

  private Calibration.Choice choiceAt(int hour) {
    List<Integer> past = past(hour);
    double pastDays =
        past.stream().mapToDouble(h -> replays.traffic().seconds()[h]).sum() / DAY_SECONDS;
    double from = replays.beginning(hour);
    if (pastDays == 0) {
      return new Calibration.Choice(
          from, replays.family().standard(), Double.NaN, false, Double.NaN, 0);
    }
    double requests = past.stream().mapToDouble(h -> replays.traffic().requests()[h]).sum();
    double unavoidable = past.stream().mapToDouble(this::leastViolations).sum() / requests;
    List<Candidate> candidates =
        allowed.stream().map(run -> candidate(run, past, requests)).toList();
    Pick pick = rule.choose(candidates, unavoidable, pastDays);
    return new Calibration.Choice(
        from,
        allowed.get(pick.index()).values(),
        pick.judged(),
        pick.keeps(),
        unavoidable,
        pastDays);
  }

  /** The hours before a given one that count: after the first six, on days with load. */
  private List<Integer> past(int before) {
    List<Integer> hours = new ArrayList<>();
    for (int end = before; end > 0; end -= HOURS_A_DAY) {
      List<Integer> day =
          IntStream.range(Math.max(0, end - HOURS_A_DAY), end)
              .filter(hour -> replays.beginning(hour) >= LEFT_OUT_SECONDS)
              .boxed()
              .toList();
      if (day.stream().anyMatch(hour -> replays.traffic().requests()[hour] > 0)) {
        hours.addAll(day);
      }
    }
    return hours;
  }

  private double leastViolations(int hour) {
    return all.stream().mapToDouble(run -> run.violating()[hour]).min().orElse(0);
  }

  private Candidate candidate(Run run, List<Integer> past, double requests) {
    double cost = past.stream().mapToDouble(hour -> run.replicaSeconds()[hour]).sum();
    double violating = past.stream().mapToDouble(hour -> run.violating()[hour]).sum();
    double startUp = replays.scenario().startUp().medianSeconds();
    return new Candidate(cost, violating / requests, replays.family().prior(run.values(), startUp));
  }
}

package io.rlscaler.simulator.tuning;

import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.DatedSetup;
import io.rlscaler.simulator.tuning.CalibrationRule.Candidate;
import io.rlscaler.simulator.tuning.CalibrationRule.Pick;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the settings of a family day by day from the past alone, by the {@link CalibrationRule},
 * among the coarse settings of its axes with more values of the first one. Each of them is replayed
 * once over the whole load; the choice of a day sees the hours before it, the first six left out.
 * Days without load do not count.
 */
public final class PastCalibration {
  private static final int HOURS_A_DAY = 24;

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
    return of(replays, goodRatio).daily();
  }

  /**
   * Calibrates for the time after the load, with all of it as the past.
   *
   * @param replays runs the settings and remembers them; where its scored part begins is of no
   *     consequence
   * @param goodRatio that is promised
   * @return empty if the past has no load after its first six hours
   */
  public static Optional<CalibratedSetting> calibrateForNext(Replays replays, double goodRatio) {
    return of(replays, goodRatio).afterAll();
  }

  private static PastCalibration of(Replays replays, double goodRatio) {
    return new PastCalibration(replays, ruleFor(replays, goodRatio));
  }

  /** The rule for a promise to the workload of some replays. */
  static CalibrationRule ruleFor(Replays replays, double goodRatio) {
    replays.requireServes(goodRatio);
    double startUp = replays.scenario().startUp().medianSeconds();
    return CalibrationRule.of(1 - goodRatio, startUp);
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
    Past past = new Past(replays, hour);
    double from = replays.beginning(hour);
    if (past.days() == 0) {
      return new Calibration.Choice(
          from, replays.family().standard(), Double.NaN, false, Double.NaN, 0);
    }
    double unavoidable = past.leastViolationShare(all);
    Pick pick = pick(past, unavoidable);
    return new Calibration.Choice(
        from,
        allowed.get(pick.index()).values(),
        pick.judged(),
        pick.keeps(),
        unavoidable,
        past.days());
  }

  private Optional<CalibratedSetting> afterAll() {
    Past past = new Past(replays, replays.traffic().hours());
    if (past.days() == 0) {
      return Optional.empty();
    }
    double unavoidable = past.leastViolationShare(all);
    Pick pick = pick(past, unavoidable);
    Run chosen = allowed.get(pick.index());
    Run lesser = pick.keeps() ? lesser(past, chosen, unavoidable) : chosen;
    return Optional.of(past.setting(chosen, pick, unavoidable, lesser, allowed.size()));
  }

  /** Of the cheaper settings, none of which keeps the promise, the one that comes closest to it. */
  private Run lesser(Past past, Run chosen, double unavoidable) {
    double cost = past.candidate(chosen).cost();
    return allowed.stream()
        .filter(run -> past.candidate(run).cost() < cost)
        .min(
            Comparator.comparingDouble(
                run -> rule.judged(past.candidate(run), unavoidable, past.days())))
        .orElse(chosen);
  }

  private Pick pick(Past past, double unavoidable) {
    List<Candidate> candidates = allowed.stream().map(past::candidate).toList();
    return rule.choose(candidates, unavoidable, past.days());
  }
}

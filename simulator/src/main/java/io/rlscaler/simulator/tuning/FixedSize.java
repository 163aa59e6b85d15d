package io.rlscaler.simulator.tuning;

import io.rlscaler.simulator.tuning.CalibrationRule.Candidate;
import io.rlscaler.simulator.tuning.CalibrationRule.Pick;
import java.util.List;
import java.util.Optional;

/**
 * The fewest fixed replicas that keep an objective on all of a load, by the {@link
 * CalibrationRule}. More replicas never violate more often but by chance, so halving finds them.
 */
public final class FixedSize {
  private final Replays replays;
  private final CalibrationRule rule;
  private int tried;

  private FixedSize(Replays replays, CalibrationRule rule) {
    this.replays = replays;
    this.rule = rule;
  }

  /**
   * Searches.
   *
   * @param replays of {@link Family.Static}
   * @param goodRatio that is promised
   * @return the most replicas allowed where even they do not keep it; empty if the past has no load
   *     after its first six hours
   */
  public static Optional<CalibratedSetting> fewest(Replays replays, double goodRatio) {
    if (!(replays.family() instanceof Family.Static range)) {
      throw new IllegalArgumentException(
          "fixed size: found replays of " + replays.family().name() + ", expected static");
    }
    CalibrationRule rule = PastCalibration.ruleFor(replays, goodRatio);
    return new FixedSize(replays, rule).fewest(range);
  }

  private Optional<CalibratedSetting> fewest(Family.Static range) {
    Run most = run(range.max());
    Past past = new Past(replays, replays.traffic().hours());
    if (past.days() == 0) {
      return Optional.empty();
    }
    double unavoidable = past.leastViolationShare(List.of(most));
    Run best = most;
    Run lesser = most;
    int enough = range.max();
    int tooFew = range.min() - 1;
    while (judged(past, most, unavoidable).keeps() && enough - tooFew > 1) {
      int middle = (enough + tooFew) >>> 1;
      Run run = run(middle);
      if (judged(past, run, unavoidable).keeps()) {
        enough = middle;
        best = run;
      } else {
        tooFew = middle;
        lesser = run;
      }
    }
    return Optional.of(
        past.setting(best, judged(past, best, unavoidable), unavoidable, lesser, tried));
  }

  private Run run(int replicas) {
    tried++;
    return replays.of(List.of(List.of((double) replicas))).get(0);
  }

  private Pick judged(Past past, Run run, double unavoidable) {
    Candidate candidate = past.candidate(run);
    return rule.choose(List.of(candidate), unavoidable, past.days());
  }
}

package io.rlscaler.simulator.tuning;

import io.rlscaler.simulator.tuning.CalibrationRule.Candidate;
import io.rlscaler.simulator.tuning.CalibrationRule.Pick;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The hours of a load that a calibration may look at: those before a given one and after the first
 * six, on days with load.
 */
final class Past {
  private static final int HOURS_A_DAY = 24;
  private static final double LEFT_OUT_SECONDS = 6 * 3600;
  private static final double DAY_SECONDS = 86_400;

  private final Replays replays;
  private final Traffic traffic;
  private final List<Integer> hours;
  private final double seconds;
  private final double requests;

  /**
   * The past.
   *
   * @param replays of which something was run
   * @param before index of the first hour that is not past; days are counted back from it
   */
  Past(Replays replays, int before) {
    this.replays = replays;
    traffic = replays.traffic();
    hours = hours(before);
    seconds = hours.stream().mapToDouble(hour -> traffic.seconds()[hour]).sum();
    requests = hours.stream().mapToDouble(hour -> traffic.requests()[hour]).sum();
  }

  private List<Integer> hours(int before) {
    List<Integer> past = new ArrayList<>();
    for (int end = before; end > 0; end -= HOURS_A_DAY) {
      List<Integer> day =
          IntStream.range(Math.max(0, end - HOURS_A_DAY), end)
              .filter(hour -> replays.beginning(hour) >= LEFT_OUT_SECONDS)
              .boxed()
              .toList();
      if (day.stream().anyMatch(hour -> traffic.requests()[hour] > 0)) {
        past.addAll(day);
      }
    }
    return past;
  }

  /** Known time [days]. */
  double days() {
    return seconds / DAY_SECONDS;
  }

  /** What the rule is told of a setting. */
  Candidate candidate(Run run) {
    double startUp = replays.scenario().startUp().medianSeconds();
    return new Candidate(
        replicaSeconds(run), violationShare(run), replays.family().prior(run.values(), startUp));
  }

  private double replicaSeconds(Run run) {
    return hours.stream().mapToDouble(hour -> run.replicaSeconds()[hour]).sum();
  }

  private double violationShare(Run run) {
    return hours.stream().mapToDouble(hour -> run.violating()[hour]).sum() / requests;
  }

  /** u of the rule: of each hour the least violations of any setting. */
  double leastViolationShare(List<Run> runs) {
    return hours.stream()
            .mapToDouble(
                hour -> runs.stream().mapToDouble(run -> run.violating()[hour]).min().orElse(0))
            .sum()
        / requests;
  }

  /**
   * The setting that was chosen, with what it would have led to.
   *
   * @param lesser the run whose violations show which hour asks for the headroom
   */
  CalibratedSetting setting(Run run, Pick pick, double unavoidable, Run lesser, int tried) {
    return new CalibratedSetting(
        replays.family(),
        run.values(),
        pick.judged(),
        pick.keeps(),
        violationShare(run),
        unavoidable,
        replicaSeconds(run) / seconds,
        new StandingHeadroom(headroom(run), worst(lesser)),
        days(),
        tried);
  }

  private double headroom(Run run) {
    double capacity = replays.scenario().service().capacity();
    double carriedByFewest = StandingHeadroom.USABLE * replays.scenario().min() * capacity;
    double load =
        hours.stream()
            .mapToDouble(
                hour ->
                    Math.max(traffic.requests()[hour], carriedByFewest * traffic.seconds()[hour]))
            .sum();
    return StandingHeadroom.USABLE * replicaSeconds(run) * capacity / load - 1;
  }

  private Optional<StandingHeadroom.Hour> worst(Run run) {
    double total = hours.stream().mapToDouble(hour -> run.violating()[hour]).sum();
    if (total == 0) {
      return Optional.empty();
    }
    int worst = hours.get(0);
    for (int hour : hours) {
      float more = run.violating()[hour] - run.violating()[worst];
      worst = more > 0 || (more == 0 && hour < worst) ? hour : worst;
    }
    return Optional.of(
        new StandingHeadroom.Hour(replays.beginning(worst), run.violating()[worst] / total));
  }
}

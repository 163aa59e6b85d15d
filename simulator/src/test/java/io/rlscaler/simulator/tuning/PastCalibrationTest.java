package io.rlscaler.simulator.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.simulator.episode.DatedSetup;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PastCalibrationTest {
  private static final int STEPS_A_DAY = 288;

  private final TuningWorld world = new TuningWorld();

  private Calibration calibrate(OfferedLoad load, Family family, double goodRatio) {
    return PastCalibration.calibrate(
        world.replays(TuningWorld.scenario(goodRatio), load, family, Optional.empty()), goodRatio);
  }

  private static OfferedLoad changed(OfferedLoad load, int fromStep, int toStep, double factor) {
    Trace trace = load.trace();
    double[] rates = new double[trace.size()];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = trace.rate(i) * (i >= fromStep && i < toStep ? factor : 1);
    }
    return new OfferedLoad(Trace.of(trace.name(), trace.step(), rates), 0);
  }

  @Test
  void thereIsAChoicePerDayFromTheScoredPartOn() {
    OfferedLoad load = TuningWorld.load(Duration.ofHours(70));
    Calibration calibration = calibrate(load, Family.SPREAD, .99);
    assertThat(calibration.choices())
        .extracting(Calibration.Choice::fromSeconds)
        .containsExactly(36_000.0, 122_400.0, 208_800.0);
    List<DatedSetup> dated = calibration.setup().dated();
    assertThat(dated.get(0))
        .isEqualTo(new DatedSetup(0, Family.SPREAD.setup(Family.SPREAD.standard())));
    for (int day = 0; day < 3; day++) {
      Calibration.Choice choice = calibration.choices().get(day);
      assertThat(dated.get(day + 1))
          .isEqualTo(new DatedSetup(choice.fromSeconds(), Family.SPREAD.setup(choice.values())));
      // ten hours and whole days, the first six hours left out
      assertThat(choice.pastDays()).isCloseTo(4 / 24.0 + day, within(1e-9));
    }
  }

  @Test
  void noChoiceKnowsAnythingOfItsOwnDay() {
    OfferedLoad load = TuningWorld.load(Duration.ofHours(70));
    int secondDay = (int) (TuningWorld.SCORED_FROM / 300) + STEPS_A_DAY;
    OfferedLoad other = changed(load, secondDay, load.trace().size(), .2);
    Calibration first = calibrate(load, Family.HPA, .99);
    Calibration second = calibrate(other, Family.HPA, .99);
    assertThat(second.choices().subList(0, 2)).isEqualTo(first.choices().subList(0, 2));
    assertThat(second.choices().get(2)).isNotEqualTo(first.choices().get(2));
  }

  @Test
  void aDayWithoutLoadCountsAsNone() {
    OfferedLoad load = TuningWorld.load(Duration.ofHours(70));
    int scored = (int) (TuningWorld.SCORED_FROM / 300);
    OfferedLoad silent = changed(load, scored, scored + STEPS_A_DAY, 0);
    Calibration calibration = calibrate(silent, Family.SPREAD, .99);
    Calibration.Choice before = calibration.choices().get(0);
    Calibration.Choice after = calibration.choices().get(1);
    assertThat(after.pastDays()).isEqualTo(before.pastDays());
    assertThat(after.values()).isEqualTo(before.values());
    assertThat(after.judged()).isEqualTo(before.judged());
  }

  @Test
  void withoutAPastTheStandardSettingHolds() {
    Replays replays =
        new Replays(
            TuningWorld.scenario(.99),
            TuningWorld.load(Duration.ofHours(10)),
            7200,
            Family.HPA,
            Optional.empty(),
            world.messages::add);
    Calibration.Choice choice = PastCalibration.calibrate(replays, .99).choices().get(0);
    assertThat(choice)
        .isEqualTo(
            new Calibration.Choice(7200, Family.HPA.standard(), Double.NaN, false, Double.NaN, 0));
  }

  @Test
  void theSettingForWhatFollowsIsTheOneThatTheNextDayWouldHaveGot() {
    OfferedLoad load = TuningWorld.load(Duration.ofHours(70));
    Calibration.Choice nextDay = calibrate(load, Family.SPREAD, .99).choices().get(1);
    OfferedLoad before =
        new OfferedLoad(load.trace().between(Duration.ZERO, Duration.ofHours(34)), 0);
    CalibratedSetting setting =
        PastCalibration.calibrateForNext(wholeLoad(before, Family.SPREAD), .99).orElseThrow();
    assertThat(setting.values()).isEqualTo(nextDay.values());
    assertThat(setting.keeps()).isEqualTo(nextDay.keeps());
    assertThat(setting.pastDays()).isEqualTo(28 / 24.0);
    // steps that end with the load are summed in another order
    assertThat(setting.judged()).isCloseTo(nextDay.judged(), within(1e-6));
    assertThat(setting.unavoidable()).isCloseTo(nextDay.unavoidable(), within(1e-6));
  }

  @Test
  void sixHoursAreNoPast() {
    OfferedLoad load = TuningWorld.load(Duration.ofHours(6));
    assertThat(PastCalibration.calibrateForNext(wholeLoad(load, Family.HPA), .99)).isEmpty();
  }

  private Replays wholeLoad(OfferedLoad load, Family family) {
    return new Replays(
        TuningWorld.scenario(.99), load, 0, family, Optional.empty(), world.messages::add);
  }

  @Test
  void aSmallBudgetFixesTheHold() {
    OfferedLoad load = TuningWorld.load(Duration.ofHours(70));
    for (Family family : List.of(Family.HPA, Family.SPREAD)) {
      assertThat(calibrate(load, family, .999).choices())
          .allMatch(choice -> family.holdSeconds(choice.values()) == 300);
    }
  }

  @Test
  void theChoiceIsTheRuleOnTheHoursBefore() {
    OfferedLoad load = TuningWorld.load(Duration.ofHours(30));
    Replays replays =
        world.replays(TuningWorld.scenario(.99), load, Family.HEADROOM, Optional.empty());
    Calibration.Choice choice = PastCalibration.calibrate(replays, .99).choices().get(0);
    List<Axis> axes = Family.HEADROOM.axes();
    List<Run> runs =
        replays.of(
            SettingGrid.medium(axes).stream().map(at -> SettingGrid.values(axes, at)).toList());
    double requests = 0;
    double unavoidable = 0;
    double[] violating = new double[runs.size()];
    double[] cost = new double[runs.size()];
    for (int hour = 6; hour < 10; hour++) {
      requests += replays.traffic().requests()[hour];
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < runs.size(); i++) {
        violating[i] += runs.get(i).violating()[hour];
        cost[i] += runs.get(i).replicaSeconds()[hour];
        least = Math.min(least, runs.get(i).violating()[hour]);
      }
      unavoidable += least;
    }
    double u = unavoidable / requests;
    int best = -1;
    for (int i = 0; i < runs.size(); i++) {
      boolean keeps = 2 * Math.max(violating[i] / requests - u, 0) + u <= .01;
      best = keeps && (best < 0 || cost[i] < cost[best]) ? i : best;
    }
    assertThat(best).isNotNegative();
    assertThat(choice.values()).isEqualTo(runs.get(best).values());
    assertThat(choice.unavoidable()).isCloseTo(u, within(1e-12));
    assertThat(choice.keeps()).isTrue();
  }
}

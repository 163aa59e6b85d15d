package io.rlscaler.simulator.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.simulator.tuning.CalibrationRule.Candidate;
import io.rlscaler.simulator.tuning.CalibrationRule.Pick;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationRuleTest {
  private static final CalibrationRule STRICT = new CalibrationRule(.001, 4);

  private static Candidate candidate(double cost, double violationShare) {
    return new Candidate(cost, violationShare, OptionalDouble.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "0.001, 60, 4",
    "0.001, 180, 8",
    "0.001, 120, 6",
    "0.01, 60, 2",
    "0.01, 180, 2",
    "0.0001, 5, 4",
    "0.0001, 300, 8",
    "0.1, 180, 2",
    "0.0031622776601683794, 60, 3",
    "0.0031622776601683794, 180, 5"
  })
  void theSafetyFactorDependsOnBudgetAndStartUp(double budget, double startUp, double factor) {
    assertThat(CalibrationRule.of(budget, startUp).safetyFactor()).isCloseTo(factor, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"0.99, true", "0.95, true", "0.999, false", "0.991, false"})
  void theHoldIsFreeFromABudgetOfOnePercentOn(double goodRatio, boolean free) {
    assertThat(CalibrationRule.of(1 - goodRatio, 60).isHoldFree()).isEqualTo(free);
  }

  @Example
  void theUnavoidableIsCountedOnceAndTheRestByTheFactor() {
    assertThat(STRICT.judged(candidate(1, .0004), .0003, 5)).isCloseTo(.0007, within(1e-15));
    assertThat(STRICT.judged(candidate(1, .0002), .0003, 5)).isCloseTo(.0003, within(1e-15));
  }

  @Example
  void thePriorWeighsLessWithEveryDayOfPastAndIsLimitedToFiveBudgets() {
    Candidate known = new Candidate(1, .0001, OptionalDouble.of(.002));
    Candidate hopeless = new Candidate(1, .0001, OptionalDouble.of(.9));
    assertThat(STRICT.judged(known, 0, 0)).isCloseTo(.002, within(1e-15));
    assertThat(STRICT.judged(known, 0, 1)).isCloseTo(.5 * .0004 + .5 * .002, within(1e-15));
    assertThat(STRICT.judged(known, 0, 3)).isCloseTo(.75 * .0004 + .25 * .002, within(1e-15));
    assertThat(STRICT.judged(hopeless, 0, 0)).isCloseTo(.005, within(1e-15));
  }

  @Example
  void theCheapestWithinTheBudgetIsTaken() {
    Pick pick =
        STRICT.choose(
            List.of(candidate(9, 0), candidate(5, .0002), candidate(7, .0001), candidate(4, .0003)),
            0,
            5);
    assertThat(pick).isEqualTo(new Pick(1, .0008, true));
  }

  @Example
  void whereNoneKeepsTheBudgetTheLeastIsTakenAndSaid() {
    Pick pick =
        STRICT.choose(List.of(candidate(9, .0005), candidate(5, .0004), candidate(1, .1)), 0, 5);
    assertThat(pick).isEqualTo(new Pick(1, .0016, false));
  }

  @Example
  void ofEqualCandidatesTheFirstIsTaken() {
    assertThat(STRICT.choose(List.of(candidate(9, 0), candidate(9, 0)), 0, 1).index()).isZero();
  }

  @Example
  void impossibleInputsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> STRICT.choose(List.of(), 0, 1))
        .withMessage("candidates: found none, expected at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CalibrationRule(1, 2))
        .withMessage("budget: found 1.0, expected a share between 0 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CalibrationRule(.01, .5))
        .withMessage("safety factor: found 0.5, expected 1 or more");
  }

  @Property
  void aLargerFactorNeverTakesACheaperSettingThatKeeps(
      @ForAll @Size(min = 1, max = 20) List<@Scale(6) @DoubleRange(max = .01) Double> shares,
      @ForAll @Scale(6) @DoubleRange(min = 1, max = 8) double factor,
      @ForAll @Scale(6) @DoubleRange(min = 1, max = 3) double more,
      @ForAll @Scale(6) @DoubleRange(max = .002) double unavoidable) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      candidates.add(candidate(i, shares.get(i)));
    }
    Pick loose = new CalibrationRule(.01, factor).choose(candidates, unavoidable, 4);
    Pick strict = new CalibrationRule(.01, factor * more).choose(candidates, unavoidable, 4);
    if (strict.keeps()) {
      assertThat(loose.keeps()).isTrue();
      assertThat(candidates.get(loose.index()).cost())
          .isLessThanOrEqualTo(candidates.get(strict.index()).cost());
    }
  }

  @Property
  void morePastMovesTheJudgementFromThePriorTowardsThePast(
      @ForAll @Scale(6) @DoubleRange(max = .002) double share,
      @ForAll @Scale(6) @DoubleRange(max = .005) double prior,
      @ForAll @Scale(6) @DoubleRange(max = 30) double days) {
    Candidate candidate = new Candidate(1, share, OptionalDouble.of(prior));
    double past = STRICT.judged(candidate(1, share), 0, 0);
    double before = Math.abs(STRICT.judged(candidate, 0, days) - past);
    double after = Math.abs(STRICT.judged(candidate, 0, days + 1) - past);
    // the last bits may differ
    assertThat(after).isLessThanOrEqualTo(before + 1e-15);
  }
}

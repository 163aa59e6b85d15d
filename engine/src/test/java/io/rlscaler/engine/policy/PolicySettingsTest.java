package io.rlscaler.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicySettingsTest {

  @Test
  void theDefaultsAreThoseOfTheContract() {
    assertThat(PolicySettings.DEFAULT)
        .isEqualTo(new PolicySettings(50, 0, 300, 0, OptionalDouble.empty()));
  }

  @Test
  void limitsCanBeTakenOutAndPutInAgain() {
    PolicySettings settings = new PolicySettings(70, 0.2, 60, 0.3, OptionalDouble.of(1.2));
    assertThat(settings.limits()).isEqualTo(new Limits(60, 0.3, OptionalDouble.of(1.2)));
    assertThat(PolicySettings.of(70, 0.2, settings.limits())).isEqualTo(settings);
    assertThat(PolicySettings.DEFAULT.with(settings.limits()))
        .isEqualTo(new PolicySettings(50, 0, 60, 0.3, OptionalDouble.of(1.2)));
  }

  @ParameterizedTest
  @CsvSource({
    "0.09, 0, 0, 0, 1, strictness",
    "100001, 0, 0, 0, 1, strictness",
    "NaN, 0, 0, 0, 1, strictness",
    "50, -1.1, 0, 0, 1, margin",
    "50, NaN, 0, 0, 1, margin",
    "50, 0, -1, 0, 1, hold",
    "50, 0, 86401, 0, 1, hold",
    "50, 0, 0, -0.1, 1, floor",
    "50, 0, 0, 10.1, 1, floor",
    "50, 0, 0, 0, 0, cap",
    "50, 0, 0, 0, NaN, cap"
  })
  void aValueOutsideItsRangeIsRefusedByName(
      double strictness, double margin, int hold, double floor, double cap, String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new PolicySettings(strictness, margin, hold, floor, OptionalDouble.of(cap)))
        .withMessageStartingWith("settings." + name + ": found ");
  }

  private static RiskCalibration calibration(List<Double> x, List<Double> y) {
    return RiskCalibration.of(new PolicyContract.Calibration("isotonic", x, y));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.1", "0.2, 0.1", "0.3, 0.2", "0.4, 0.3", "0.7, 0.5", "0.7001, 0.5", "1, 0.5"})
  void aRiskIsInterpolatedAndHeldAtTheEnds(double risk, double probability) {
    RiskCalibration calibration = calibration(List.of(0.2, 0.4, 0.7), List.of(0.1, 0.3, 0.5));
    assertThat(calibration.probability(risk)).isCloseTo(probability, within(1e-12));
  }

  @Test
  void aStepOfTheCalibrationIsNotDividedByItsWidth() {
    RiskCalibration step = calibration(List.of(0.0, 0.5, 0.5, 1.0), List.of(0.0, 0.2, 0.8, 1.0));
    assertThat(step.probability(0.25)).isCloseTo(0.1, within(1e-12));
    assertThat(step.probability(0.5)).isCloseTo(0.2, within(1e-12));
    assertThat(step.probability(0.75)).isCloseTo(0.9, within(1e-12));
  }

  @Test
  void aCalibrationThatIsNoIncreasingMapIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> calibration(List.of(0.0, 1.0), List.of(0.5, 0.4)))
        .withMessage(
            "risk.calibration.y[1]: found 0.4, expected values in 0..1 that do not decrease");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> calibration(List.of(0.0, 2.0), List.of(0.0, 1.0)))
        .withMessageStartingWith("risk.calibration.x[1]: found 2.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> calibration(List.of(0.0), List.of(0.0)))
        .withMessageContaining("found 1 x and 1 y");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RiskCalibration.of(
                    new PolicyContract.Calibration("platt", List.of(0.0), List.of(0.0))))
        .withMessage("risk.calibration.method: found platt, expected isotonic");
  }
}

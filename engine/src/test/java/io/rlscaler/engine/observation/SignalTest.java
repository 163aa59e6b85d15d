package io.rlscaler.engine.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {
  private static final Duration MAX_AGE = Duration.ofSeconds(60);

  @ParameterizedTest
  @CsvSource({
    "NaN, 0, NOT_FINITE",
    "Infinity, 0, NOT_FINITE",
    "-Infinity, 0, NOT_FINITE",
    "-0.001, 0, NEGATIVE",
    "1, 60001, STALE",
    "NaN, 60001, NOT_FINITE"
  })
  void aSampleThatCannotBeUsedIsUnknownForItsOwnReason(
      double value, long ageMillis, UnknownReason reason) {
    assertThat(Signal.ofSample(value, Duration.ofMillis(ageMillis), MAX_AGE))
        .isEqualTo(new Signal.Unknown(reason));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "7.5, 60000, 60000", "7.5, -3, 0"})
  void aFreshSampleIsKnownWithAnAgeThatIsNeverNegative(
      double value, long ageMillis, long expectedAgeMillis) {
    assertThat(Signal.ofSample(value, Duration.ofMillis(ageMillis), MAX_AGE))
        .isEqualTo(new Signal.Known(value, Duration.ofMillis(expectedAgeMillis)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1})
  void noKnownValueIsNegativeOrNotFinite(double value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Signal.known(value))
        .withMessage("signal value: found " + value + ", expected a finite number >= 0");
  }

  @Test
  void aKnownAgeIsNotNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Signal.Known(1, Duration.ofMillis(-1)))
        .withMessage("signal age: found PT-0.001S, expected >= 0");
  }

  @ParameterizedTest
  @EnumSource(UnknownReason.class)
  void anUnknownSignalKeepsItsReasonThroughAMapAndHasNoValue(UnknownReason reason) {
    Signal unknown = Signal.unknown(reason);
    assertThat(unknown.map(x -> x * 2)).isEqualTo(unknown);
    assertThat(unknown.isKnown()).isFalse();
    assertThat(unknown.orElse(9)).isEqualTo(9);
  }

  @Test
  void aKnownSignalIsMappedWithItsAge() {
    assertThat(new Signal.Known(2, MAX_AGE).map(x -> x * 2))
        .isEqualTo(new Signal.Known(4, MAX_AGE));
    assertThat(Signal.known(2).orElse(9)).isEqualTo(2);
  }

  @Test
  void theGoodRatioOfNoRequestsIsAKnownOneAsOldAsTheRate() {
    Signal rate = new Signal.Known(0, Duration.ofSeconds(7));
    assertThat(observation(rate, Signal.unknown(UnknownReason.NOT_FINITE)).goodRatio())
        .isEqualTo(new Signal.Known(1, Duration.ofSeconds(7)));
  }

  @Test
  void theGoodRatioOfSomeRequestsStaysUnknown() {
    Signal missing = Signal.unknown(UnknownReason.NO_DATA);
    assertThat(observation(Signal.known(0.1), missing).goodRatio()).isEqualTo(missing);
    assertThat(observation(missing, missing).goodRatio()).isEqualTo(missing);
  }

  @Test
  void aGoodRatioAboveOneIsOne() {
    Signal ratio = new Signal.Known(1.02, Duration.ofSeconds(3));
    assertThat(observation(Signal.known(5), ratio).goodRatio())
        .isEqualTo(new Signal.Known(1, Duration.ofSeconds(3)));
  }

  @Test
  void pendingReplicasAreThoseAskedForThatDoNotServe() {
    assertThat(replicas(5, 3).pending()).isEqualTo(2);
    assertThat(replicas(3, 5).pending()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> replicas(-1, 0))
        .withMessage("replicas: found desired -1, ready 0, expected >= 0");
  }

  private static Observation replicas(int desired, int ready) {
    Signal any = Signal.known(1);
    return new Observation(Instant.EPOCH, desired, ready, false, any, any, any, any, any);
  }

  private static Observation observation(Signal rate, Signal goodRatio) {
    Signal any = Signal.known(1);
    return new Observation(Instant.EPOCH, 1, 1, false, rate, goodRatio, any, any, any);
  }
}

package io.rlscaler.engine.safety;

import static io.rlscaler.engine.safety.KillSwitch.Position.BASELINE;
import static io.rlscaler.engine.safety.KillSwitch.Position.FREEZE;
import static io.rlscaler.engine.safety.KillSwitch.Position.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.engine.safety.KillSwitch.Position;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KillSwitchTest {
  private static final Duration LATCH = Duration.ofMinutes(5);

  private final KillSwitch killSwitch = new KillSwitch();

  private Position at(long seconds, Position requested) {
    return killSwitch.observe(Instant.ofEpochSecond(seconds), requested, LATCH);
  }

  @Test
  void isNotInForceUntilItIsPulled() {
    assertThat(at(0, NONE)).isEqualTo(NONE);
    assertThat(killSwitch.position()).isEqualTo(NONE);
    assertThat(killSwitch.until()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"BASELINE", "FREEZE"})
  void actsAtOnceAndHoldsForItsLatchAfterTheRelease(Position position) {
    assertThat(at(0, position)).isEqualTo(position);
    assertThat(killSwitch.until()).isEmpty();
    assertThat(at(1_000, position)).isEqualTo(position);
    assertThat(at(1_010, NONE)).isEqualTo(position);
    assertThat(killSwitch.until()).contains(Instant.ofEpochSecond(1_310));
    assertThat(at(1_309, NONE)).isEqualTo(position);
    assertThat(at(1_310, NONE)).isEqualTo(NONE);
    assertThat(killSwitch.until()).isEmpty();
  }

  @Test
  void pullingAgainDuringTheLatchStartsAnew() {
    at(0, FREEZE);
    at(10, NONE);
    assertThat(at(200, FREEZE)).isEqualTo(FREEZE);
    assertThat(killSwitch.until()).isEmpty();
    at(210, NONE);
    assertThat(at(509, NONE)).isEqualTo(FREEZE);
    assertThat(at(510, NONE)).isEqualTo(NONE);
  }

  @Test
  void aStrongerPositionActsAtOnce() {
    at(0, BASELINE);
    assertThat(at(10, FREEZE)).isEqualTo(FREEZE);
  }

  @Test
  void easingFreezeToBaselineFreezesForOneLatchMore() {
    at(0, FREEZE);
    assertThat(at(10, BASELINE)).isEqualTo(FREEZE);
    assertThat(killSwitch.until()).contains(Instant.ofEpochSecond(310));
    assertThat(at(309, BASELINE)).isEqualTo(FREEZE);
    assertThat(at(310, BASELINE)).isEqualTo(BASELINE);
    assertThat(killSwitch.until()).isEmpty();
  }

  @Test
  void aBaselineReleasedWhileTheFreezeStillHoldsHasItsOwnLatch() {
    at(0, FREEZE);
    at(10, BASELINE);
    assertThat(at(200, NONE)).isEqualTo(FREEZE);
    assertThat(at(310, NONE)).isEqualTo(BASELINE);
    assertThat(killSwitch.until()).contains(Instant.ofEpochSecond(500));
    assertThat(at(499, NONE)).isEqualTo(BASELINE);
    assertThat(at(500, NONE)).isEqualTo(NONE);
  }

  @ParameterizedTest
  @EnumSource(names = {"BASELINE", "FREEZE"})
  void aRestoredLatchHoldsUntilItsTime(Position position) {
    killSwitch.restore(position, Instant.ofEpochSecond(100));
    assertThat(killSwitch.position()).isEqualTo(position);
    assertThat(killSwitch.until()).contains(Instant.ofEpochSecond(100));
    assertThat(at(99, NONE)).isEqualTo(position);
    assertThat(at(100, NONE)).isEqualTo(NONE);
  }

  @Test
  void aRestoredLatchThatIsStillPulledHolds() {
    killSwitch.restore(FREEZE, Instant.ofEpochSecond(100));
    assertThat(at(99, FREEZE)).isEqualTo(FREEZE);
    assertThat(at(5_000, FREEZE)).isEqualTo(FREEZE);
    assertThat(at(5_001, NONE)).isEqualTo(FREEZE);
  }

  @Test
  void aCopyRemembersThatTheSwitchIsPulled() {
    at(0, BASELINE);
    KillSwitch copy = killSwitch.copy();
    assertThat(copy.observe(Instant.ofEpochSecond(10), NONE, LATCH)).isEqualTo(BASELINE);
    assertThat(copy.until()).contains(Instant.ofEpochSecond(310));
    assertThat(killSwitch.until()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', NONE, true",
    "none, NONE, true",
    "' baseline ', BASELINE, true",
    "freeze, FREEZE, true",
    "Baseline, FREEZE, false",
    "off, FREEZE, false",
    "'{}', FREEZE, false"
  })
  void whatCannotBeUnderstoodFreezes(String text, Position position, boolean documented) {
    assertThat(Position.parse(text)).isEqualTo(position);
    assertThat(Position.isDocumented(text)).isEqualTo(documented);
  }

  @Test
  void theStrictestOfTwoPositionsWins() {
    assertThat(NONE.strictest(BASELINE)).isEqualTo(BASELINE);
    assertThat(FREEZE.strictest(BASELINE)).isEqualTo(FREEZE);
  }
}

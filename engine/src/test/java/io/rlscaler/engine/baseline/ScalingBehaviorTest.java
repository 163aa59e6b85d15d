package io.rlscaler.engine.baseline;

import static io.rlscaler.engine.baseline.BehaviorLimiterTest.percent;
import static io.rlscaler.engine.baseline.BehaviorLimiterTest.pods;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rlscaler.engine.baseline.ScalingBehavior.Rules;
import io.rlscaler.engine.baseline.ScalingBehavior.Select;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ScalingBehaviorTest {

  @Test
  void whatIsLeftOutHasItsV2Default() {
    assertThat(ScalingBehavior.unset().withDefaults())
        .isEqualTo(
            new ScalingBehavior(
                new Rules(
                    OptionalInt.of(0),
                    Optional.of(Select.MAX),
                    List.of(pods(4, 15), percent(100, 15)),
                    OptionalDouble.empty()),
                new Rules(
                    OptionalInt.empty(),
                    Optional.of(Select.MAX),
                    List.of(percent(100, 15)),
                    OptionalDouble.empty())));
  }

  @Test
  void whatIsGivenStaysWhenTheRestIsFilled() {
    Rules given =
        new Rules(
            OptionalInt.of(30),
            Optional.of(Select.MIN),
            List.of(pods(1, 60)),
            OptionalDouble.of(0));
    ScalingBehavior behavior = new ScalingBehavior(given, given);

    assertThat(behavior.withDefaults()).isEqualTo(behavior);
  }

  @Test
  void aScaleDownWithoutWindowUsesTheControllersFlag() {
    HpaControllerSettings flags =
        new HpaControllerSettings(
            Duration.ofSeconds(90), 0.1, Duration.ofMinutes(5), Duration.ofSeconds(30));
    BehaviorLimiter limiter = new BehaviorLimiter(ScalingBehavior.unset(), flags);
    HpaState state = new HpaState();

    assertThat(limiter.limit(state, 0, 10, 2, 1, 10).replicas()).isEqualTo(10);
    assertThat(limiter.limit(state, 89_999, 10, 2, 1, 10).replicas()).isEqualTo(10);
    assertThat(limiter.limit(state, 90_000, 10, 2, 1, 10).replicas()).isEqualTo(2);
  }

  @Test
  void aValueOutsideItsRangeIsRefusedWithFieldFoundAndExpected() {
    assertRefused(() -> pods(1, 1801), "periodSeconds is 1801, expected 1 to 1800");
    assertRefused(() -> pods(1, 0), "periodSeconds is 0, expected 1 to 1800");
    assertRefused(() -> percent(0, 15), "value is 0, expected 1 to 2147483647");
    assertRefused(() -> window(3601), "stabilizationWindowSeconds is 3601, expected 0 to 3600");
    assertRefused(() -> window(-1), "stabilizationWindowSeconds is -1, expected 0 to 3600");
    assertRefused(
        () -> tolerance(-0.1), "tolerance is -0.1, expected a finite number of at least 0");
    assertRefused(
        () -> tolerance(Double.NaN), "tolerance is NaN, expected a finite number of at least 0");
  }

  @Test
  void theLimitsOfTheRangesAreAccepted() {
    assertThat(pods(1, 1800).periodSeconds()).isEqualTo(1800);
    assertThat(window(3600).stabilizationWindowSeconds()).hasValue(3600);
    assertThat(tolerance(0).tolerance()).hasValue(0);
  }

  @Test
  void theFlagsOfAControllerStartedWithoutFlags() {
    assertThat(HpaControllerSettings.defaults())
        .isEqualTo(
            new HpaControllerSettings(
                Duration.ofSeconds(300), 0.1, Duration.ofSeconds(300), Duration.ofSeconds(30)));
  }

  private static Rules window(int seconds) {
    return new Rules(OptionalInt.of(seconds), Optional.empty(), List.of(), OptionalDouble.empty());
  }

  private static Rules tolerance(double tolerance) {
    return new Rules(
        OptionalInt.empty(), Optional.empty(), List.of(), OptionalDouble.of(tolerance));
  }

  private static void assertRefused(ThrowingCallable creation, String message) {
    assertThatIllegalArgumentException().isThrownBy(creation).withMessage(message);
  }
}

package io.rlscaler.engine.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.engine.baseline.LimitedReplicas.Limit;
import io.rlscaler.engine.baseline.LimitedReplicas.Stabilization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyLimiterTest {

  private static final long START = 1_000_000_000_000L;

  private final LegacyLimiter limiter = new LegacyLimiter(HpaControllerSettings.defaults());

  @ParameterizedTest
  @CsvSource({"1,4", "2,4", "3,6", "10,20"})
  void oneCallDoublesTheCountOrRaisesItToFour(int current, int allowed) {
    assertThat(limiter.limit(new HpaState(), START, current, 1000, 1, 1000))
        .isEqualTo(new LimitedReplicas(allowed, 1000, Stabilization.NONE, Limit.SCALE_UP_RATE));
  }

  @Test
  void theRateLimitIsPerCallAndNotPerPeriod() {
    HpaState state = new HpaState();
    limiter.limit(state, START, 3, 1000, 1, 1000);
    limiter.recordScale(state, START, 3, 6);

    assertThat(limiter.limit(state, START, 6, 1000, 1, 1000).replicas()).isEqualTo(12);
    assertThat(state.snapshot().scaleUps()).isEmpty();
  }

  @Test
  void aWishExactlyAsOldAsTheWindowStillHoldsTheReduction() {
    HpaState state = new HpaState();
    limiter.limit(state, START, 10, 10, 1, 1000);

    assertThat(limiter.limit(state, START + 300_000, 10, 2, 1, 1000))
        .isEqualTo(new LimitedReplicas(10, 10, Stabilization.DOWN, Limit.NONE));
    assertThat(limiter.limit(state, START + 300_001, 10, 2, 1, 1000))
        .isEqualTo(new LimitedReplicas(2, 2, Stabilization.NONE, Limit.NONE));
  }

  @Test
  void theRangeBoundsTheStabilizedCount() {
    HpaState state = new HpaState();
    state.seeFirst(0, 0);

    assertThat(limiter.limit(state, START, 10, 1, 3, 12))
        .isEqualTo(new LimitedReplicas(3, 1, Stabilization.NONE, Limit.MIN_REPLICAS));
    assertThat(limiter.limit(state, START, 10, 50, 3, 12))
        .isEqualTo(new LimitedReplicas(12, 50, Stabilization.NONE, Limit.MAX_REPLICAS));
  }
}

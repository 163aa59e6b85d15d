package io.rlscaler.engine.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class KnativePodAutoscalerTest {
  private static final KpaSettings TEN = KpaSettings.of(10);
  private static final long TICK = 15_000;

  private final KpaState state = new KpaState();
  private long now;

  /** Settings under which hardly anything is a surge. */
  private static KpaSettings calm(Duration delay) {
    return new KpaSettings(10, Duration.ofSeconds(60), 0.1, 10, 1000, 2, delay);
  }

  /** One decision per sample, 15 s apart, with ready replicas that stay. */
  private List<Integer> run(KpaSettings settings, int ready, double... samples) {
    KnativePodAutoscaler autoscaler = new KnativePodAutoscaler(settings);
    List<Integer> wishes = new ArrayList<>();
    for (double sample : samples) {
      wishes.add(autoscaler.recommend(state, now, ready, OptionalDouble.of(sample)).orElseThrow());
      now += TICK;
    }
    return wishes;
  }

  @Test
  void aFewReplicasFollowTheAverageOverTheStableWindow() {
    // averages 10, 12, 18, 24 and, as the first ones go, 24.5, 21, 13.5, 4
    assertThat(run(calm(Duration.ZERO), 1, 10, 14, 30, 42, 12, 0, 0, 4))
        .containsExactly(1, 2, 2, 3, 3, 3, 2, 1);
    assertThat(state.isPanicking()).isFalse();
  }

  @Test
  void theRoundingErrorOfAnAverageRaisesNothing() {
    // three times .1 is not .3 in floating point
    assertThat(run(KpaSettings.of(0.1), 1, 0.1, 0.1, 0.1)).containsExactly(1, 1, 1);
  }

  @Test
  void aSurgeIsAnsweredFromTheNewestSampleAndNotTakenBackInThePanic() {
    // 4 ready; the panic of the beginning ends after more than 60 s
    assertThat(run(TEN, 4, 30, 30, 30, 30, 30, 30)).containsExactly(4, 4, 4, 4, 4, 3);
    assertThat(state.isPanicking()).isFalse();
    // panic count 8 is twice the 4 ready; the stable count (30+30+30+80)/4 = 42.5 -> 5 is less
    assertThat(run(TEN, 4, 80)).containsExactly(8);
    assertThat(state.isPanicking()).isTrue();
    // calm again, but 60 s after the surge it is still a panic; it ends 75 s after it
    assertThat(run(TEN, 8, 30, 30, 30, 30)).containsExactly(8, 8, 8, 8);
    assertThat(run(TEN, 8, 30)).containsExactly(4); // 3, but not below half of the ready
    assertThat(state.isPanicking()).isFalse();
  }

  @Test
  void aLastingSurgeLengthensThePanic() {
    run(TEN, 1, 10, 20, 20, 20, 20, 20, 20);
    assertThat(state.isPanicking()).isTrue();
    assertThat(run(TEN, 2, 10, 10, 10, 10)).containsExactly(2, 2, 2, 2);
    assertThat(run(TEN, 2, 10)).containsExactly(1);
  }

  @Test
  void theStableCountCountsInAPanicWhenItIsLarger() {
    // 2 ready, panic from the start: 200 -> 20; then 10 alone would be 1 but 105 -> 11
    KpaState fresh = state.copy();
    KnativePodAutoscaler autoscaler = new KnativePodAutoscaler(TEN);
    autoscaler.recommend(fresh, 0, 2, OptionalDouble.of(100));
    autoscaler.recommend(fresh, TICK, 2, OptionalDouble.of(200));
    assertThat(autoscaler.recommend(fresh, 2 * TICK, 2, OptionalDouble.of(10))).hasValue(20);
    assertThat(state.isPanicking()).as("the original of a copy").isFalse();
  }

  @Test
  void aStepIsLimitedToTheRates() {
    KpaSettings slow = new KpaSettings(10, Duration.ofSeconds(60), 0.1, 2, 1.5, 4, Duration.ZERO);
    // at most ceil(1.5 * 3) = 5
    assertThat(run(slow, 3, 400)).containsExactly(5);
    KpaState calm = new KpaState();
    KnativePodAutoscaler autoscaler = new KnativePodAutoscaler(slow);
    autoscaler.recommend(calm, 0, 1, OptionalDouble.of(0));
    // at least floor(9 / 4) = 2
    assertThat(autoscaler.recommend(calm, 1, 9, OptionalDouble.of(0))).hasValue(2);
  }

  @Test
  void aDelayHoldsTheLargestWishOfItsTime() {
    KpaSettings delayed = calm(Duration.ofSeconds(30)).withStableWindow(Duration.ofSeconds(15));
    assertThat(run(delayed, 1, 15, 5, 5, 5)).containsExactly(2, 2, 1, 1);
  }

  @Test
  void withoutASampleInTheStableWindowNothingIsWished() {
    KnativePodAutoscaler autoscaler = new KnativePodAutoscaler(TEN);
    assertThat(autoscaler.recommend(state, 0, 1, OptionalDouble.empty())).isEmpty();
    assertThat(autoscaler.recommend(state, TICK, 1, OptionalDouble.of(15))).hasValue(2);
    assertThat(autoscaler.recommend(state, TICK + 59_999, 1, OptionalDouble.empty())).hasValue(2);
    assertThat(autoscaler.recommend(state, TICK + 60_000, 1, OptionalDouble.empty()))
        .isEqualTo(OptionalInt.empty());
  }

  @Test
  void refusesWhatKnativeRefuses() {
    assertThatThrownBy(() -> KpaSettings.of(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("target: found 0.0");
    assertThatThrownBy(() -> TEN.withStableWindow(Duration.ofSeconds(5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stableWindow: found PT5S");
    assertThatThrownBy(
            () -> new KpaSettings(1, Duration.ofSeconds(60), 0.1, 2, 1, 2, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxScaleUpRate: found 1.0");
  }
}

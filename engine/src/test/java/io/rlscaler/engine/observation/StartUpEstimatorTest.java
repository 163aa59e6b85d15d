package io.rlscaler.engine.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartUpEstimatorTest {
  private final StartUpEstimator estimator = new StartUpEstimator();
  private long nowMillis;

  private void tick(int seconds, int desired, int ready) {
    nowMillis += seconds * 1000L;
    estimator.observe(nowMillis, desired, ready);
  }

  /** A raise by one that is ready after so long. */
  private void raise(int seconds) {
    tick(1, 1, 1);
    tick(1, 2, 1);
    tick(seconds, 2, 2);
    tick(1, 1, 1);
  }

  private static Optional<Duration> seconds(int seconds) {
    return Optional.of(Duration.ofSeconds(seconds));
  }

  @Test
  void isUnknownUntilARaiseWasMeasured() {
    tick(0, 2, 2);
    tick(15, 3, 2);
    tick(15, 3, 2);
    assertThat(estimator.median()).isEmpty();
    assertThat(estimator.p90()).isEmpty();
    tick(15, 3, 3);
    assertThat(estimator.median()).isEqualTo(seconds(30));
    assertThat(estimator.p90()).isEqualTo(seconds(30));
  }

  @Test
  void theFirstSightOfUnreadyReplicasIsNoRaise() {
    tick(0, 5, 1);
    tick(15, 5, 5);
    assertThat(estimator.median()).isEmpty();
  }

  @Test
  void aRaiseOnTopOfAnotherDoesNotDisturbTheFirst() {
    tick(0, 2, 2);
    tick(15, 4, 2);
    tick(15, 8, 2);
    tick(15, 8, 4);
    assertThat(estimator.median()).isEqualTo(seconds(30));
    tick(15, 8, 8);
    assertThat(estimator.median()).isEqualTo(seconds(30));
  }

  @Test
  void aRaiseTakenBackIsNotMeasured() {
    tick(0, 2, 2);
    tick(15, 6, 2);
    tick(15, 4, 2);
    tick(15, 4, 4);
    assertThat(estimator.median()).isEmpty();
  }

  @Test
  void aRaiseDuringARolloutIsForgotten() {
    tick(0, 2, 2);
    tick(15, 4, 2);
    estimator.forgetRaise();
    tick(600, 4, 4);
    assertThat(estimator.median()).isEmpty();
    raise(20);
    assertThat(estimator.median()).isEqualTo(seconds(20));
  }

  @Test
  void replicasThatAreReadyAtOnceSayNothing() {
    tick(0, 2, 2);
    tick(15, 3, 3);
    assertThat(estimator.median()).isEmpty();
  }

  @Test
  void newerRaisesWeighMoreInTheQuantiles() {
    // Weights by age .9^0, .9^1, ...: 100 s has 1 of 3.439, the four raises form 1 + .9 + .81 +
    // .729; the median (1.7195) falls on the second shortest by weight.
    raise(40);
    raise(30);
    raise(20);
    raise(100);
    // sorted: 20 (.9), 30 (.81), 40 (.729), 100 (1); cumulated .9, 1.71, 2.439, 3.439
    assertThat(estimator.median()).isEqualTo(seconds(40));
    assertThat(estimator.p90()).isEqualTo(seconds(100));
  }

  @Test
  void onlyTheLastThirtyTwoRaisesCount() {
    raise(500);
    for (int i = 0; i < StartUpEstimator.REMEMBERED; i++) {
      raise(10);
    }
    assertThat(estimator.p90()).isEqualTo(seconds(10));
    assertThat(estimator.median()).isEqualTo(seconds(10));
  }

  @Test
  void aCopyMeasuresAlone() {
    raise(10);
    StartUpEstimator copy = estimator.copy();
    raise(50);
    raise(50);
    assertThat(copy.median()).isEqualTo(seconds(10));
    assertThat(estimator.median()).isEqualTo(seconds(50));
  }
}

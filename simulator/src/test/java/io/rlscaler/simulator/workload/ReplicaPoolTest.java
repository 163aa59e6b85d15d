package io.rlscaler.simulator.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaPoolTest {
  private record Counts(int desired, int ready, int pending) {}

  private static Counts counts(ReplicaPool pool) {
    return new Counts(pool.desired(), pool.ready(), pool.pending());
  }

  @Test
  void createdPodsAreReadyAfterTheStartUpDelay() {
    ReplicaPool pool = new ReplicaPool(StartUpDelay.fixed(60), 2, 1);
    pool.scaleTo(5, 100);
    assertThat(counts(pool)).isEqualTo(new Counts(5, 2, 3));
    pool.advanceTo(159.9);
    assertThat(counts(pool)).isEqualTo(new Counts(5, 2, 3));
    pool.advanceTo(160);
    assertThat(counts(pool)).isEqualTo(new Counts(5, 5, 0));
  }

  @Test
  void scaleDownTakesTheNewestPendingPodsFirst() {
    ReplicaPool pool = new ReplicaPool(StartUpDelay.fixed(60), 2, 1);
    pool.scaleTo(3, 0);
    pool.scaleTo(5, 30);
    pool.scaleTo(3, 40);
    assertThat(counts(pool)).isEqualTo(new Counts(3, 2, 1));
    assertThat(pool.pendingAge(0)).isEqualTo(40);
    pool.scaleTo(1, 50);
    assertThat(counts(pool)).isEqualTo(new Counts(1, 1, 0));
  }

  @Test
  void aRemovedPodDoesNotComeBack() {
    ReplicaPool pool = new ReplicaPool(StartUpDelay.fixed(60), 4, 1);
    pool.scaleTo(6, 0);
    pool.scaleTo(2, 10);
    pool.scaleTo(3, 20);
    pool.advanceTo(79);
    assertThat(counts(pool)).isEqualTo(new Counts(3, 2, 1));
    pool.advanceTo(80);
    assertThat(counts(pool)).isEqualTo(new Counts(3, 3, 0));
  }

  @Test
  void podsWithoutStartUpDelayAreReadyAtOnce() {
    ReplicaPool pool = new ReplicaPool(StartUpDelay.fixed(0), 0, 1);
    pool.scaleTo(3, 0);
    assertThat(counts(pool)).isEqualTo(new Counts(3, 3, 0));
  }

  @Test
  void startUpTimesFollowTheDistribution() {
    StartUpDelay delay = new StartUpDelay(60, .4);
    ReplicaPool pool = new ReplicaPool(delay, 0, 7);
    int pods = 10_000;
    pool.scaleTo(pods, 0);
    pool.advanceTo(60);
    // a share of 10,000 pods has a standard error of .005 at the median and .003 at p90
    assertThat((double) pool.ready() / pods).isCloseTo(.5, within(.02));
    pool.advanceTo(delay.p90Seconds());
    assertThat((double) pool.ready() / pods).isCloseTo(.9, within(.012));
  }

  @Test
  void equalSeedsGiveEqualPodsAndOthersDoNot() {
    assertThat(readyEachSecond(3)).isEqualTo(readyEachSecond(3)).isNotEqualTo(readyEachSecond(4));
  }

  private static List<Integer> readyEachSecond(long seed) {
    ReplicaPool pool = new ReplicaPool(new StartUpDelay(30, .5), 1, seed);
    List<Integer> ready = new ArrayList<>();
    for (int second = 0; second < 100; second++) {
      pool.scaleTo(40 - second / 10, second);
      ready.add(pool.ready());
    }
    return Collections.unmodifiableList(ready);
  }

  @Test
  void refusesTimesThatGoBackAndNegativeReplicas() {
    ReplicaPool pool = new ReplicaPool(StartUpDelay.fixed(1), 1, 1);
    pool.advanceTo(10);
    assertThatThrownBy(() -> pool.advanceTo(9))
        .hasMessage("time is 9.0 s, expected a time from 10.0 on");
    assertThatThrownBy(() -> pool.scaleTo(-1, 10))
        .hasMessage("replicas are -1, expected 0 or more");
    assertThatThrownBy(() -> pool.pendingAge(0)).hasMessageStartingWith("pending pod 0 of 0");
    assertThatThrownBy(() -> new StartUpDelay(-1, 0))
        .hasMessage("median start-up time is -1.0 s, expected 0 or more");
    assertThatThrownBy(() -> new StartUpDelay(1, 9))
        .hasMessage("sigma of the start-up time is 9.0, expected 0 to 3");
  }
}

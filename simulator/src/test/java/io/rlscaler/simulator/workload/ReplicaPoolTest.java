package io.rlscaler.simulator.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.simulator.workload.ReplicaLife.Shortage;
import io.rlscaler.simulator.workload.ReplicaLife.WarmUp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReplicaPoolTest {
  private record Counts(int desired, int ready, int pending) {}

  private static ReplicaPool pool(StartUpDelay startUp, int initial) {
    return new ReplicaPool(ReplicaLife.of(startUp), initial, 1);
  }

  private static Counts counts(ReplicaPool pool) {
    return new Counts(pool.desired(), pool.ready(), pool.pending());
  }

  @Test
  void createdPodsAreReadyAfterTheStartUpDelay() {
    ReplicaPool pool = pool(StartUpDelay.fixed(60), 2);
    pool.scaleTo(5, 100);
    assertThat(counts(pool)).isEqualTo(new Counts(5, 2, 3));
    pool.advanceTo(159.9);
    assertThat(counts(pool)).isEqualTo(new Counts(5, 2, 3));
    pool.advanceTo(160);
    assertThat(counts(pool)).isEqualTo(new Counts(5, 5, 0));
  }

  @Test
  void scaleDownTakesTheNewestPendingPodsFirst() {
    ReplicaPool pool = pool(StartUpDelay.fixed(60), 2);
    pool.scaleTo(3, 0);
    pool.scaleTo(5, 30);
    pool.scaleTo(3, 40);
    assertThat(counts(pool)).isEqualTo(new Counts(3, 2, 1));
    // the one that was asked for first is left
    pool.advanceTo(60);
    assertThat(counts(pool)).isEqualTo(new Counts(3, 3, 0));
    pool.scaleTo(4, 70);
    pool.scaleTo(1, 80);
    assertThat(counts(pool)).isEqualTo(new Counts(1, 1, 0));
  }

  @Test
  void aRemovedPodDoesNotComeBack() {
    ReplicaPool pool = pool(StartUpDelay.fixed(60), 4);
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
    ReplicaPool pool = pool(StartUpDelay.fixed(0), 0);
    pool.scaleTo(3, 0);
    assertThat(counts(pool)).isEqualTo(new Counts(3, 3, 0));
  }

  @Test
  void startUpTimesFollowTheDistribution() {
    StartUpDelay delay = new StartUpDelay(60, .4);
    ReplicaPool pool = new ReplicaPool(ReplicaLife.of(delay), 0, 7);
    int pods = 10_000;
    pool.scaleTo(pods, 0);
    pool.advanceTo(60);
    // a share of 10,000 pods has a standard error of .005 at the median and .003 at p90
    assertThat((double) pool.ready() / pods).isCloseTo(.5, within(.02));
    pool.advanceTo(delay.p90Seconds());
    assertThat((double) pool.ready() / pods).isCloseTo(.9, within(.012));
  }

  @Test
  void tailIsTheSlowestTenthOverTheMedian() {
    assertThat(StartUpDelay.withTail(60, 2.5).p90Seconds()).isCloseTo(150, within(1e-9));
    assertThat(StartUpDelay.withTail(60, 1)).isEqualTo(StartUpDelay.fixed(60));
    assertThatThrownBy(() -> StartUpDelay.withTail(60, .9))
        .hasMessageContaining("0.9 times the median, expected at least 1");
  }

  @Test
  void equalSeedsGiveEqualPodsAndOthersDoNot() {
    assertThat(readyEachSecond(3)).isEqualTo(readyEachSecond(3)).isNotEqualTo(readyEachSecond(4));
  }

  private static List<Integer> readyEachSecond(long seed) {
    ReplicaPool pool = new ReplicaPool(ReplicaLife.of(new StartUpDelay(30, .5)), 1, seed);
    List<Integer> ready = new ArrayList<>();
    for (int second = 0; second < 100; second++) {
      pool.scaleTo(40 - second / 10, second);
      ready.add(pool.ready());
    }
    return Collections.unmodifiableList(ready);
  }

  private static ReplicaLife life(StartUpDelay startUp, Shortage shortage, double crashes) {
    return new ReplicaLife(startUp, WarmUp.NONE, 30, shortage, crashes);
  }

  private static ReplicaPool warming(double seconds, double speed, int initial) {
    return new ReplicaPool(
        new ReplicaLife(StartUpDelay.fixed(60), new WarmUp(seconds, speed), 30, Shortage.NONE, 0),
        initial,
        1);
  }

  @Test
  void readyPodsCountLessUntilTheyAreWarm() {
    ReplicaPool pool = warming(40, .25, 2);
    pool.scaleTo(4, 0);
    pool.advanceTo(59);
    assertThat(pool.effectiveReady()).isEqualTo(2);
    pool.advanceTo(60);
    assertThat(counts(pool)).isEqualTo(new Counts(4, 4, 0));
    assertThat(pool.warming()).isEqualTo(2);
    assertThat(pool.effectiveReady()).isEqualTo(2.5);
    pool.advanceTo(99);
    assertThat(pool.effectiveReady()).isEqualTo(2.5);
    pool.advanceTo(100);
    assertThat(pool.effectiveReady()).isEqualTo(4);
  }

  @Test
  void scaleDownTakesThePodsThatBecameReadyLastFirst() {
    ReplicaPool pool = warming(40, .5, 2);
    pool.scaleTo(4, 0);
    pool.scaleTo(5, 10);
    pool.scaleTo(4, 75);
    // the one of second 70 is gone, those of second 60 are still warming
    assertThat(pool.warming()).isEqualTo(2);
    pool.scaleTo(3, 80);
    assertThat(pool.effectiveReady()).isEqualTo(2.5);
    pool.scaleTo(1, 80);
    assertThat(pool.effectiveReady()).isEqualTo(1);
  }

  @Test
  void crashedPodsStayAskedForAndAreReadyAgainAfterAStartUp() {
    ReplicaPool pool = new ReplicaPool(life(StartUpDelay.fixed(60), Shortage.NONE, 30), 10, 1);
    double unready = 0;
    int seconds = 200_000;
    for (int second = 0; second < seconds; second++) {
      pool.advanceTo(second);
      assertThat(pool.desired()).isEqualTo(10);
      assertThat(pool.ready()).isEqualTo(10 - pool.restarting());
      unready += pool.restarting();
    }
    // each pod alternates between 120 s ready, exponential, and 60 s of restart: a third of the
    // time, with a standard error of about .002 from 11,000 cycles
    assertThat(unready / seconds / 10).isCloseTo(1.0 / 3, within(.01));
  }

  @Test
  void crashedPodsAreRemovedBeforeReadyOnes() {
    ReplicaPool pool = new ReplicaPool(life(StartUpDelay.fixed(1000), Shortage.NONE, 20), 10, 1);
    pool.advanceTo(0);
    pool.advanceTo(300);
    int crashed = pool.restarting();
    assertThat(crashed).isPositive();
    pool.scaleTo(10 - crashed, 300);
    assertThat(pool.restarting()).isZero();
    assertThat(pool.ready()).isEqualTo(10 - crashed);
  }

  @Test
  void crashesDoNotDependOnHowFinelyTimePasses() {
    ReplicaLife life = life(new StartUpDelay(30, .5), Shortage.NONE, 20);
    ReplicaPool fine = new ReplicaPool(life, 20, 5);
    ReplicaPool coarse = new ReplicaPool(life, 20, 5);
    for (int second = 0; second <= 3600; second++) {
      fine.advanceTo(second);
      if (second % 60 == 0) {
        coarse.advanceTo(second);
        assertThat(coarse.ready()).isEqualTo(fine.ready());
      }
    }
  }

  @Test
  void podsCreatedInAShortageStartWhenItEnds() {
    // short gaps between long shortages: nearly always without a node
    Shortage shortage = new Shortage(1000, 3600);
    ReplicaPool pool = new ReplicaPool(life(StartUpDelay.fixed(60), shortage, 0), 0, 1);
    pool.scaleTo(1, 1800);
    pool.scaleTo(2, 1900);
    pool.advanceTo(1960);
    assertThat(counts(pool)).isEqualTo(new Counts(2, 0, 2));
    int second = 1961;
    while (pool.ready() == 0) {
      pool.advanceTo(second++);
    }
    // both waited for the same node
    assertThat(pool.ready()).isEqualTo(2);
  }

  @Test
  void shortagesTakeTheirShareOfTheTime() {
    // 86400/20 s between shortages of 480 s on average: a tenth of the time
    NodeShortages shortages = new NodeShortages(new Shortage(20, 480), new SplittableRandom(3));
    int without = 0;
    int seconds = 5_000_000;
    for (int second = 0; second < seconds; second++) {
      without += shortages.roomFrom(second) > second ? 1 : 0;
    }
    // a thousand shortages: the standard error of the share is .004
    assertThat((double) without / seconds).isCloseTo(.1, within(.015));
  }

  @Test
  void switchingOneThingOnLeavesTheDrawsOfTheOthers() {
    StartUpDelay startUp = new StartUpDelay(60, .4);
    ReplicaPool plain = new ReplicaPool(ReplicaLife.of(startUp), 3, 9);
    ReplicaPool crashing = new ReplicaPool(life(startUp, Shortage.NONE, 10), 3, 9);
    // the first shortage comes long after the test
    ReplicaPool scarce = new ReplicaPool(life(startUp, new Shortage(1e-6, 60), 10), 3, 9);
    for (int second = 0; second < 600; second++) {
      int replicas = 3 + second / 20;
      plain.scaleTo(replicas, second);
      crashing.scaleTo(replicas, second);
      scarce.scaleTo(replicas, second);
      assertThat(crashing.pending()).isEqualTo(plain.pending());
      assertThat(counts(scarce)).isEqualTo(counts(crashing));
    }
    assertThat(crashing.ready()).isLessThan(plain.ready());
  }

  @Test
  void refusesLivesThatCannotBe() {
    assertThatThrownBy(() -> new WarmUp(10, 0))
        .hasMessage("speed during warm-up is 0.0, expected above 0 to 1");
    assertThatThrownBy(() -> new WarmUp(-1, 1)).hasMessage("warm-up is -1.0 s, expected 0 or more");
    assertThatThrownBy(() -> new Shortage(-1, 60))
        .hasMessage("node shortages per day are -1.0, expected 0 to 1000");
    assertThatThrownBy(() -> new Shortage(1, 0)).hasMessageContaining("expected a positive time");
    assertThatThrownBy(() -> life(StartUpDelay.fixed(1), Shortage.NONE, 61))
        .hasMessage("crashes of a replica per hour are 61.0, expected 0 to 60");
    assertThatThrownBy(
            () -> new ReplicaLife(StartUpDelay.fixed(1), WarmUp.NONE, -1, Shortage.NONE, 0))
        .hasMessage("drain time is -1.0 s, expected 0 or more");
  }

  @Test
  void refusesTimesThatGoBackAndNegativeReplicas() {
    ReplicaPool pool = pool(StartUpDelay.fixed(1), 1);
    pool.advanceTo(10);
    assertThatThrownBy(() -> pool.advanceTo(9))
        .hasMessage("time is 9.0 s, expected a time from 10.0 on");
    assertThatThrownBy(() -> pool.scaleTo(-1, 10))
        .hasMessage("replicas are -1, expected 0 or more");
    assertThatThrownBy(() -> new StartUpDelay(-1, 0))
        .hasMessage("median start-up time is -1.0 s, expected 0 or more");
    assertThatThrownBy(() -> new StartUpDelay(1, 9))
        .hasMessage("sigma of the start-up time is 9.0, expected 0 to 3");
  }
}

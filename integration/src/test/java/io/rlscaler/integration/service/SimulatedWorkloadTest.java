package io.rlscaler.integration.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.integration.service.SimulatedWorkload.Reading;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.workload.ServiceModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SimulatedWorkloadTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final double CAPACITY = 40;
  private static final ServiceProfile PROFILE =
      new ServiceProfile(
          "shop",
          "checkout",
          new ServiceModel(
              4,
              4 / CAPACITY,
              .5,
              ServiceModel.Distribution.LOG_NORMAL,
              ServiceModel.Routing.CENTRAL),
          Duration.ofMillis(250));

  private final AtomicInteger ready = new AtomicInteger(5);
  private final SimulatedWorkload workload =
      new SimulatedWorkload(PROFILE, ready::get, ArrivalRate.constant(100), START);

  @Test
  void aReadingBetweenTicksCountsUpToItsOwnMoment() {
    assertThat(readAt(400).requests()).isCloseTo(40, within(1e-9));
    workload.tick(START.plusMillis(1000));
    assertThat(readAt(1500).requests()).isCloseTo(150, within(1e-9));
    // An older moment, as two scrapes may overtake each other, changes nothing.
    assertThat(readAt(1200).requests()).isCloseTo(150, within(1e-9));
  }

  @Test
  void rateAndReplicasChangeWithTheNextTickOnly() {
    workload.setRate(20);
    ready.set(1);
    workload.tick(START.plusSeconds(1));
    workload.tick(START.plusSeconds(2));

    assertThat(workload.series())
        .extracting(LoadSample::time, LoadSample::rate, LoadSample::ready)
        .containsExactly(
            tuple(START.plusSeconds(1), 100.0, 5), tuple(START.plusSeconds(2), 20.0, 1));
  }

  @Test
  void utilizationIsLoadOverCapacityWhenNothingQueues() {
    ticks(10);
    // 100 of 5 * 40 requests/s; the queue is still filling a little.
    assertThat(workload.series().get(9).utilization()).isCloseTo(.5, within(.005));
    assertThat(readAt(10_000).utilization()).isEqualTo(workload.series().get(9).utilization());
  }

  @Test
  void overloadQueuesWhatExceedsTheCapacityAndViolatesTheObjective() {
    ready.set(1);
    ticks(1);
    Reading before = readAt(1000);
    ticks(11);
    Reading after = readAt(11_000);

    assertThat(after.utilization()).isCloseTo(1, within(.01));
    assertThat(after.queueLength() - before.queueLength()).isCloseTo(10 * (100 - 40), within(6.0));
    double good = after.buckets().get(1).count() - before.buckets().get(1).count();
    // After a quarter of a second everything waits longer than the objective allows.
    assertThat(good / 1000).isLessThan(.05);
    assertThat(after.durationSum() / after.requests()).isGreaterThan(1);
  }

  @Test
  void bucketsAreCumulativeAndCoverHalfOnceAndTwiceTheObjective() {
    ticks(5);
    List<RequestCounters.Cumulative> buckets = readAt(5000).buckets();

    assertThat(buckets)
        .extracting(RequestCounters.Cumulative::limit)
        .containsExactly(Duration.ofMillis(125), Duration.ofMillis(250), Duration.ofMillis(500));
    assertThat(buckets.get(0).count()).isBetween(1.0, buckets.get(1).count());
    assertThat(buckets.get(1).count()).isBetween(490.0, buckets.get(2).count());
    assertThat(buckets.get(2).count()).isLessThanOrEqualTo(500.0);
  }

  @Test
  void withoutReplicasNoRequestIsGood() {
    ready.set(0);
    ticks(1);
    double good = readAt(1000).buckets().get(2).count();
    // Short readings too: what waits now has not been answered, however short it has waited.
    for (int i = 1; i <= 20; i++) {
      assertThat(readAt(1000 + 50L * i).buckets().get(2).count()).isEqualTo(good);
    }
    workload.tick(START.plusSeconds(2));

    assertThat(workload.series().get(1)).isEqualTo(new LoadSample(START.plusSeconds(2), 100, 0, 0));
    assertThat(readAt(2000).queueLength()).isCloseTo(100, within(1.0));
  }

  @Test
  void pausedTrafficKeepsItsRateAndGoesOnWhereItWas() {
    workload.follow(
        ArrivalRate.following(Trace.of("steps", Duration.ofMinutes(1), 10, 20, 30, 40), 60));
    ticks(2);
    workload.pause();
    ticks(4);
    workload.resume();
    ticks(8);

    assertThat(workload.series())
        .extracting(LoadSample::rate)
        .containsExactly(100.0, 10.0, 20.0, 20.0, 20.0, 30.0, 40.0, 40.0);
  }

  @Test
  void aWorkloadCanBeMissingOrNotANumber() {
    ticks(1);
    workload.expose(Exposure.ABSENT);
    assertThat(workload.read(START.plusSeconds(1))).isEmpty();
    workload.expose(Exposure.NOT_A_NUMBER);
    assertThat(readAt(1000))
        .isEqualTo(
            new Reading(
                PROFILE,
                Double.NaN,
                Double.NaN,
                List.of(
                    new RequestCounters.Cumulative(Duration.ofMillis(125), Double.NaN),
                    new RequestCounters.Cumulative(Duration.ofMillis(250), Double.NaN),
                    new RequestCounters.Cumulative(Duration.ofMillis(500), Double.NaN)),
                Double.NaN,
                Double.NaN));
    workload.expose(Exposure.SHOWN);
    assertThat(readAt(1000).requests()).isCloseTo(100, within(1e-9));
  }

  @Test
  void badTrafficIsRefusedWithTheValueFound() {
    assertThatThrownBy(() -> workload.setRate(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1.0");
    assertThatThrownBy(
            () ->
                ArrivalRate.following(Trace.of("gap", Duration.ofSeconds(1), 1, Double.NaN, 2), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 known");
    assertThatThrownBy(() -> ArrivalRate.following(Trace.of("any", Duration.ofSeconds(1), 1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("speed is 0.0");
  }

  /** Ends the ticks of one second up to a number of them since the start. */
  private void ticks(int last) {
    for (int i = workload.series().size() + 1; i <= last; i++) {
      workload.tick(START.plusSeconds(i));
    }
  }

  private Reading readAt(long millis) {
    return workload.read(START.plusMillis(millis)).orElseThrow();
  }
}

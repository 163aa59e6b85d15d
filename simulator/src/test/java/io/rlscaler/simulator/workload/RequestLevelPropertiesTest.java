package io.rlscaler.simulator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.simulator.workload.ReplicaLife.Shortage;
import io.rlscaler.simulator.workload.ReplicaLife.WarmUp;
import io.rlscaler.simulator.workload.ServiceModel.Distribution;
import io.rlscaler.simulator.workload.ServiceModel.Routing;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class RequestLevelPropertiesTest {
  private static final double STEP = 15;

  /**
   * Exact, not only in the mean: the same requests with the same work, and an additional server of
   * one queue makes no request begin later.
   */
  @Property(tries = 100)
  void moreReplicasNeverRaiseTheViolationShare(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int replicas,
      @ForAll @IntRange(min = 1, max = 8) int slots,
      @ForAll @DoubleRange(min = .3, max = 2) double variation,
      @ForAll @DoubleRange(min = .1, max = 1.2) double load) {
    ServiceModel service =
        new ServiceModel(slots, .2, variation, Distribution.GAMMA, Routing.CENTRAL);
    RequestLevelModel few = new RequestLevelModel(service, 1, seed);
    RequestLevelModel more = new RequestLevelModel(service, 1, seed);
    for (int k = 0; k < 20; k++) {
      double rate = load * replicas * service.capacity() * (k % 5 == 4 ? 1.5 : 1);
      few.step(rate, replicas + k / 8, STEP);
      more.step(rate, replicas + 1 + k / 8, STEP);
    }
    few.finish();
    more.finish();
    for (int k = 0; k < 20; k++) {
      assertThat(more.arrivals(k)).isEqualTo(few.arrivals(k));
      assertThat(more.violations(k)).isLessThanOrEqualTo(few.violations(k));
    }
  }

  /** With queues of their own only beyond noise: a request may be drawn to a worse replica. */
  @Property(tries = 60)
  void moreReplicasWithTheirOwnQueuesNeverRaiseTheShareBeyondNoise(
      @ForAll long seed,
      @ForAll Routing routing,
      @ForAll @IntRange(min = 2, max = 20) int replicas,
      @ForAll @DoubleRange(min = .3, max = .95) double load) {
    ServiceModel service = new ServiceModel(2, .2, .8, Distribution.LOG_NORMAL, routing);
    double rate = load * replicas * service.capacity();
    double few = share(service, rate, replicas, seed, 150);
    double more = share(service, rate, replicas + 1, seed, 150);
    // 40,000 requests or more in clusters of about ten: five standard errors
    assertThat(more).isLessThanOrEqualTo(few + 5 * Math.sqrt((few + .001) / 4000));
  }

  /** Pooling: twice the traffic on twice the replicas waits less. */
  @Property(tries = 60)
  void doublingTrafficAndReplicasNeverHurtsBeyondNoise(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 20) int replicas,
      @ForAll @DoubleRange(min = .3, max = .95) double load) {
    ServiceModel service = new ServiceModel(4, .2, .7, Distribution.LOG_NORMAL, Routing.CENTRAL);
    double rate = load * replicas * service.capacity();
    double single = share(service, rate, replicas, seed, 400);
    double twice = share(service, 2 * rate, 2 * replicas, seed, 400);
    // 36,000 requests or more; near saturation a thousand of them share one fate
    assertThat(twice).isLessThanOrEqualTo(single + 5 * Math.sqrt((single + .0001) / 100));
  }

  private static double share(
      ServiceModel service, double rate, int replicas, long seed, int steps) {
    RequestLevelModel model = new RequestLevelModel(service, 1, seed);
    for (int k = 0; k < steps; k++) {
      model.step(rate, replicas, STEP);
    }
    model.finish();
    return model.violationShare(0, steps);
  }

  @Property(tries = 200)
  void everyRequestIsAnsweredLostOrOpenAndAllAreSettledInTheEnd(
      @ForAll long seed,
      @ForAll Routing routing,
      @ForAll boolean impatient,
      @ForAll boolean limited,
      @ForAll boolean crashing) {
    ServiceModel service = new ServiceModel(2, .3, 1, Distribution.LOG_NORMAL, routing);
    ReplicaLife life =
        new ReplicaLife(
            StartUpDelay.fixed(0),
            new WarmUp(20, .5),
            impatient ? 1 : 30,
            Shortage.NONE,
            crashing ? 1 : 0);
    WorkloadModel workload =
        new WorkloadModel(
            service,
            life,
            impatient ? new Clients(1, 2, .2) : Clients.PATIENT,
            limited ? 4 : 1,
            limited ? 3 : WorkloadModel.UNLIMITED);
    RequestLevelModel model = new RequestLevelModel(workload, 1, seed);
    SplittableRandom random = new SplittableRandom(seed);
    long arrived = 0;
    for (int k = 0; k < 60; k++) {
      int count = random.nextInt(12);
      int crashed = crashing ? random.nextInt(3) : 0;
      model.step(
          random.nextDouble(80), new ReadyReplicas(count, random.nextInt(count + 1), crashed), 5);
      arrived += model.arrivals(k);
      assertThat(model.answered() + model.lost() + model.open()).isEqualTo(arrived);
      assertThat(model.utilization()).isBetween(0.0, 1 + 1e-9);
      if (!impatient) {
        // without clients that leave, what is open is in a queue or in a slot
        assertThat(model.open()).isEqualTo(model.inFlight());
      }
    }
    model.finish();
    assertThat(model.open()).isZero();
    assertThat(model.answered() + model.lost()).isEqualTo(arrived);
    assertThat(model.settledSteps()).isEqualTo(60);
    assertThat(model.backlog()).isZero();
  }
}

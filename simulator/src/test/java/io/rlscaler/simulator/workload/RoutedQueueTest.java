package io.rlscaler.simulator.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.simulator.workload.ReplicaLife.Shortage;
import io.rlscaler.simulator.workload.ReplicaLife.WarmUp;
import io.rlscaler.simulator.workload.ServiceModel.Distribution;
import io.rlscaler.simulator.workload.ServiceModel.Routing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the request-level model knows beyond one queue and replicas that never fail. */
class RoutedQueueTest {
  private static final double STEP = 15;
  private static final ReplicaLife LIFE = ReplicaLife.of(StartUpDelay.fixed(0));

  /** Too many to be reached: what differs is only the way of computing. */
  private static final int OUT_OF_REACH = 1_000_000;

  private static ServiceModel service(int slots, Routing routing) {
    return new ServiceModel(slots, .1, .8, Distribution.LOG_NORMAL, routing);
  }

  private static WorkloadModel workload(int slots, Routing routing) {
    return WorkloadModel.of(service(slots, routing), LIFE);
  }

  private static ReplicaLife life(WarmUp warmUp, double drainSeconds, double crashesPerHour) {
    return new ReplicaLife(
        StartUpDelay.fixed(0), warmUp, drainSeconds, Shortage.NONE, crashesPerHour);
  }

  private static RequestLevelModel run(WorkloadModel model, double rate, int replicas, int steps) {
    RequestLevelModel run = new RequestLevelModel(model, .5, 11);
    for (int k = 0; k < steps; k++) {
      run.step(rate, replicas, STEP);
    }
    return run;
  }

  @Test
  void bothWaysOfComputingOneQueueGiveTheSameNumbers() {
    WorkloadModel plain = workload(3, Routing.CENTRAL);
    RequestLevelModel events = new RequestLevelModel(plain.withQueueLimit(OUT_OF_REACH), .5, 4);
    RequestLevelModel heap = new RequestLevelModel(plain, .5, 4);
    for (int k = 0; k < 100; k++) {
      // replicas are only added: which of them a removal takes differs by intention
      events.step(k == 50 ? 400 : 110, k < 51 ? 4 : 6, STEP);
      heap.step(k == 50 ? 400 : 110, k < 51 ? 4 : 6, STEP);
      assertThat(events.backlog()).isEqualTo(heap.backlog());
      assertThat(events.inFlight()).isEqualTo(heap.inFlight());
      assertThat(events.utilization()).isCloseTo(heap.utilization(), within(1e-9));
    }
    events.finish();
    heap.finish();
    for (int k = 0; k < 100; k++) {
      assertThat(events.arrivals(k)).isEqualTo(heap.arrivals(k));
      assertThat(events.violations(k)).isEqualTo(heap.violations(k));
    }
    assertThat(events.latencies().quantile(.99)).isEqualTo(heap.latencies().quantile(.99));
    assertThat(events.meanWait()).isCloseTo(heap.meanWait(), within(1e-9));
  }

  @Test
  void randomRoutingIsAsManyIndependentQueues() {
    RequestLevelModel many = run(workload(2, Routing.RANDOM), .8 * 20 * 20, 20, 400);
    RequestLevelModel one = run(workload(2, Routing.CENTRAL), .8 * 20, 1, 8000);
    // 1.9 million requests each: standard errors of the share near .001
    assertThat(many.violationShare(0, 400)).isCloseTo(one.violationShare(0, 8000), within(.006));
    assertThat(many.meanWait()).isCloseTo(one.meanWait(), within(.05 * one.meanWait()));
  }

  @Test
  void theMoreARouterKnowsTheLessRequestsWait() {
    double random = run(workload(2, Routing.RANDOM), 320, 20, 200).meanWait();
    double two = run(workload(2, Routing.POWER_OF_TWO), 320, 20, 200).meanWait();
    double least = run(workload(2, Routing.LEAST_LOADED), 320, 20, 200).meanWait();
    double central = run(workload(2, Routing.CENTRAL), 320, 20, 200).meanWait();
    // known orders of magnitude apart, far beyond the noise of a million requests
    assertThat(two).isLessThan(random / 2);
    assertThat(least).isLessThan(two / 2);
    assertThat(central).isLessThan(least);
  }

  @Test
  void aFullQueueRejectsAsErlangsLossFormulaSays() {
    // no places to wait: M/G/N/N, whose loss depends on the mean work only
    WorkloadModel model = workload(4, Routing.CENTRAL).withQueueLimit(0);
    RequestLevelModel run = run(model, 80, 2, 2000);
    run.finish();
    double loss = 1 / (1 + ErlangTable.excessOfInverse(8, 8));
    double requests = 80 * STEP * 2000;
    // five standard errors of independent losses, twice over since they come in clusters
    assertThat(run.lost() / requests)
        .isCloseTo(loss, within(10 * Math.sqrt(loss * (1 - loss) / requests)));
  }

  @Test
  void clientsGiveUpAfterTheirTimeoutAndTheAnswersThereAreAreInTime() {
    WorkloadModel model = workload(1, Routing.CENTRAL).withClients(new Clients(.4, 0, 0));
    RequestLevelModel run = run(model, 30, 2, 100);
    run.finish();
    // half as many again as can be served
    assertThat(run.lost()).isGreaterThan(10_000);
    assertThat(run.latencies().quantile(.9999999)).isLessThan(.4 * 1.02);
    assertThat(run.backlog()).isLessThan(30);
  }

  /**
   * After a spike the load is 80 % again. Without retries the queue is gone within a step; with
   * three of them every request comes four times, the server ends work that nobody waits for, and
   * the failure feeds itself.
   */
  @Test
  void retriesKeepAnOverloadAliveThatIsLongOver() {
    WorkloadModel once = workload(1, Routing.CENTRAL).withClients(new Clients(.25, 0, .1));
    WorkloadModel again = workload(1, Routing.CENTRAL).withClients(new Clients(.25, 3, .1));
    assertThat(lostAfterSpike(once)).isLessThan(.25);
    assertThat(lostAfterSpike(again)).isGreaterThan(.9);
  }

  private static double lostAfterSpike(WorkloadModel model) {
    RequestLevelModel run = new RequestLevelModel(model, .5, 2);
    for (int k = 0; k < 40; k++) {
      run.step(k == 5 ? 120 : 40, 5, STEP);
    }
    run.finish();
    return run.violationShare(20, 40);
  }

  @Test
  void warmingReplicasServeAtTheirSpeed() {
    WorkloadModel model =
        WorkloadModel.of(service(2, Routing.CENTRAL), life(new WarmUp(60, .5), 30, 0));
    RequestLevelModel run = new RequestLevelModel(model, .5, 1);
    run.step(0, new ReadyReplicas(4, 4, 0), STEP);
    double sum = 0;
    for (int k = 0; k < 200; k++) {
      run.step(20, new ReadyReplicas(4, 4, 0), STEP);
      sum += run.utilization() / 200;
    }
    // half the speed makes a load of 20/80 one of 20/40; 60,000 requests of variation .8
    assertThat(sum).isCloseTo(.5, within(.015));
  }

  @Test
  void aCrashLosesWhatTheReplicaHadAndNothingElse() {
    WorkloadModel model =
        WorkloadModel.of(
            new ServiceModel(4, 100, .01, Distribution.GAMMA, Routing.RANDOM),
            life(WarmUp.NONE, 30, 1));
    RequestLevelModel run = new RequestLevelModel(model, 1000, 1);
    run.step(10, 5, STEP);
    int before = run.inFlight();
    run.step(0, new ReadyReplicas(3, 0, 2), 1);
    assertThat(run.lost()).isPositive();
    assertThat(run.inFlight()).isEqualTo(before - (int) run.lost());
    assertThat(run.violations(0)).isEqualTo((int) run.lost());
    run.step(0, new ReadyReplicas(0, 0, 3), 1);
    assertThat(run.lost()).isEqualTo(before);
    assertThat(run.inFlight()).isZero();
    assertThat(run.open()).isZero();
  }

  @Test
  void clientsSendAgainWhatACrashHasTaken() {
    WorkloadModel model =
        WorkloadModel.of(service(4, Routing.LEAST_LOADED), life(WarmUp.NONE, 30, 1))
            .withClients(new Clients(10, 3, .01));
    RequestLevelModel run = new RequestLevelModel(model, 5, 1);
    for (int k = 0; k < 40; k++) {
      run.step(100, new ReadyReplicas(6, 0, k % 4 == 3 ? 1 : 0), STEP);
    }
    run.finish();
    assertThat(run.lost()).isZero();
    assertThat(run.settledSteps()).isEqualTo(40);
  }

  @Test
  void aRemovedReplicaEndsItsWorkWithinTheDrainTimeOnly() {
    ServiceModel service = new ServiceModel(1, 10, .01, Distribution.GAMMA, Routing.RANDOM);
    WorkloadModel model = WorkloadModel.of(service, life(WarmUp.NONE, 8, 0));
    RequestLevelModel run = new RequestLevelModel(model, 1000, 6);
    run.step(3, 4, 1);
    int taken = run.inFlight();
    assertThat(taken).isPositive();
    run.step(0, 0, 7);
    assertThat(run.lost()).isZero();
    run.step(0, 0, 2);
    // all began within the first second and take ten, two seconds more than they were given
    assertThat(run.lost()).isEqualTo(taken);
  }

  @Test
  void requestsThatFindNoReplicaWaitForTheFirstOnes() {
    RequestLevelModel run = new RequestLevelModel(workload(2, Routing.POWER_OF_TWO), .5, 6);
    run.step(20, 0, STEP);
    assertThat(run.backlog()).isEqualTo(run.arrivals(0));
    run.step(20, 5, STEP);
    run.step(20, 5, STEP);
    assertThat(run.backlog()).isLessThan(10);
    assertThat(run.settledSteps()).isGreaterThanOrEqualTo(1);
    assertThat(run.lost()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "5, 5", "20, 20"})
  void countsOfArrivalsHaveTheIndexOfDispersion(double dispersion, double expected) {
    WorkloadModel model = workload(1, Routing.CENTRAL).withDispersion(dispersion);
    RequestLevelModel run = new RequestLevelModel(model, .5, 9);
    int steps = 20_000;
    double sum = 0;
    double squares = 0;
    for (int k = 0; k < steps; k++) {
      run.step(5, 4, 3.5);
      sum += run.arrivals(k);
      squares += (double) run.arrivals(k) * run.arrivals(k);
    }
    double mean = sum / steps;
    // four standard errors of a mean of 17.5 with a variance of 17.5 times the index
    assertThat(mean).isCloseTo(17.5, within(4 * Math.sqrt(17.5 * dispersion / steps)));
    // a variance of 20,000 counts of a kurtosis below 12: a standard error below 2.4 %
    assertThat((squares / steps - mean * mean) / mean).isCloseTo(expected, within(.1 * expected));
  }

  @Test
  void refusesReplicasThatTheModelDoesNotHave() {
    RequestLevelModel run = new RequestLevelModel(workload(1, Routing.CENTRAL), .5, 1);
    assertThatThrownBy(() -> run.step(1, new ReadyReplicas(2, 0, 1), STEP))
        .hasMessage("crashed replicas are 1, expected 0 in a life without crashes");
    assertThatThrownBy(() -> run.step(1, new ReadyReplicas(2, 1, 0), STEP))
        .hasMessage("warming replicas are 1, expected 0 in a life without warm-up");
    assertThatThrownBy(() -> new ReadyReplicas(2, 3, 0))
        .hasMessage(
            "ready replicas are 2 with 3 warming and 0 crashed, expected 0 or more and no more"
                + " warming than ready");
  }

  @Test
  void parametersOutsideTheirRangeAreRefused() {
    WorkloadModel model = workload(1, Routing.CENTRAL);
    assertThatThrownBy(() -> model.withDispersion(.5))
        .hasMessage("dispersion of arrivals is 0.5, expected 1 to 1000.0");
    assertThatThrownBy(() -> model.withQueueLimit(-1))
        .hasMessage("queue limit is -1, expected 0 or more");
    assertThatThrownBy(() -> new Clients(0, 1, 1))
        .hasMessage("client timeout is 0.0 s, expected a positive or infinite time");
    assertThatThrownBy(() -> new Clients(1, 21, 1)).hasMessage("retries are 21, expected 0 to 20");
    assertThatThrownBy(() -> new Clients(1, 1, -1))
        .hasMessage("backoff is -1.0 s, expected 0 or more");
  }

  @Test
  void whatTheFastModelLeavesOutIsNamed() {
    assertThat(workload(1, Routing.CENTRAL).beyondFastModel()).isEmpty();
    assertThat(
            WorkloadModel.of(service(1, Routing.LEAST_LOADED), life(WarmUp.NONE, .1, 2))
                .withClients(new Clients(1, 2, .1))
                .withDispersion(3)
                .withQueueLimit(10)
                .beyondFastModel())
        .containsExactly(
            "routing LEAST_LOADED",
            "client timeouts and retries",
            "arrivals burstier than Poisson",
            "queue limit",
            "requests lost in crashes",
            "requests that outlast the drain time");
    assertThatThrownBy(() -> FastModel.of(service(1, Routing.POWER_OF_TWO), 1))
        .hasMessage(
            "routing is POWER_OF_TWO, expected CENTRAL or RANDOM, which is all that the fast model"
                + " knows");
  }
}

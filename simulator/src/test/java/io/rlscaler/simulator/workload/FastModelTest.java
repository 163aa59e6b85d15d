package io.rlscaler.simulator.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.rlscaler.simulator.workload.ServiceModel.Distribution;
import io.rlscaler.simulator.workload.ServiceModel.Routing;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FastModelTest {
  private static final double STEP = 15;

  /** Exact shares: 50 million simulated requests each, or the analytic M/M/c value. */
  @ParameterizedTest(name = "{0} slots at {1}, {2} {3}, T {4}")
  @CsvSource({
    "1, .5, GAMMA, .5, 5, .01718, .01721",
    "1, .8, LOG_NORMAL, 1, 10, .13750, .13899",
    "4, .7, GAMMA, 2, 10, .01947, .02033",
    "4, .9, LOG_NORMAL, .7, 5, .10136, .10085",
    "4, .9, LOG_NORMAL, .7, 10, .00710, .00703",
    "8, .9, LOG_NORMAL, 1, 5, .04585, .04836",
    "16, .95, GAMMA, 1, 5, .05190, .05196",
    "40, .95, LOG_NORMAL, 1, 5, .01286, .01305",
    "64, .98, LOG_NORMAL, 1, 5, .02251, .02199",
    "160, .99, LOG_NORMAL, .7, 5, .00375, .00406",
    "64, .99, GAMMA, 1, 5, .09236, .09237",
    "64, .99, GAMMA, 1, 10, .00411, .00413"
  })
  void meetsStationarySharesOfExactSimulation(
      int slots,
      double rho,
      Distribution distribution,
      double variation,
      double threshold,
      double exact,
      double study) {
    double mean = .3;
    ServiceModel service = new ServiceModel(slots, mean, variation, distribution, Routing.CENTRAL);
    FastModel model = FastModel.of(service, threshold * mean);
    FastModel.State state = new FastModel.State();
    for (int k = 0; k < 2000; k++) {
      model.step(state, rho * service.capacity(), 1, STEP);
    }
    assertMeets(state.violationShare(), exact, study);
  }

  private static void assertMeets(double share, double exact, double study) {
    // the accuracy that is promised
    assertThat(share).isCloseTo(exact, within(Math.max(.0005, .15 * exact)));
    // the same formulas: only the tables may differ, by less than the grid error of 1 %
    assertThat(share).isCloseTo(study, within(.0001 + .01 * study));
  }

  @Test
  void meetsOverloadOfExactSimulation() {
    IntToDoubleFunction rho = j -> j < 4 ? .7 : j < 12 ? 1.1 : .8;
    ServiceModel service = logNormal(8, .3, .5);
    assertMeets(episode(service, 5, 5, rho, j -> 5), .3152, .3131);
    assertMeets(episode(service, 10, 5, rho, j -> 5), .2721, .2709);
  }

  @Test
  void meetsBurstOfExactSimulation() {
    IntToDoubleFunction rho = j -> j >= 4 && j < 8 ? 1.35 : .6;
    assertMeets(episode(logNormal(1, .3, 1), 5, 5, rho, j -> 5), .2684, .2650);
  }

  @Test
  void meetsScaleUpOfExactSimulation() {
    IntToDoubleFunction rho = j -> j < 4 ? .55 : 1.1;
    ServiceModel service = logNormal(1, .3, .5);
    IntUnaryOperator replicas = j -> j < 8 ? 5 : 9;
    assertMeets(episode(service, 5, 5, rho, replicas), .0930, .0932);
    assertMeets(episode(service, 10, 5, rho, replicas), .0618, .0613);
  }

  @Test
  void meetsMildVariationOfExactSimulation() {
    IntToDoubleFunction rho = j -> j < 0 ? .8 : .85 + .12 * Math.sin(.35 * j);
    assertMeets(episode(logNormal(8, .3, 1), 5, 1, rho, j -> 1), .0738, .0733);
    assertMeets(episode(logNormal(8, .3, 1), 10, 1, rho, j -> 1), .0091, .0085);
    assertMeets(episode(logNormal(1, .05, .5), 3, 5, rho, j -> 5), .1989, .1956);
    assertMeets(episode(logNormal(1, .05, .5), 10, 5, rho, j -> 5), .0136, .0133);
  }

  private static ServiceModel logNormal(int slots, double mean, double variation) {
    return new ServiceModel(slots, mean, variation, Distribution.LOG_NORMAL, Routing.CENTRAL);
  }

  /** 48 steps from an empty start, of which the first 8 do not count; rho of the first replicas. */
  private static double episode(
      ServiceModel service,
      double threshold,
      int replicas,
      IntToDoubleFunction rho,
      IntUnaryOperator replicasAt) {
    FastModel model = FastModel.of(service, threshold * service.meanSeconds());
    FastModel.State state = new FastModel.State();
    double requests = 0;
    double violations = 0;
    for (int k = 0; k <= 48; k++) {
      if (k < 48) {
        int j = k - 8;
        model.step(
            state,
            rho.applyAsDouble(j) * replicas * service.capacity(),
            replicasAt.applyAsInt(j),
            STEP);
      } else {
        model.finish(state);
      }
      if (k > 8) {
        requests += state.scoredRequests();
        violations += state.scoredRequests() * state.violationShare();
      }
    }
    return violations / requests;
  }

  /** Cells that are not in the study's list, seeded; the exact runs cost about a second. */
  @ParameterizedTest(name = "{0} replicas of {1} at {2}, then {3} replicas, T {4}")
  @CsvSource({
    "6, 4, .92, 8, 4, 11",
    "3, 2, .85, 4, 5, 12",
    "12, 8, 1.02, 15, 4, 13",
    "20, 1, .95, 16, 6, 14",
    "2, 16, .9, 3, 3, 15"
  })
  void meetsExactSimulationOnOtherCells(
      int replicas, int slots, double rho, int later, double threshold, long seed) {
    ServiceModel service = logNormal(slots, .1, .8);
    double fast = episode(service, threshold, replicas, j -> rho, j -> j < 30 ? replicas : later);
    int runs = 40;
    double sum = 0;
    double squares = 0;
    for (int run = 0; run < runs; run++) {
      RequestLevelModel exact = new RequestLevelModel(service, threshold * .1, seed * 1000 + run);
      for (int k = 0; k < 48; k++) {
        exact.step(rho * replicas * service.capacity(), k - 8 < 30 ? replicas : later, STEP);
      }
      exact.finish();
      double share = exact.violationShare(8, 48);
      sum += share;
      squares += share * share;
    }
    double mean = sum / runs;
    double error = Math.sqrt((squares / runs - mean * mean) / (runs - 1));
    // the promised accuracy and two standard errors of the exact mean
    assertThat(fast).isCloseTo(mean, within(Math.max(.0005, .15 * mean) + 2 * error));
  }

  @Test
  void meetsTheMeanWaitOfErlangC() {
    // M/M/4 at .8: C = .5964, mean wait = C m / (N (1 - rho))
    ServiceModel service = new ServiceModel(4, .2, 1, Distribution.GAMMA, Routing.CENTRAL);
    FastModel.State state = settled(FastModel.of(service, 1), .8 * service.capacity(), 1);
    double erlangB = 1 / (1 + ErlangTable.excessOfInverse(4, 3.2));
    double erlangC = erlangB / (1 - .8 * (1 - erlangB));
    // the table of B is interpolated to better than 1 %
    assertThat(state.waitProbability()).isCloseTo(erlangC, withinPercentage(1));
    assertThat(state.meanWait()).isCloseTo(erlangC * .2 / (4 * (1 - .8)), withinPercentage(1));
    assertThat(state.utilization()).isCloseTo(.8, within(1e-6));
  }

  @Test
  void oneReplicaIsTheSameUnderEitherRouting() {
    ServiceModel central = new ServiceModel(4, .2, 1, Distribution.GAMMA, Routing.CENTRAL);
    ServiceModel random = new ServiceModel(4, .2, 1, Distribution.GAMMA, Routing.RANDOM);
    assertThat(settled(FastModel.of(random, 1), 17, 1).violationShare())
        .isEqualTo(settled(FastModel.of(central, 1), 17, 1).violationShare());
  }

  @Test
  void randomRoutingOfManyReplicasIsAsManyIndependentQueues() {
    ServiceModel random = new ServiceModel(2, .2, .8, Distribution.LOG_NORMAL, Routing.RANDOM);
    ServiceModel one = new ServiceModel(2, .2, .8, Distribution.LOG_NORMAL, Routing.CENTRAL);
    FastModel.State many = settled(FastModel.of(random, 1), 80, 10);
    FastModel.State single = settled(FastModel.of(one, 1), 8, 1);
    assertThat(many.violationShare()).isEqualTo(single.violationShare());
    assertThat(many.backlog()).isCloseTo(10 * single.backlog(), within(1e-9));
  }

  @Test
  void addedReplicasDoNotTakeOverTheQueueUnderRandomRouting() {
    ServiceModel random = new ServiceModel(2, .2, .8, Distribution.LOG_NORMAL, Routing.RANDOM);
    FastModel model = FastModel.of(random, 1);
    FastModel.State state = settled(model, 95, 10);
    double backlog = state.backlog();
    model.step(state, 95, 20, 1e-6);
    // the queue of ten replicas is still theirs: nothing can have been served in a microsecond
    assertThat(state.backlog()).isCloseTo(backlog, withinPercentage(.1));
  }

  @Test
  void withoutReplicasTheBacklogGrowsAndIsServedAfterwards() {
    ServiceModel service = logNormal(1, .1, .5);
    FastModel model = FastModel.of(service, .5);
    FastModel.State state = new FastModel.State();
    model.step(state, 20, 0, STEP);
    assertThat(state.backlog()).isEqualTo(300);
    model.step(state, 20, 0, STEP);
    assertThat(state.backlog()).isEqualTo(600);
    assertThat(state.violationShare()).isCloseTo(1, within(1e-6));
    model.step(state, 20, 6, STEP);
    // six replicas serve 60/s: on average all is gone after 15 s, and the standard deviation of
    // arrivals less services, sqrt(600 + 300 + 900 / 4) = 33, bounds what is left in the mean
    assertThat(state.backlog()).isLessThan(33);
    assertThat(state.utilization()).isGreaterThan(1 - 33.0 / 900);
    assertThat(state.violationShare()).isCloseTo(1, within(1e-6));
  }

  @Test
  void anOverloadedQueueGrowsByTheExcess() {
    ServiceModel service = logNormal(4, .1, .5);
    FastModel model = FastModel.of(service, .5);
    FastModel.State state = settled(model, 100, 5);
    // the closure takes up to half an eighth of a step to leave the boundary at zero
    model.step(state, 300, 5, STEP);
    double before = state.backlog();
    model.step(state, 300, 5, STEP);
    // 100/s too many over 15 s
    assertThat(state.backlog() - before).isCloseTo(1500, withinPercentage(1));
  }

  @Test
  void aCopyGoesItsOwnWay() {
    FastModel model = FastModel.of(logNormal(4, .1, .5), .5);
    FastModel.State state = settled(model, 150, 4);
    FastModel.State copy = state.copy();
    model.step(copy, 500, 4, STEP);
    assertThat(copy.backlog()).isGreaterThan(state.backlog() + 1000);
    copy.set(state);
    model.step(copy, 170, 5, STEP);
    model.step(state, 170, 5, STEP);
    assertThat(copy).usingRecursiveComparison().isEqualTo(state);
  }

  @Test
  void resultsDoNotDependOnTheUnitOfTime() {
    double seconds = episode(logNormal(4, .04, .5), 6, 3, j -> 1.01, j -> 3);
    ServiceModel scaled = logNormal(4, .08, .5);
    FastModel model = FastModel.of(scaled, 6 * .08);
    FastModel.State state = new FastModel.State();
    double violations = 0;
    for (int k = 0; k <= 48; k++) {
      model.step(state, 1.01 * 3 * scaled.capacity(), 3, 2 * STEP);
      violations += k > 8 ? state.violationShare() / 40 : 0;
    }
    assertThat(violations).isCloseTo(seconds, within(1e-6));
  }

  @Test
  void refusesArgumentsOutsideTheirRange() {
    FastModel model = FastModel.of(logNormal(1, .1, .5), .5);
    FastModel.State state = new FastModel.State();
    assertThatThrownBy(() -> model.step(state, Double.NaN, 1, STEP))
        .hasMessage("arrival rate is NaN and replicas are 1, expected 0 or more of each");
    assertThatThrownBy(() -> model.step(state, 1, -1, STEP))
        .hasMessage("arrival rate is 1.0 and replicas are -1, expected 0 or more of each");
    assertThatThrownBy(() -> model.step(state, 1, 1, 0))
        .hasMessage("step is 0.0 s, expected a positive time");
    assertThatThrownBy(() -> FastModel.of(model.service(), 0))
        .hasMessage("latency threshold is 0.0 s, expected a positive time");
  }

  private static FastModel.State settled(FastModel model, double rate, int replicas) {
    FastModel.State state = new FastModel.State();
    for (int k = 0; k < 500; k++) {
      model.step(state, rate, replicas, STEP);
    }
    return state;
  }
}

package io.rlscaler.simulator.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.simulator.workload.ServiceModel.Distribution;
import io.rlscaler.simulator.workload.ServiceModel.Routing;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestLevelModelTest {
  private static final double STEP = 15;

  /** A mean over seeds and its standard error. */
  private record Estimate(double mean, double error) {
    static Estimate of(int runs, LongToDoubleFunction run) {
      double sum = 0;
      double squares = 0;
      for (int seed = 0; seed < runs; seed++) {
        double value = run.applyAsDouble(seed);
        sum += value;
        squares += value * value;
      }
      double mean = sum / runs;
      return new Estimate(mean, Math.sqrt(Math.max(0, squares / runs - mean * mean) / (runs - 1)));
    }
  }

  /** M/M/c: the mean wait is C m / (N (1 - rho)) with Erlang's C, the probability of waiting. */
  @ParameterizedTest(name = "{0} slots at {1}")
  @CsvSource({
    "1, .5", "1, .9", "4, .8", "16, .9", "64, .95", "160, .9", "40, .4", "160, .7", "300, .8"
  })
  void meetsErlangC(int slots, double rho) {
    ServiceModel service = new ServiceModel(slots, .2, 1, Distribution.GAMMA, Routing.CENTRAL);
    double rate = rho * service.capacity();
    double seconds = 500_000 / rate / 100;
    RequestLevelModel[] runs = new RequestLevelModel[16];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = new RequestLevelModel(service, 1, 100 + i);
      for (int k = 0; k < 100; k++) {
        runs[i].step(rate, 1, seconds);
      }
    }
    double lossExcess = ErlangTable.excessOfInverse(slots, rho * slots);
    double erlangC = 1 / (1 + lossExcess * (1 - rho));
    Estimate waiting = Estimate.of(runs.length, i -> runs[(int) i].waitProbability());
    if (erlangC < 1e-3) {
      assertThat(waiting.mean()).isCloseTo(erlangC, within(5 * waiting.error() + 1e-6));
    } else {
      double wait = erlangC * .2 / (slots * (1 - rho));
      Estimate measured = Estimate.of(runs.length, i -> runs[(int) i].meanWait());
      assertThat(measured.mean())
          .isCloseTo(wait, within(Math.max(.02 * wait, 3 * measured.error())));
      // and the runs are long enough to tell
      assertThat(measured.error()).isLessThan(.05 * wait);
    }
  }

  /** Shares of another program, 50 million requests each, with their standard errors. */
  @ParameterizedTest(name = "{0} slots at {1}, {2} {3}, T {4}")
  @CsvSource({
    "1, .5, GAMMA, .5, 5, .01718, .00003",
    "1, .8, LOG_NORMAL, 1, 10, .13750, .0003",
    "4, .7, GAMMA, 2, 10, .01947, .0001",
    "4, .9, LOG_NORMAL, .7, 5, .10136, .0005",
    "4, .9, LOG_NORMAL, .7, 10, .00710, .0002",
    "8, .9, LOG_NORMAL, 1, 5, .04585, .0004",
    "16, .95, GAMMA, 1, 5, .05190, 0",
    "40, .95, LOG_NORMAL, 1, 5, .01286, .00007",
    "64, .98, LOG_NORMAL, 1, 5, .02251, .0006",
    "160, .99, LOG_NORMAL, .7, 5, .00375, .0001",
    "64, .99, GAMMA, 1, 5, .09236, 0",
    "64, .99, GAMMA, 1, 10, .00411, 0"
  })
  void meetsStationarySharesOfAnotherProgram(
      int slots,
      double rho,
      Distribution distribution,
      double variation,
      double threshold,
      double share,
      double error) {
    ServiceModel service = new ServiceModel(slots, .3, variation, distribution, Routing.CENTRAL);
    double rate = rho * service.capacity();
    double seconds = 600_000 / rate / 100;
    Estimate measured =
        Estimate.of(
            rho < .95 ? 6 : rho < .99 ? 15 : 40,
            seed -> {
              RequestLevelModel model = new RequestLevelModel(service, threshold * .3, seed);
              for (int k = 0; k < 100; k++) {
                model.step(rate, 1, seconds);
              }
              model.finish();
              return model.violationShare(5, 100);
            });
    assertMeets(measured, share, error);
  }

  private static void assertMeets(Estimate measured, double share, double error) {
    // two estimates of one number, of which the other is rounded to five digits
    assertThat(measured.mean())
        .isCloseTo(share, within(4 * Math.hypot(measured.error(), error) + .00001));
    // the runs are long enough to find an error of the size that the fast model is allowed
    assertThat(measured.error()).isLessThan(.0005 + .15 * share);
  }

  @Test
  void meetsOverloadOfAnotherProgram() {
    IntToDoubleFunction rho = j -> j < 4 ? .7 : j < 12 ? 1.1 : .8;
    assertMeets(episodes(logNormal(8, .3, .5), 5, 5, rho, j -> 5), .3152, .0017);
    assertMeets(episodes(logNormal(8, .3, .5), 10, 5, rho, j -> 5), .2721, .0021);
  }

  @Test
  void meetsBurstOfAnotherProgram() {
    IntToDoubleFunction rho = j -> j >= 4 && j < 8 ? 1.35 : .6;
    assertMeets(episodes(logNormal(1, .3, 1), 5, 5, rho, j -> 5), .2684, .001);
  }

  @Test
  void meetsScaleUpOfAnotherProgram() {
    IntToDoubleFunction rho = j -> j < 4 ? .55 : 1.1;
    IntUnaryOperator replicas = j -> j < 8 ? 5 : 9;
    assertMeets(episodes(logNormal(1, .3, .5), 5, 5, rho, replicas), .0930, .001);
    assertMeets(episodes(logNormal(1, .3, .5), 10, 5, rho, replicas), .0618, .0012);
  }

  @Test
  void meetsMildVariationOfAnotherProgram() {
    IntToDoubleFunction rho = j -> j < 0 ? .8 : .85 + .12 * Math.sin(.35 * j);
    assertMeets(episodes(logNormal(8, .3, 1), 5, 1, rho, j -> 1), .0738, .0025);
    assertMeets(episodes(logNormal(8, .3, 1), 10, 1, rho, j -> 1), .0091, .0011);
    assertMeets(episodes(logNormal(1, .05, .5), 3, 5, rho, j -> 5), .1989, .0022);
    assertMeets(episodes(logNormal(1, .05, .5), 10, 5, rho, j -> 5), .0136, .0013);
  }

  private static ServiceModel logNormal(int slots, double mean, double variation) {
    return new ServiceModel(slots, mean, variation, Distribution.LOG_NORMAL, Routing.CENTRAL);
  }

  /** 48 steps from an empty start, of which the first 8 do not count; rho of the first replicas. */
  private static Estimate episodes(
      ServiceModel service,
      double threshold,
      int replicas,
      IntToDoubleFunction rho,
      IntUnaryOperator ready) {
    return Estimate.of(
        150,
        seed -> {
          RequestLevelModel model =
              new RequestLevelModel(service, threshold * service.meanSeconds(), seed);
          for (int k = 0; k < 48; k++) {
            double rate = rho.applyAsDouble(k - 8) * replicas * service.capacity();
            model.step(rate, ready.applyAsInt(k - 8), STEP);
          }
          model.finish();
          return model.violationShare(8, 48);
        });
  }

  @Test
  void withoutReplicasRequestsWaitAndAreServedInTheOrderOfTheirArrival() {
    RequestLevelModel model = new RequestLevelModel(logNormal(1, .1, .5), .5, 7);
    model.step(20, 0, STEP);
    assertThat(model.backlog()).isEqualTo(model.arrivals(0));
    assertThat(model.settledSteps()).isZero();
    assertThat(model.utilization()).isZero();
    model.step(0, 5, STEP);
    // five slots serve 50/s: 300 requests and five standard deviations are gone after 15 s
    assertThat(model.backlog()).isZero();
    assertThat(model.settledSteps()).isEqualTo(2);
    // only those of the last half second can have been in time
    assertThat(model.violations(0)).isBetween(model.arrivals(0) - 30, model.arrivals(0));
  }

  @Test
  void whatStillWaitsWithoutReplicasAtTheEndIsLost() {
    RequestLevelModel model = new RequestLevelModel(logNormal(1, .1, .5), .5, 7);
    model.step(20, 0, STEP);
    model.finish();
    assertThat(model.lost()).isEqualTo(model.arrivals(0));
    assertThat(model.violations(0)).isEqualTo(model.arrivals(0));
    assertThat(model.settledSteps()).isEqualTo(1);
  }

  @Test
  void removedReplicasEndTheirWorkAndAddedOnesAreFree() {
    // nearly constant work of 10 s: ten slots are taken within the first seconds
    ServiceModel service = new ServiceModel(1, 10, .01, Distribution.GAMMA, Routing.CENTRAL);
    RequestLevelModel model = new RequestLevelModel(service, 11, 3);
    model.step(10, 10, 5);
    assertThat(model.utilization()).isGreaterThan(.7);
    int before = model.backlog();
    assertThat(model.inFlight()).isEqualTo(before + 10);
    model.step(0, 2, 1);
    // nothing ends within a second, the eight that are removed work on
    assertThat(model.inFlight()).isEqualTo(before + 10);
    assertThat(model.utilization()).isEqualTo(1);
    model.step(0, 2 + before, 1);
    assertThat(model.backlog()).isZero();
    assertThat(model.inFlight()).isEqualTo(before + 10);
  }

  @Test
  void utilizationIsTheOfferedLoadWhenNothingPilesUp() {
    RequestLevelModel model = new RequestLevelModel(logNormal(4, .04, .5), .5, 5);
    double sum = 0;
    for (int k = 0; k < 400; k++) {
      model.step(.7 * 40 * 100, 40, STEP);
      sum += model.utilization() / 400;
    }
    // 16.8 million services of variation .5 and as many arrivals: a standard error of .0002
    assertThat(sum).isCloseTo(.7, within(.001));
  }

  @Test
  void latencyQuantilesAreThoseOfTheServiceTimeWhenNobodyWaits() {
    ServiceModel service = logNormal(4, .04, .5);
    RequestLevelModel model = new RequestLevelModel(service, .5, 5);
    for (int k = 0; k < 100; k++) {
      model.step(1000, 100, STEP);
    }
    for (double probability : new double[] {.5, .95, .99, .999}) {
      double quantile = model.latencies().quantile(probability);
      // 1.5 million latencies: a standard error of the share of at most 4e-4
      assertThat(service.exceedance(quantile)).isCloseTo(1 - probability, within(.002));
    }
  }

  @Test
  void equalSeedsGiveEqualNumbers() {
    assertThat(wild(1)).isEqualTo(wild(1)).isNotEqualTo(wild(2));
  }

  private static String wild(long seed) {
    RequestLevelModel model = new RequestLevelModel(logNormal(3, .2, 1.5), 1, seed);
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < 200; k++) {
      model.step(k * 7 % 100, k * 13 % 11, STEP);
      text.append(model.utilization()).append(' ').append(model.inFlight()).append('\n');
    }
    model.finish();
    return text.append(model.violationShare(0, 200)).append(model.meanWait()).toString();
  }

  @Test
  void refusesArgumentsOutsideTheirRange() {
    ServiceModel service = logNormal(1, .1, .5);
    RequestLevelModel model = new RequestLevelModel(service, .5, 1);
    assertThatThrownBy(() -> model.step(Double.NaN, 1, STEP))
        .hasMessage("arrival rate is NaN, expected 0 or more");
    assertThatThrownBy(() -> model.step(1, -1, STEP))
        .hasMessageStartingWith("ready replicas are -1 with 0 warming and 0 crashed, expected");
    assertThatThrownBy(() -> model.step(1, 1, 0))
        .hasMessage("step is 0.0 s, expected a positive time");
    assertThatThrownBy(() -> model.step(1e9, 1, STEP))
        .hasMessage("step has 1.5E10 requests, expected at most 1.0E9: shorten the step");
    assertThatThrownBy(() -> model.arrivals(0))
        .hasMessage("step is 0, expected a step so far, of 0");
    assertThatThrownBy(() -> new RequestLevelModel(service, 0, 1))
        .hasMessage("latency threshold is 0.0 s, expected a positive time");
  }
}

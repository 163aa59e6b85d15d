package io.rlscaler.simulator.fitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.simulator.workload.ServiceModel;
import io.rlscaler.simulator.workload.ServiceModel.Distribution;
import io.rlscaler.simulator.workload.ServiceModel.Routing;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceFitterTest {
  private static final ServiceModel FOUR_SLOTS = service(4, .04, .5, Routing.CENTRAL);
  private static final List<Double> BUCKETS = List.of(.05, .1, .25);

  private static ServiceModel service(int slots, double mean, double variation, Routing routing) {
    return new ServiceModel(slots, mean, variation, Distribution.LOG_NORMAL, routing);
  }

  private static ServiceFit fit(ServiceHistory history) {
    return ServiceFitter.fit(history, OptionalDouble.empty());
  }

  /** Ten per cent: a day of noisy minutes at three latencies, of which few are under load. */
  @Property(tries = 4, seed = "20261121")
  void findsWhatMadeAHistory(
      @ForAll @IntRange(min = 1, max = 24) int slots,
      @ForAll @DoubleRange(min = .02, max = .2) double mean,
      @ForAll @DoubleRange(min = .25, max = 1.4) double variation,
      @ForAll boolean central,
      @ForAll @IntRange(min = 1, max = 1000) int seed) {
    Routing routing = central ? Routing.CENTRAL : Routing.RANDOM;
    ServiceModel truth = service(slots, mean, variation, routing);
    List<Double> buckets = List.of(mean, 2 * mean, 5 * mean);
    ServiceFit fit = fit(KnownService.of(truth, buckets, seed).withMissing(.05).history());

    assertThat(fit.cannotTell()).isEmpty();
    assertThat(value(fit.capacityPerReplica()))
        .isCloseTo(truth.capacity(), within(.01 * truth.capacity()));
    assertThat(value(fit.slots())).isCloseTo(slots, within(Math.max(1, .1 * slots)));
    assertThat(value(fit.serviceMeanSeconds()))
        .isCloseTo(mean, within(mean * Math.max(1.01 / slots, .1)));
    // a slot more or less of few shifts the variation that goes with it
    assertThat(value(fit.serviceVariation())).isCloseTo(variation, within(.15 * variation));
    // with many slots a queue of each replica is close to one queue of all
    assertThat(fit.routing().orElse(routing)).isEqualTo(routing);
    for (PredictionError.Share share : fit.error().orElseThrow().shares()) {
      assertThat(share.predicted())
          .isCloseTo(share.observed(), within(.002 + .3 * share.observed()));
    }
  }

  /** The fit's own model is not what made this history; tolerances as above. */
  @ParameterizedTest
  @CsvSource({"1, .04, 1", "4, .1, .5", "16, .4, .8"})
  void findsWhatMadeAHistoryOfSingleRequests(int slots, double mean, double variation) {
    ServiceModel truth = service(slots, mean, variation, Routing.CENTRAL);
    List<Double> buckets = List.of(mean, 2 * mean, 5 * mean);
    ServiceFit fit = fit(KnownService.of(truth, buckets, 5).withRequests(6).history());

    assertThat(value(fit.capacityPerReplica()))
        .isCloseTo(truth.capacity(), within(.01 * truth.capacity()));
    assertThat(value(fit.slots())).isCloseTo(slots, within(Math.max(1, .1 * slots)));
    assertThat(value(fit.serviceVariation())).isCloseTo(variation, within(.15 * variation));
    assertThat(fit.routing().orElse(Routing.CENTRAL)).isEqualTo(Routing.CENTRAL);
    for (PredictionError.Share share : fit.error().orElseThrow().shares()) {
      assertThat(share.predicted())
          .isCloseTo(share.observed(), within(.002 + .3 * share.observed()));
    }
  }

  private static double value(Optional<Estimate> estimate) {
    return estimate.orElseThrow().value();
  }

  @Test
  void tellsStartUpAndLag() {
    ServiceHistory history =
        KnownService.of(FOUR_SLOTS, BUCKETS, 3).withUtilizationLag(2).history();
    ServiceFit fit = fit(history);
    // true: 60 s and 60 * exp(1.28 * .25) = 83 s, on a grid of 15 s
    assertThat(value(fit.startUpMedian())).isCloseTo(60, within(15.0));
    assertThat(value(fit.startUpP90())).isCloseTo(83, within(15.0));
    // half of a window beyond one step, 22.5 s, and two steps
    assertThat(value(fit.metricLagSeconds())).isCloseTo(52.5, within(7.5));
    assertThat(value(fit.slots())).isEqualTo(4);
  }

  @Test
  void oneLatencyFarFromTheServiceTimeDoesNotTellSlots() {
    ServiceFit fit = fit(KnownService.of(FOUR_SLOTS, List.of(.25), 3).history());
    assertThat(fit.slots()).isEmpty();
    assertThat(fit.remarks()).anyMatch(remark -> remark.startsWith("Slots: not identified; all"));
    // what it is for it still predicts
    PredictionError.Share share = fit.error().orElseThrow().shares().get(0);
    assertThat(share.predicted())
        .isCloseTo(share.observed(), within(.0005 + .3 * share.observed()));
  }

  @Test
  void latencyQuantilesDoInPlaceOfGoodRatios() {
    List<Double> fine = Arrays.asList(.01, .02, .03, .04, .05, .06, .08, .1, .13, .18, .25, .4, 1.);
    ServiceHistory history = KnownService.of(FOUR_SLOTS, fine, 3).history();
    SortedMap<Double, GridSeries> quantiles = new TreeMap<>();
    for (double probability : List.of(.5, .95)) {
      quantiles.put(probability, quantile(history.goodRatios(), probability));
    }
    ServiceFit fit =
        fit(
            new ServiceHistory(
                history.step(),
                history.windowSteps(),
                history.rate(),
                history.ready(),
                history.desired(),
                history.utilization(),
                new TreeMap<>(),
                quantiles));
    assertThat(value(fit.slots())).isCloseTo(4, within(1.0));
    assertThat(value(fit.serviceVariation())).isCloseTo(.5, within(.1));
    for (PredictionError.Quantile one : fit.error().orElseThrow().quantiles()) {
      assertThat(one.predicted()).isCloseTo(one.observed(), within(.15 * one.observed()));
    }
  }

  /** As histogram_quantile: straight between buckets. */
  private static GridSeries quantile(Map<Double, GridSeries> good, double probability) {
    int size = good.values().iterator().next().size();
    double[] latencies = new double[size];
    for (int i = 0; i < size; i++) {
      latencies[i] = Double.NaN;
      double below = 0;
      double shareBelow = 0;
      for (Map.Entry<Double, GridSeries> bucket : good.entrySet()) {
        double share = bucket.getValue().at(i);
        if (share >= probability) {
          double part = (probability - shareBelow) / (share - shareBelow);
          latencies[i] = below + part * (bucket.getKey() - below);
          break;
        }
        below = bucket.getKey();
        shareBelow = share;
      }
    }
    return GridSeries.of(latencies);
  }

  @Test
  void aShortHistoryCannotTell() {
    ServiceFit fit = fit(KnownService.of(FOUR_SLOTS, BUCKETS, 3).withHours(2).history());
    assertThat(fit.cannotTell().orElseThrow()).startsWith("the history is too short: ");
    assertThat(fit.capacityPerReplica()).isPresent();
    assertThat(fit.slots()).isEmpty();
    assertThat(fit.error()).isEmpty();
  }

  @Test
  void aConstantLoadCannotTell() {
    KnownService calm = KnownService.of(FOUR_SLOTS, BUCKETS, 3).withTraffic(.6, 0);
    ServiceFit fit = fit(calm.history());
    assertThat(fit.cannotTell().orElseThrow()).startsWith("the load per replica hardly varies");
  }

  @Test
  void withoutSlowRequestsItCannotTell() {
    KnownService idle = KnownService.of(FOUR_SLOTS, List.of(5.), 3).withTraffic(.2, .5);
    assertThat(fit(idle.history()).cannotTell().orElseThrow())
        .startsWith("the share of slow requests never changed");
  }

  @Test
  void withoutUtilizationItNeedsTheCapacity() {
    ServiceHistory whole = KnownService.of(FOUR_SLOTS, BUCKETS, 3).history();
    ServiceHistory history =
        new ServiceHistory(
            whole.step(),
            whole.windowSteps(),
            whole.rate(),
            whole.ready(),
            GridSeries.unknown(whole.size()),
            GridSeries.unknown(whole.size()),
            whole.goodRatios(),
            whole.quantiles());
    ServiceFit blind = fit(history);
    assertThat(blind.cannotTell().orElseThrow()).startsWith("the capacity of a replica is unknown");
    assertThat(blind.remarks()).contains("Start-up time: the desired replicas are not known.");

    ServiceFit told = ServiceFitter.fit(history, OptionalDouble.of(100));
    assertThat(value(told.slots())).isEqualTo(4);
  }

  @Test
  void aServiceOfAnotherKindIsSaidToFitBadly() {
    ServiceHistory whole = KnownService.of(FOUR_SLOTS, BUCKETS, 3).history();
    // half of the requests are slow whenever fewer than ten replicas are ready, whatever the load
    double[] good = new double[whole.size()];
    Arrays.setAll(good, i -> whole.ready().at(i) < 10 ? .5 : .999);
    ServiceFit fit =
        fit(
            new ServiceHistory(
                whole.step(),
                whole.windowSteps(),
                whole.rate(),
                whole.ready(),
                whole.desired(),
                whole.utilization(),
                new TreeMap<>(Map.of(.25, GridSeries.of(good))),
                whole.quantiles()));
    assertThat(fit.remarks())
        .anyMatch(remark -> remark.startsWith("The model does not explain these latencies well"));
  }
}

package io.rlscaler.simulator.fitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HistoryStatisticsTest {
  private static final Duration STEP = Duration.ofSeconds(10);

  private static ServiceHistory replicas(double[] desired, double[] ready) {
    int size = desired.length;
    return new ServiceHistory(
        STEP,
        1,
        GridSeries.unknown(size),
        GridSeries.of(ready),
        GridSeries.of(desired),
        GridSeries.unknown(size),
        new TreeMap<>(),
        new TreeMap<>());
  }

  private static ServiceHistory load(double[] rate, double[] ready, double[] utilization) {
    return new ServiceHistory(
        STEP,
        4,
        GridSeries.of(rate),
        GridSeries.of(ready),
        GridSeries.unknown(rate.length),
        GridSeries.of(utilization),
        new TreeMap<>(),
        new TreeMap<>());
  }

  @Test
  void everyReplicaOfARaiseGivesAStartUpTime() {
    StartUpTimes times =
        new StartUpTimes(
            replicas(new double[] {2, 7, 7, 7, 7, 7, 7, 7}, new double[] {2, 2, 2, 3, 4, 5, 6, 7}));
    assertThat(times.quantile(.5)).contains(new Estimate(40, 40, 40));
    assertThat(times.quantile(.9).orElseThrow().value()).isCloseTo(56, within(1e-9));
  }

  @Test
  void withdrawnReplicasAndGapsGiveNoStartUpTime() {
    double gap = Double.NaN;
    StartUpTimes withdrawn =
        new StartUpTimes(
            replicas(new double[] {2, 9, 2, 2, 2, 9, 9}, new double[] {2, 2, 2, 2, 2, 2, 2}));
    assertThat(withdrawn.quantile(.5)).isEmpty();
    StartUpTimes torn =
        new StartUpTimes(replicas(new double[] {2, 9, gap, 9, 9}, new double[] {2, 2, 2, 2, 9}));
    assertThat(torn.quantile(.5)).isEmpty();
  }

  @Test
  void aTenthOfWrongValuesDoesNotMoveTheCapacity() {
    SplittableRandom random = new SplittableRandom(1);
    int size = 500;
    double[] rate = new double[size];
    double[] ready = new double[size];
    double[] utilization = new double[size];
    for (int i = 0; i < size; i++) {
      ready[i] = 3 + i % 5;
      utilization[i] = .2 + .7 * random.nextDouble();
      rate[i] = 40 * ready[i] * utilization[i] * (i % 10 == 0 ? 5 : 1);
    }
    Estimate capacity = CapacityRegression.of(load(rate, ready, utilization)).orElseThrow();
    assertThat(capacity.value()).isCloseTo(40, within(1e-9));
  }

  @Test
  void nineteenValuesAreNoCapacity() {
    double[] some = new double[19];
    Arrays.fill(some, .5);
    assertThat(CapacityRegression.of(load(some, some, some))).isEmpty();
  }

  @Test
  void utilizationThatDoesNotFollowTheRateHasNoLag() {
    SplittableRandom random = new SplittableRandom(1);
    double[] rate = random.doubles(2000).toArray();
    double[] ready = new double[2000];
    Arrays.fill(ready, 3);
    double[] utilization = random.doubles(2000).map(u -> .8 * u).toArray();
    assertThat(MetricLag.of(load(rate, ready, utilization))).isEqualTo(Optional.empty());
  }

  @Test
  void ratesOfStepsShowAJumpThatMeansBlur() {
    double[] truth = new double[40];
    Arrays.fill(truth, 10);
    Arrays.fill(truth, 20, 40, 30);
    double[] means = new double[40];
    for (int i = 0; i < 40; i++) {
      means[i] = Arrays.stream(truth, Math.max(0, i - 3), i + 1).average().orElseThrow();
    }
    double[] rates = WindowedRates.of(load(means, means, new double[40]));
    // the centred mean is 20 and 25 there; most of the jump is back after a few iterations
    assertThat(rates[19]).isLessThan(15);
    assertThat(rates[20]).isGreaterThan(24);
    assertThat(rates[10]).isCloseTo(10, within(.1));
  }

  @Test
  void aHistoryNamesTheSeriesThatDoesNotFit() {
    GridSeries three = GridSeries.of(1, 2, 3);
    assertThatThrownBy(
            () ->
                new ServiceHistory(
                    STEP,
                    1,
                    three,
                    three,
                    three,
                    three,
                    new TreeMap<>(Map.of(.25, three)),
                    new TreeMap<>()))
        .hasMessage("utilization at point 1 is 2.0, expected 0.0 to 1.5");
    assertThatThrownBy(
            () ->
                new ServiceHistory(
                    STEP,
                    1,
                    three,
                    GridSeries.of(1, 2),
                    three,
                    GridSeries.unknown(3),
                    new TreeMap<>(),
                    new TreeMap<>()))
        .hasMessage("ready replicas has 2 points, expected 3 as the rate");
  }
}

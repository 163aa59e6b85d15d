package io.rlscaler.trainer.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.engine.policy.PolicyContract.TraceDigest;
import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ForecastPriorFitTest {
  private static final int LARGEST_OF_TEN_MINUTES = 8;
  private static final int SIX_HOURS = 1_440;

  @Test
  void whatAllSourcesHaveInCommonIsForecastWithoutLearning() {
    double growth = 0.3;
    ForecastPriorFit.Result result =
        ForecastPriorFit.fit(
            Stream.of("a", "b", "c").map(s -> Alternation.trace(s, growth, SIX_HOURS)).toList(),
            15);
    // The best forecast is the growth and 0 in turn; persistence misses the former each time.
    double persistence = growth * growth / 2;
    // The first ten minutes, in which history is missing, and the ridge.
    assertThat(result.alone().meanSquare()).isLessThan(0.05 * persistence);
    assertThat(result.relativeError()).isLessThan(0.1);
    List<Double> prior = result.prior().coefficients();
    double half = growth / 2;
    // Regressors of a low load: change over 15 s, distances to both means, to the largest.
    double low = prior.get(0) - growth * prior.get(1) - half * (prior.get(6) + prior.get(7));
    assertThat(low - growth * prior.get(LARGEST_OF_TEN_MINUTES)).isCloseTo(growth, within(0.03));
    double high = prior.get(0) + growth * prior.get(1) + half * (prior.get(6) + prior.get(7));
    assertThat(high).isCloseTo(0, within(0.03));
  }

  /** Rates that stay for some steps, each as good as any other. */
  private static TrainingTrace random(String source, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] rates = new double[SIX_HOURS / 4];
    Arrays.setAll(rates, i -> 100 * Math.exp(0.3 * random.nextGaussian()));
    return new TrainingTrace(
        Trace.of(source, Duration.ofMinutes(1), rates), source, new TraceDigest(source, "x"));
  }

  @Test
  void whatOneSourceAloneHasIsNotHandedToTheOthers() {
    // In the first the load climbs and falls a hundredfold in turns, in the others it is noise.
    double[] waves = new double[SIX_HOURS];
    Arrays.setAll(waves, i -> 100 * Math.exp(2 * Math.sin(2 * Math.PI * i / 40)));
    TrainingTrace wave =
        new TrainingTrace(
            Trace.of("wave", Duration.ofSeconds(15), waves), "wave", new TraceDigest("wave", "x"));
    ForecastPriorFit.Result result =
        ForecastPriorFit.fit(List.of(wave, random("a", 1), random("b", 2)), 60);
    assertThat(result.relativeError()).isLessThanOrEqualTo(1);
  }

  @Test
  void aTraceOfNothingButOneRateHasNothingToLearn() {
    double[] rates = new double[200];
    Arrays.fill(rates, 50);
    List<TrainingTrace> traces = List.of(flat("a", rates), flat("b", rates));
    ForecastPriorFit.Result result = ForecastPriorFit.fit(traces, 60);
    assertThat(result.prior().coefficients()).containsOnly(0.0);
    assertThat(result.prior().sigma()).isZero();
    assertThat(result.ridge()).isInfinite();
  }

  private static TrainingTrace flat(String source, double... rates) {
    return new TrainingTrace(
        Trace.of(source, Duration.ofMinutes(1), rates), source, new TraceDigest(source, "x"));
  }

  @Test
  void oneSourceIsNotEnough() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ForecastPriorFit.fit(
                    List.of(Alternation.trace("a", 0.1, 240), Alternation.trace("a", 0.2, 240)),
                    60))
        .withMessage(
            "traces: found usable ones of the sources [a], expected two sources or more, so that"
                + " one can be left out");
  }
}

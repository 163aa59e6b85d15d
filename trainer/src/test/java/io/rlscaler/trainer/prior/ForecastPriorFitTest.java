package io.rlscaler.trainer.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.engine.policy.PolicyContract.TraceDigest;
import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ForecastPriorFitTest {
  private static final int LARGEST_OF_TEN_MINUTES = 8;
  private static final int SIX_HOURS = 1_440;

  @Test
  void whatAllSourcesHaveInCommonIsLearned() {
    ForecastPriorFit.Result result =
        ForecastPriorFit.fit(
            List.of(
                Alternation.trace("a", 0.1, SIX_HOURS),
                Alternation.trace("b", 0.2, SIX_HOURS),
                Alternation.trace("c", 0.4, SIX_HOURS)),
            15);
    Double[] expected = Collections.nCopies(13, 0.0).toArray(Double[]::new);
    expected[LARGEST_OF_TEN_MINUTES] = -1.0;
    for (int i = 0; i < expected.length; i++) {
      // The ridge, and the first ten minutes, in which history is missing.
      assertThat(result.prior().coefficients().get(i))
          .as("coefficient %d", i)
          .isCloseTo(expected[i], within(0.1));
    }
    assertThat(result.ridge()).isLessThan(1);
    // Persistence alone is off by 0 and the growth in turn: this much is left without learning.
    double persistence = (0.01 + 0.04 + 0.16) / 3 / 2;
    assertThat(result.alone().meanSquare()).isLessThan(0.02 * persistence);
    assertThat(result.relativeError()).isLessThan(0.5);
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

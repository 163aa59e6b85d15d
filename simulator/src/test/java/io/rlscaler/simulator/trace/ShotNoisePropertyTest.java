package io.rlscaler.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class ShotNoisePropertyTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int STEPS = 5_000;

  /** Poisson counts of one mean, as rates. */
  private static Trace counts(double mean, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] rates = new double[STEPS];
    for (int i = 0; i < STEPS; i++) {
      double left = mean + Math.log(1 - random.nextDouble());
      while (left > 0) {
        rates[i] += 1.0 / 60;
        left += Math.log(1 - random.nextDouble());
      }
    }
    return Trace.of("counts", MINUTE, rates);
  }

  /** Variance over the squared mean. */
  private static double relativeVariance(Trace trace) {
    double mean = trace.mean();
    double sum = 0;
    for (int i = 0; i < trace.size(); i++) {
      sum += (trace.rate(i) - mean) * (trace.rate(i) - mean);
    }
    return sum / trace.size() / (mean * mean);
  }

  /**
   * A window holds 1,000 requests, or four hours' worth where that is less, so that a hundredth to
   * a thousandth of the noise of a count is what a true rate may keep: 1/1000, or 1/(240 mean).
   * Taken for real by mistake is one step in a few hundred, with its whole deviation.
   */
  private static double smoothedVariance(double mean) {
    double window = Math.min(1000, 240 * mean);
    return 4 / window + .02 / mean;
  }

  @Property(tries = 30)
  void countsScaledToReplicasKeepOnlyTheVarianceOfASmoothedRate(
      @ForAll @DoubleRange(min = .5, max = 50) double mean, @ForAll long seed) {
    Trace counts = counts(mean, seed);
    double p99 = counts.quantile(.99);
    Trace scaled = counts.scaledToReplicas(100 * p99, 1);
    assertThat(scaled.quantile(.99)).isBetween(99.9 * p99, 100.1 * p99);
    assertThat(relativeVariance(scaled)).isLessThan(smoothedVariance(mean));
    assertThat(relativeVariance(scaled)).isLessThan(relativeVariance(counts) / 5);
  }

  @Property(tries = 30)
  void countsMadeLouderKeepOnlyTheVarianceOfASmoothedRate(
      @ForAll @DoubleRange(min = .5, max = 50) double mean, @ForAll long seed) {
    Trace counts = counts(mean, seed);
    Trace louder = TraceAugmentation.amplitude(counts, 100);
    assertThat(louder.mean() / counts.mean()).isBetween(99.999, 100.001);
    assertThat(relativeVariance(louder)).isLessThan(smoothedVariance(mean));
    assertThat(relativeVariance(louder)).isLessThan(relativeVariance(counts) / 5);
  }
}

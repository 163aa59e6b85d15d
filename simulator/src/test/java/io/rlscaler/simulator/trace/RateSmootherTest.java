package io.rlscaler.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class RateSmootherTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Poisson counts of given means in steps of a second. */
  private static Trace counts(int steps, IntToDoubleFunction mean) {
    SplittableRandom random = new SplittableRandom(42);
    double[] rates = new double[steps];
    for (int i = 0; i < steps; i++) {
      double left = mean.applyAsDouble(i) + Math.log(1 - random.nextDouble());
      while (left > 0) {
        rates[i]++;
        left += Math.log(1 - random.nextDouble());
      }
    }
    return Trace.of("counts", SECOND, rates);
  }

  private static double variance(Trace trace) {
    double mean = trace.mean();
    double sum = 0;
    for (int i = 0; i < trace.size(); i++) {
      sum += (trace.rate(i) - mean) * (trace.rate(i) - mean);
    }
    return sum / trace.size();
  }

  @Test
  void scalingUpAConstantRateDoesNotScaleItsShotNoise() {
    Trace counts = counts(20_000, i -> 5);
    Trace scaled = counts.scaledToReplicas(100, 100);
    double factor = scaled.mean() / counts.mean();
    double noise = variance(counts.scaled(factor)) / scaled.mean();
    double left = variance(scaled) / scaled.mean();
    assertThat(scaled.mean()).isCloseTo(100 * 100, withinPercentage(10));
    assertThat(noise).isCloseTo(factor, withinPercentage(5));
    // the true rate has none; a window of 200 steps of 5 leaves 1/200 of the variance, and the
    // spikes that are taken for real by mistake as much again
    assertThat(left).isLessThan(noise / 50);
  }

  @Test
  void aTenfoldStepStaysSharp() {
    Trace smooth = RateSmoother.DEFAULT.smooth(counts(2_000, i -> i < 1_000 ? 20 : 200));
    // one step of 200 is 40 standard deviations above 20: no window crosses the jump; a quarter
    // covers four standard errors of the least window there, a single step of 200
    for (int i = 900; i < 1_000; i++) {
      assertThat(smooth.rate(i)).isBetween(10.0, 40.0);
    }
    for (int i = 1_000; i < 1_100; i++) {
      assertThat(smooth.rate(i)).isCloseTo(200, withinPercentage(25));
    }
  }

  @Test
  void aTenfoldStepOfVeryLowCountsIsFoundWithinTheWindow() {
    Trace smooth = RateSmoother.DEFAULT.smooth(counts(2_000, i -> i < 1_000 ? .5 : 5));
    // ten steps of 5 hold 50 requests, where 5 would be noise: by then the jump is certain
    assertThat(smooth.between(SECOND.multipliedBy(900), SECOND.multipliedBy(980)).mean())
        .isLessThan(1);
    assertThat(smooth.between(SECOND.multipliedBy(1_020), SECOND.multipliedBy(1_100)).mean())
        .isGreaterThan(4);
  }

  @Test
  void requestsAreKept() {
    Trace counts = counts(20_000, i -> 8 + 6 * Math.sin(i / 1_000.0));
    assertThat(RateSmoother.DEFAULT.smooth(counts).requests())
        .isCloseTo(counts.requests(), withinPercentage(1e-9));
  }

  @Test
  void aSlowWaveIsFollowed() {
    IntToDoubleFunction wave = i -> 8 + 6 * Math.sin(i / 1_000.0);
    Trace smooth = RateSmoother.DEFAULT.smooth(counts(20_000, wave));
    double squares = 0;
    for (int i = 0; i < smooth.size(); i++) {
      double error = smooth.rate(i) / wave.applyAsDouble(i) - 1;
      squares += error * error / smooth.size();
    }
    // raw counts are off by 41 % (root mean square of 1/sqrt(rate)); about 1,000 requests by 3 %,
    // at the edges and where spikes are kept by more
    assertThat(Math.sqrt(squares)).isLessThan(.08);
  }

  @Test
  void aWindowNeverCrossesAGap() {
    double[] rates = new double[301];
    Arrays.fill(rates, 0, 150, 4);
    rates[150] = Double.NaN;
    Arrays.fill(rates, 151, 301, 5);
    // 4 and 5 cannot be told apart by noise: only the gap keeps them apart
    Trace trace = Trace.of("gap", SECOND, rates);
    assertThat(RateSmoother.DEFAULT.smooth(trace)).isEqualTo(trace);
  }

  @Test
  void highCountsAreReturnedAsTheyAre() {
    Trace trace = Trace.of("high", SECOND, 600, 800, 700, 650);
    assertThat(RateSmoother.DEFAULT.smooth(trace)).isEqualTo(trace);
  }

  @Test
  void theDefaultIsTheDocumentedOne() {
    assertThat(RateSmoother.DEFAULT).isEqualTo(new RateSmoother(1000, 3, Duration.ofHours(4)));
  }
}

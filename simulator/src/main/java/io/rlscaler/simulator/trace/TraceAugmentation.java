package io.rlscaler.simulator.trace;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Makes other plausible traffic of a trace: louder, faster here and slower there, with pieces of
 * another trace, with more bursts. What is unknown stays unknown; the same arguments give the same
 * trace; name, start and step stay.
 */
public final class TraceAugmentation {
  /** Stretches of time that are warped differently; at most so many in a trace. */
  private static final int MOST_SEGMENTS = 64;

  private static final double DAY = 86_400;

  private TraceAugmentation() {}

  /**
   * All rates times a factor. Above 1 the counts are first smoothed to a rate ({@link
   * RateSmoother}), so that their shot noise does not grow with it.
   *
   * @param factor finite and positive
   */
  public static Trace amplitude(Trace trace, double factor) {
    return (factor > 1 ? RateSmoother.DEFAULT.smooth(trace) : trace).scaled(factor);
  }

  /**
   * Time runs faster in some stretches and slower in others; begin and end stay where they are, and
   * so does the level of the rates. Each step becomes the mean of the stretch that falls on it, and
   * is unknown if any of that is.
   *
   * @param strength before the stretches are fitted into the trace's length, the speeds lie between
   *     1 / (1 + strength) and 1 + strength; 0 to 3
   */
  public static Trace timeWarp(Trace trace, double strength, long seed) {
    if (!(strength >= 0 && strength <= 3)) {
      throw new IllegalArgumentException("time warp is " + strength + ", expected 0 to 3");
    }
    if (strength == 0) {
      return trace;
    }
    double[] source = trace.copyOfRates();
    double[] seams = seams(source.length, strength, new SplittableRandom(seed));
    double[] rates = new double[source.length];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = mean(source, warped(i, source.length, seams), warped(i + 1, source.length, seams));
    }
    return trace.withRates(rates);
  }

  /** Where equal stretches of the new trace begin and end in the old one, in steps. */
  private static double[] seams(int steps, double strength, SplittableRandom random) {
    double[] seams = new double[Math.min(MOST_SEGMENTS, steps) + 1];
    double bound = Math.log1p(strength);
    for (int k = 1; k < seams.length; k++) {
      seams[k] = seams[k - 1] + Math.exp(random.nextDouble(-bound, bound));
    }
    double factor = steps / seams[seams.length - 1];
    for (int k = 1; k < seams.length; k++) {
      seams[k] *= factor;
    }
    seams[seams.length - 1] = steps;
    return seams;
  }

  private static double warped(int i, int steps, double[] seams) {
    int segments = seams.length - 1;
    double position = (double) i * segments / steps;
    int k = Math.min(segments - 1, (int) position);
    return seams[k] + (position - k) * (seams[k + 1] - seams[k]);
  }

  /** The mean over a stretch, in steps; NaN when it touches an unknown one. */
  private static double mean(double[] rates, double begin, double end) {
    double sum = 0;
    double covered = 0;
    for (int i = (int) begin; i < rates.length && i < end; i++) {
      double overlap = Math.min(end, i + 1) - Math.max(begin, i);
      sum += overlap * rates[i];
      covered += overlap;
    }
    return sum / covered;
  }

  /**
   * Pieces of another trace in place of its own: for each piece a coin decides. The other is
   * brought to the mean rate of this one, as by {@link #amplitude}.
   *
   * @param other of the same step; where it ends, this trace goes on
   * @param piece length of a piece, rounded down to whole steps, at least one
   * @throws IllegalArgumentException if the steps differ, the piece is shorter than one, or the
   *     other has no traffic
   */
  public static Trace splice(Trace trace, Trace other, Duration piece, long seed) {
    if (!other.step().equals(trace.step())) {
      throw new IllegalArgumentException(
          "step of " + other.name() + " is " + other.step() + ", expected " + trace.step());
    }
    long steps = piece.dividedBy(trace.step());
    if (steps < 1) {
      throw new IllegalArgumentException(
          "piece is " + piece + ", expected a step of " + trace.step() + " or more");
    }
    if (!(trace.mean() > 0 && other.mean() > 0)) {
      throw new IllegalArgumentException(
          "mean rates of "
              + trace.name()
              + " and "
              + other.name()
              + " are "
              + trace.mean()
              + " and "
              + other.mean()
              + ", expected traffic in both");
    }
    double[] rates = trace.copyOfRates();
    double[] others = amplitude(other, trace.mean() / other.mean()).copyOfRates();
    SplittableRandom random = new SplittableRandom(seed);
    for (long begin = 0; begin < rates.length; begin += steps) {
      if (random.nextBoolean()) {
        long end = Math.min(begin + steps, Math.min(rates.length, others.length));
        for (int i = (int) begin; i < end; i++) {
          rates[i] = Double.isNaN(rates[i]) ? Double.NaN : others[i];
        }
      }
    }
    if (Arrays.stream(rates).allMatch(Double::isNaN)) {
      throw new IllegalArgumentException(
          "pieces of " + other.name() + " leave no known rate, expected one: try another seed");
    }
    return trace.withRates(rates);
  }

  /**
   * Additional bursts of 1 to 10 minutes at random times.
   *
   * @param perDay mean number in a day, 0 to 100000
   * @param height of the highest; each is between half of it and all [mean rates of the trace], 0
   *     to 100000
   */
  public static Trace bursts(Trace trace, double perDay, double height, long seed) {
    requireNotNegative("bursts per day", perDay);
    requireNotNegative("heights of bursts", height);
    if (perDay == 0 || height == 0) {
      return trace;
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] rates = trace.copyOfRates();
    double mean = trace.mean();
    double total = rates.length * trace.stepSeconds();
    double time = pause(random, perDay);
    while (time < total) {
      double end = time + random.nextDouble(60, 600);
      double share = random.nextDouble(.5, 1);
      SyntheticTraces.addOver(rates, trace.stepSeconds(), time, end, share * height * mean);
      time += pause(random, perDay);
    }
    return trace.withRates(rates);
  }

  private static double pause(SplittableRandom random, double perDay) {
    return -DAY / perDay * Math.log(1 - random.nextDouble());
  }

  private static void requireNotNegative(String name, double value) {
    if (!(value >= 0 && value <= 1e5)) {
      throw new IllegalArgumentException(name + " are " + value + ", expected 0 to 100000");
    }
  }
}

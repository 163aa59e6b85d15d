package io.rlscaler.simulator.trace;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Request rates over equally long steps. Value {@code i} is the mean rate [requests/s] over {@code
 * [i * step, (i + 1) * step)}, counted from the beginning of the trace; a step without data is
 * <em>unknown</em>, which is not the same as zero.
 *
 * <p>Immutable. The offset {@link #start()} says where the trace lies on its source's own time axis
 * and only matters when it is written back.
 */
public final class Trace {
  /** Ten years of 15 s steps; readers take a longer time axis for a mistake in a time. */
  public static final int MOST_STEPS = 21_000_000;

  private final String name;
  private final Duration start;
  private final Duration step;
  private final double[] rates;

  private Trace(String name, Duration start, Duration step, double[] rates) {
    this.name = name;
    this.start = start;
    this.step = step;
    this.rates = rates;
  }

  /**
   * A trace that starts at offset zero.
   *
   * @param rates requests/s, finite and not negative, or NaN where unknown; at least one is known
   */
  public static Trace of(String name, Duration step, double... rates) {
    return of(name, Duration.ZERO, step, rates);
  }

  /**
   * A trace that starts at an offset.
   *
   * @param start offset of the first value, not negative
   * @param step length of one step, a positive number of milliseconds
   * @param rates requests/s, finite and not negative, or NaN where unknown; at least one is known
   * @throws IllegalArgumentException naming the value that is outside these ranges
   */
  public static Trace of(String name, Duration start, Duration step, double... rates) {
    if (start.isNegative()) {
      throw new IllegalArgumentException("start is " + start + ", expected zero or later");
    }
    if (step.toMillis() <= 0 || !step.equals(Duration.ofMillis(step.toMillis()))) {
      throw new IllegalArgumentException(
          "step is " + step + ", expected a positive whole number of milliseconds");
    }
    for (int i = 0; i < rates.length; i++) {
      if (rates[i] < 0 || Double.isInfinite(rates[i])) {
        throw new IllegalArgumentException(
            "rate " + i + " of trace " + name + " is " + rates[i] + ", expected a rate >= 0");
      }
    }
    if (Arrays.stream(rates).allMatch(Double::isNaN)) {
      throw new IllegalArgumentException("trace " + name + " has no known rate, expected one");
    }
    return new Trace(name, start, step, rates.clone());
  }

  /** The name of the trace, for reports. */
  public String name() {
    return name;
  }

  /** The offset of the first value on the source's time axis. */
  public Duration start() {
    return start;
  }

  /** The length of one step. */
  public Duration step() {
    return step;
  }

  /** The length of one step in seconds. */
  public double stepSeconds() {
    return step.toMillis() / 1000.0;
  }

  /** The number of steps, known or not. */
  public int size() {
    return rates.length;
  }

  /** The time from the beginning of the first step to the end of the last. */
  public Duration length() {
    return step.multipliedBy(rates.length);
  }

  /** Whether the source has data for step {@code i}. */
  public boolean isKnown(int i) {
    return !Double.isNaN(rates[i]);
  }

  /**
   * The rate of step {@code i} [requests/s].
   *
   * @throws IllegalStateException if it is unknown
   */
  public double rate(int i) {
    if (!isKnown(i)) {
      throw new IllegalStateException("rate " + i + " of trace " + name + " is unknown");
    }
    return rates[i];
  }

  /** The rate at a time since the beginning of the trace; empty in a gap and outside the trace. */
  public OptionalDouble rateAt(double seconds) {
    double index = Math.floor(seconds / stepSeconds());
    if (!(index >= 0 && index < rates.length) || !isKnown((int) index)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(rates[(int) index]);
  }

  /** The number of steps with a known rate. */
  public int knownSteps() {
    return (int) Arrays.stream(rates).filter(rate -> !Double.isNaN(rate)).count();
  }

  /** The mean of the known rates [requests/s]. */
  public double mean() {
    return Arrays.stream(rates).filter(rate -> !Double.isNaN(rate)).average().orElseThrow();
  }

  /** The requests that arrive in the known steps. */
  public double requests() {
    return mean() * knownSteps() * stepSeconds();
  }

  /**
   * A quantile of the known rates, linear between order statistics (R's default, type 7).
   *
   * @param probability in 0..1
   */
  public double quantile(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability is " + probability + ", expected 0 to 1");
    }
    double[] sorted = Arrays.stream(rates).filter(rate -> !Double.isNaN(rate)).sorted().toArray();
    double position = probability * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /**
   * The part from {@code from} (inclusive) to {@code to} (exclusive), both since the beginning of
   * the trace and rounded out to whole steps; a {@code to} behind the end means the end.
   *
   * @throws IllegalArgumentException if the part is empty or has no known rate
   */
  public Trace between(Duration from, Duration to) {
    long first = from.toMillis() / step.toMillis();
    long behind = Math.min(rates.length, -Math.floorDiv(-to.toMillis(), step.toMillis()));
    if (from.isNegative() || first >= behind) {
      throw new IllegalArgumentException(
          "part from "
              + from
              + " to "
              + to
              + " of trace "
              + name
              + " is empty, expected 0 <= from"
              + " < to and from < "
              + length());
    }
    return of(
        name,
        start.plus(step.multipliedBy(first)),
        step,
        Arrays.copyOfRange(rates, (int) first, (int) behind));
  }

  /**
   * The same trace with all rates multiplied, shot noise included.
   *
   * @param factor finite and positive
   */
  public Trace scaled(double factor) {
    if (!(factor > 0 && Double.isFinite(factor))) {
      throw new IllegalArgumentException("factor is " + factor + ", expected a positive number");
    }
    return of(name, start, step, Arrays.stream(rates).map(rate -> rate * factor).toArray());
  }

  /**
   * Scales the trace to the size of a service: the 99th percentile of the known rates becomes the
   * capacity of so many replicas at 100 %. A trace that must be scaled up is first smoothed from
   * counts to a rate ({@link RateSmoother}), because scaling counts would scale their shot noise.
   *
   * @param replicasAtP99 replicas that are just busy at the 99th percentile, positive
   * @param capacityPerReplica requests/s that one replica serves at 100 %, positive
   * @throws IllegalArgumentException if an argument is not positive or the percentile is zero
   */
  public Trace scaledToReplicas(double replicasAtP99, double capacityPerReplica) {
    double target = replicasAtP99 * capacityPerReplica;
    if (!(replicasAtP99 > 0 && capacityPerReplica > 0 && Double.isFinite(target))) {
      throw new IllegalArgumentException(
          "replicas at p99 are "
              + replicasAtP99
              + " of capacity "
              + capacityPerReplica
              + ", expected positive numbers");
    }
    Trace rate = target > quantile(.99) ? RateSmoother.DEFAULT.smooth(this) : this;
    double percentile = rate.quantile(.99);
    if (percentile <= 0) {
      throw new IllegalArgumentException(
          "99th percentile of trace " + name + " is 0, expected traffic in over 1 % of the steps");
    }
    return rate.scaled(target / percentile);
  }

  /**
   * The day with the median number of requests among the days without a gap, days being counted
   * from the beginning of the trace; empty when there is no such day.
   */
  public Optional<MedianDay> medianDay() {
    return MedianDay.of(this);
  }

  /** A copy with the same name and time axis and other rates, NaN where unknown. */
  Trace withRates(double[] values) {
    return of(name, start, step, values);
  }

  /** A copy of the rates, NaN where unknown. */
  double[] copyOfRates() {
    return rates.clone();
  }

  /** Whether every step of {@code [from, to)} is known. */
  boolean isKnown(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isKnown(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Trace trace
        && name.equals(trace.name)
        && start.equals(trace.start)
        && step.equals(trace.step)
        && Arrays.equals(rates, trace.rates);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * name.hashCode() + step.hashCode()) + Arrays.hashCode(rates);
  }

  @Override
  public String toString() {
    return name + " (" + size() + " steps of " + step + ", " + knownSteps() + " known)";
  }
}

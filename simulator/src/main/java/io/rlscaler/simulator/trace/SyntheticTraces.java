package io.rlscaler.simulator.trace;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * Families of made-up traffic, one factory each. All give rates, not counts; the mean over the
 * trace is exactly the mean asked for; the same arguments give the same trace. Shapes are in real
 * time: a diurnal trace of one hour shows one hour of a day.
 */
public final class SyntheticTraces {
  private static final double DAY = 86_400;
  private static final Map<String, Family> FAMILIES = families();

  private SyntheticTraces() {}

  /**
   * How long, how fine and how large a trace is.
   *
   * @param length rounded down to whole steps, at least one
   * @param step length of one step, positive
   * @param meanRate mean over the trace [requests/s], finite and positive
   */
  public record Extent(Duration length, Duration step, double meanRate) {
    /** Checks the ranges. */
    public Extent {
      if (step.isNegative() || step.isZero() || length.compareTo(step) < 0) {
        throw new IllegalArgumentException(
            "length is " + length + " of steps of " + step + ", expected one step or more");
      }
      if (!(meanRate > 0 && Double.isFinite(meanRate))) {
        throw new IllegalArgumentException(
            "mean rate is " + meanRate + ", expected a positive number");
      }
    }

    private int steps() {
      return Math.toIntExact(length.dividedBy(step));
    }

    private double stepSeconds() {
      return step.toMillis() / 1000.0;
    }
  }

  private interface Family {
    Trace create(Extent extent, long seed);
  }

  private static Map<String, Family> families() {
    Map<String, Family> families = new LinkedHashMap<>();
    families.put("constant", (extent, seed) -> constant(extent));
    families.put("diurnal", SyntheticTraces::diurnal);
    families.put("weekly", SyntheticTraces::weekly);
    families.put("ramp", SyntheticTraces::ramp);
    families.put("burst", SyntheticTraces::burst);
    families.put("flash-crowd", SyntheticTraces::flashCrowd);
    families.put("on-off", SyntheticTraces::onOff);
    families.put("timer-comb", SyntheticTraces::timerComb);
    families.put("random-walk", SyntheticTraces::randomWalk);
    return families;
  }

  /** The names that {@link #byName} knows. */
  public static Set<String> names() {
    return Collections.unmodifiableSet(FAMILIES.keySet());
  }

  /**
   * The trace of a family.
   *
   * @throws IllegalArgumentException listing the families if there is none of that name
   */
  public static Trace byName(String family, Extent extent, long seed) {
    Family found = FAMILIES.get(family);
    if (found == null) {
      throw new IllegalArgumentException(
          "family is \"" + family + "\", expected one of " + String.join(", ", FAMILIES.keySet()));
    }
    return found.create(extent, seed);
  }

  /** One rate throughout. */
  public static Trace constant(Extent extent) {
    return trace("constant", extent, i -> 1);
  }

  /** A day with one main and one smaller hump, of random phase and depth. */
  public static Trace diurnal(Extent extent, long seed) {
    IntToDoubleFunction day = dailyShape(extent, new SplittableRandom(seed));
    return trace("diurnal", extent, day);
  }

  /** The diurnal shape, with two quieter days in seven. */
  public static Trace weekly(Extent extent, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    IntToDoubleFunction day = dailyShape(extent, random);
    double weekend = random.nextDouble(.4, .8);
    int firstDay = random.nextInt(7);
    return trace(
        "weekly",
        extent,
        i -> {
          long weekday = (firstDay + (long) (i * extent.stepSeconds() / DAY)) % 7;
          return day.applyAsDouble(i) * (weekday >= 5 ? weekend : 1);
        });
  }

  /** Low for a third, then a straight climb to 4 to 10 times as much, then high. */
  public static Trace ramp(Extent extent, long seed) {
    double rise = new SplittableRandom(seed).nextDouble(3, 9);
    int steps = extent.steps();
    return trace("ramp", extent, i -> 1 + rise * Math.min(1, Math.max(0, 3.0 * i / steps - 1)));
  }

  /** Bursts of 1 to 10 minutes, 2 to 5 times the base rate, on average one an hour. */
  public static Trace burst(Extent extent, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] rates = new double[extent.steps()];
    Arrays.fill(rates, 1);
    double time = exponential(random, 3600);
    while (time < rates.length * extent.stepSeconds()) {
      double end = time + random.nextDouble(60, 600);
      addOver(rates, extent.stepSeconds(), time, end, random.nextDouble(1, 4));
      time = end + exponential(random, 3600);
    }
    return trace("burst", extent, i -> rates[i]);
  }

  /** One rise to 8 to 20 times the base within half a minute to two, then a slow decay. */
  public static Trace flashCrowd(Extent extent, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double total = extent.steps() * extent.stepSeconds();
    double begin = total * random.nextDouble(.2, .5);
    double rise = random.nextDouble(30, 120);
    double decay = random.nextDouble(1200, 3600);
    double height = random.nextDouble(7, 19);
    return trace(
        "flash-crowd",
        extent,
        i -> {
          double since = i * extent.stepSeconds() - begin;
          double hump = since < rise ? since / rise : Math.exp(-(since - rise) / decay);
          return 1 + height * Math.max(0, hump);
        });
  }

  /** Alternately on and nearly off, each for a random time of 10 minutes on average. */
  public static Trace onOff(Extent extent, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] rates = new double[extent.steps()];
    Arrays.fill(rates, .05);
    double time = 0;
    while (time < rates.length * extent.stepSeconds()) {
      double end = time + 60 + exponential(random, 540);
      addOver(rates, extent.stepSeconds(), time, end, .95);
      time = end + 60 + exponential(random, 540);
    }
    return trace("on-off", extent, i -> rates[i]);
  }

  /** A base rate and a spike of half a minute every 5, 10 or 15 minutes. */
  public static Trace timerComb(Extent extent, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double period = 300 * random.nextInt(1, 4);
    double height = random.nextDouble(4, 10);
    double[] rates = new double[extent.steps()];
    Arrays.fill(rates, 1);
    double total = rates.length * extent.stepSeconds();
    for (double time = random.nextDouble(period); time < total; time += period) {
      addOver(rates, extent.stepSeconds(), time, time + 30, height);
    }
    return trace("timer-comb", extent, i -> rates[i]);
  }

  /** The exponential of a random walk that returns to its mean within hours. */
  public static Trace randomWalk(Extent extent, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double kept = Math.exp(-extent.stepSeconds() / (3 * 3600));
    // stationary deviation .5: about a factor of 7 between the 2.5 % and 97.5 % quantiles
    double shock = .5 * Math.sqrt(1 - kept * kept);
    double[] rates = new double[extent.steps()];
    double level = .5 * random.nextGaussian();
    for (int i = 0; i < rates.length; i++) {
      rates[i] = Math.exp(level);
      level = kept * level + shock * random.nextGaussian();
    }
    return trace("random-walk", extent, i -> rates[i]);
  }

  private static IntToDoubleFunction dailyShape(Extent extent, SplittableRandom random) {
    double phase = random.nextDouble();
    double depth = random.nextDouble(.5, .8);
    double second = random.nextDouble(0, .15);
    return i -> {
      double angle = 2 * Math.PI * (i * extent.stepSeconds() / DAY + phase);
      return 1 + depth * Math.sin(angle) + second * Math.sin(2 * angle);
    };
  }

  /** Adds a height over a time span, in proportion to the overlap with each step. */
  static void addOver(double[] rates, double stepSeconds, double begin, double end, double height) {
    int first = (int) (begin / stepSeconds);
    for (int i = first; i < rates.length && i * stepSeconds < end; i++) {
      double overlap = Math.min(end, (i + 1) * stepSeconds) - Math.max(begin, i * stepSeconds);
      rates[i] += height * overlap / stepSeconds;
    }
  }

  private static double exponential(SplittableRandom random, double mean) {
    return -mean * Math.log(1 - random.nextDouble());
  }

  private static Trace trace(String name, Extent extent, IntToDoubleFunction shape) {
    double[] rates = new double[extent.steps()];
    Arrays.setAll(rates, shape);
    double factor = extent.meanRate() / Arrays.stream(rates).average().orElseThrow();
    Arrays.setAll(rates, i -> rates[i] * factor);
    return Trace.of(name, extent.step(), rates);
  }
}

package io.rlscaler.engine.observation;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Measures the start-up time of a workload: from a raise of the desired count to as many ready
 * replicas.
 *
 * <p>Quantiles are taken over the last {@value #REMEMBERED} measured raises, each older one
 * weighing {@value #DECAY} of the next, so that a change of image shows after a few raises.
 */
public final class StartUpEstimator {
  static final int REMEMBERED = 32;
  static final double DECAY = 0.9;

  private final double[] secondsByAge = new double[REMEMBERED];
  private int measured;
  private int awaited;
  private long raisedAtMillis;
  private int lastDesired = -1;
  private Optional<Duration> median = Optional.empty();
  private Optional<Duration> p90 = Optional.empty();

  /** An estimator that has measured nothing. */
  public StartUpEstimator() {}

  private StartUpEstimator(StartUpEstimator other) {
    System.arraycopy(other.secondsByAge, 0, secondsByAge, 0, REMEMBERED);
    measured = other.measured;
    awaited = other.awaited;
    raisedAtMillis = other.raisedAtMillis;
    lastDesired = other.lastDesired;
    median = other.median;
    p90 = other.p90;
  }

  /**
   * Learns from one tick. A raise is measured alone: raises on top of it wait until it is ready.
   */
  public void observe(long nowMillis, int desired, int ready) {
    if (awaited > desired) {
      awaited = 0;
    }
    if (awaited > 0 && ready >= awaited) {
      remember((nowMillis - raisedAtMillis) / 1000.0);
      awaited = 0;
    }
    if (awaited == 0 && lastDesired >= 0 && desired > lastDesired && ready < desired) {
      awaited = desired;
      raisedAtMillis = nowMillis;
    }
    lastDesired = desired;
  }

  /** Drops the raise under way, as when a rollout makes its time meaningless. */
  public void forgetRaise() {
    awaited = 0;
    lastDesired = -1;
  }

  private void remember(double seconds) {
    System.arraycopy(secondsByAge, 0, secondsByAge, 1, REMEMBERED - 1);
    secondsByAge[0] = seconds;
    measured = Math.min(measured + 1, REMEMBERED);
    Integer[] byLength = agesByLength();
    median = Optional.of(quantile(byLength, 0.5));
    p90 = Optional.of(quantile(byLength, 0.9));
  }

  /** Median start-up time, empty until one raise was measured. */
  public Optional<Duration> median() {
    return median;
  }

  /** 90 % quantile of the start-up time, empty until one raise was measured. */
  public Optional<Duration> p90() {
    return p90;
  }

  /** The ages from the shortest time to the longest, equal ones from the newest. */
  private Integer[] agesByLength() {
    Integer[] ages = new Integer[measured];
    Arrays.setAll(ages, age -> age);
    Arrays.sort(ages, (a, b) -> Double.compare(secondsByAge[a], secondsByAge[b]));
    return ages;
  }

  private Duration quantile(Integer[] byLength, double share) {
    double total = (1 - Math.pow(DECAY, measured)) / (1 - DECAY);
    int next = 0;
    double weight = Math.pow(DECAY, byLength[0]);
    while (weight < share * total && next < measured - 1) {
      next++;
      weight += Math.pow(DECAY, byLength[next]);
    }
    return Duration.ofMillis(Math.round(secondsByAge[byLength[next]] * 1000));
  }

  /** An independent copy. */
  public StartUpEstimator copy() {
    return new StartUpEstimator(this);
  }
}

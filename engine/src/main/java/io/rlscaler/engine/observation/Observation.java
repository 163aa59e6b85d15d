package io.rlscaler.engine.observation;

import java.time.Instant;

/**
 * All that is seen of one workload at one tick.
 *
 * @param time of the observation
 * @param desired replicas asked for ({@code spec.replicas})
 * @param ready replicas that serve
 * @param rollingOut whether surge pods of a rollout are about, so that estimators must not learn
 * @param arrivalRate requests/s that arrive
 * @param goodRatio share of requests answered within the objective's latency without error, 0..1
 * @param utilization busy share of the ready capacity
 * @param inFlight requests being served or waiting, optional
 * @param queueLength requests waiting, optional
 */
public record Observation(
    Instant time,
    int desired,
    int ready,
    boolean rollingOut,
    Signal arrivalRate,
    Signal goodRatio,
    Signal utilization,
    Signal inFlight,
    Signal queueLength) {

  /**
   * Refuses negative counts; a good ratio above one is one, and so is an unknown one of nothing.
   */
  public Observation {
    if (desired < 0 || ready < 0) {
      throw new IllegalArgumentException(
          "replicas: found desired " + desired + ", ready " + ready + ", expected >= 0");
    }
    // Counters of numerator and denominator are scraped apart, so a share can exceed 1 by a hair.
    if (goodRatio instanceof Signal.Known known && known.value() > 1) {
      goodRatio = new Signal.Known(1, known.age());
    }
    // Nothing arrived, so nothing was answered badly: a ratio of 0/0 is a known 1.
    if (!goodRatio.isKnown() && arrivalRate instanceof Signal.Known rate && rate.value() == 0) {
      goodRatio = new Signal.Known(1, rate.age());
    }
  }

  /** Replicas asked for that do not serve yet. */
  public int pending() {
    return Math.max(0, desired - ready);
  }
}

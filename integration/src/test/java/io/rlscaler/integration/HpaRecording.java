package io.rlscaler.integration;

import java.time.Instant;
import java.util.List;

/**
 * What a real HPA did on the values of its scenario.
 *
 * @param scenario what was asked of it
 * @param syncs all syncs that changed its status, in order
 * @param plateaus one for each value of the scenario
 */
record HpaRecording(HpaScenario scenario, List<HpaSync> syncs, List<Plateau> plateaus) {

  HpaRecording {
    syncs = List.copyOf(syncs);
    plateaus = List.copyOf(plateaus);
  }

  /**
   * The time in which the metric kept one value, long enough for the HPA to settle.
   *
   * @param value of the metric
   * @param before replicas wanted before it
   * @param end when the value was replaced
   * @param settled the last sync in it that changed the status
   */
  record Plateau(double value, int before, Instant end, HpaSync settled) {}

  /** What a plateau was like. */
  enum Kind {
    /** The replicas grew. */
    UP,
    /** The replicas shrank. */
    DOWN,
    /** The metric asked for another count, but by so little that nothing changed. */
    INSIDE_TOLERANCE,
    /** A policy of the behavior allowed less than the metric asked for. */
    RATE_LIMITED,
    /** The metric asked for more than the highest count. */
    ABOVE_MAX,
    /** The metric could not be read, and nothing changed. */
    UNAVAILABLE
  }

  /** Whether a plateau was of a kind; of several at once, as it goes up and is limited. */
  boolean is(Plateau plateau, Kind kind) {
    HpaSync settled = plateau.settled();
    boolean read = settled.usageMilli().isPresent();
    boolean still = settled.desired() == plateau.before();
    return switch (kind) {
      case UP -> read && settled.desired() > plateau.before();
      case DOWN -> read && settled.desired() < plateau.before();
      case INSIDE_TOLERANCE ->
          read
              && still
              && wish(plateau) != settled.desired()
              && settled.ableToScale().equals("ReadyForNewScale")
              && settled.scalingLimited().equals("DesiredWithinRange");
      case RATE_LIMITED ->
          read && List.of("ScaleUpLimit", "ScaleDownLimit").contains(settled.scalingLimited());
      case ABOVE_MAX -> read && settled.scalingLimited().equals("TooManyReplicas");
      case UNAVAILABLE ->
          !read && still && settled.scalingActive().equals("FailedGetExternalMetric");
    };
  }

  /** The count that the metric asks for, were there no tolerance. */
  private int wish(Plateau plateau) {
    double ratio = 1000 * plateau.value() / scenario.targetMilli();
    return (int) Math.ceil(scenario.isPerReplica() ? ratio : ratio * plateau.settled().current());
  }
}

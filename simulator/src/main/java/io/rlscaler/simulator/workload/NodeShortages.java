package io.rlscaler.simulator.workload;

import io.rlscaler.simulator.workload.ReplicaLife.Shortage;
import java.util.SplittableRandom;

/** The node shortages of a pool, drawn one after the other as time passes. */
final class NodeShortages {
  private static final double SECONDS_PER_DAY = 86_400;

  private final Shortage shortage;
  private final SplittableRandom random;
  private double begin;
  private double end;

  /** Shortages from time 0 on. */
  NodeShortages(Shortage shortage, SplittableRandom random) {
    this.shortage = shortage;
    this.random = random;
  }

  /**
   * The earliest time from {@code seconds} on at which a node has room.
   *
   * @param seconds not before that of the call before
   */
  double roomFrom(double seconds) {
    if (shortage.perDay() == 0) {
      return seconds;
    }
    while (end <= seconds) {
      begin = end + random.nextExponential() * SECONDS_PER_DAY / shortage.perDay();
      end = begin + random.nextExponential() * shortage.meanSeconds();
    }
    return seconds < begin ? seconds : end;
  }
}

package io.rlscaler.simulator.tuning;

import java.util.Optional;

/**
 * What a setting keeps ready beyond the load on average.
 *
 * @param share mean capacity, of which 80 % count as usable, over the mean load, less 1; as load
 *     counts at least what the fewest allowed replicas carry, which are there anyway
 * @param decidingHour the hour with most violations, the first of equal ones: with the cheaper
 *     setting that comes closest to the promise, or with this one where it breaks it itself or none
 *     is cheaper; empty without violations
 */
public record StandingHeadroom(double share, Optional<Hour> decidingHour) {
  /** The share of a replica that can be used without queues. */
  static final double USABLE = 0.8;

  private static final double LARGE = 0.5;

  /** Refuses a share that no capacity has. */
  public StandingHeadroom {
    if (!(share >= -1 && share <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "standing headroom: found " + share + ", expected -1 or more");
    }
  }

  /**
   * An hour of the past.
   *
   * @param fromSeconds since the beginning of the load
   * @param share of all violations of the past
   */
  public record Hour(double fromSeconds, double share) {}

  /** Whether it is so much that people should know: more than half of the load. */
  public boolean isLarge() {
    return share > LARGE;
  }
}

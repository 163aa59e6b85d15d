package io.rlscaler.engine.policy;

import java.util.OptionalDouble;

/**
 * What keeps a controller that counts from a forecast from going too low, too high or down too
 * soon. P is the largest five-minute load of the trailing week.
 *
 * @param holdSeconds least scale-down window
 * @param floor least replicas as a share of P
 * @param cap most replicas as a share of P; binds only while the load is at most P
 */
public record Limits(int holdSeconds, double floor, OptionalDouble cap) {
  /** The limits of who names none. */
  public static final Limits DEFAULT = new Limits(300, 0, OptionalDouble.empty());

  /** Refuses values outside the documented ranges. */
  public Limits {
    require(holdSeconds, floor, cap);
  }

  /** Refuses values outside the documented ranges. */
  static void require(int holdSeconds, double floor, OptionalDouble cap) {
    require(holdSeconds >= 0 && holdSeconds <= 86_400, "hold", holdSeconds, "0..86400 s");
    requireFloor(floor);
    double capOrOne = cap.orElse(1);
    require(capOrOne > 0 && capOrOne <= 100, "cap", capOrOne, "above 0, at most 100");
  }

  /** Refuses shares of the peak that make no floor. */
  public static void requireFloor(double floor) {
    require(floor >= 0 && floor <= 10, "floor", floor, "0..10");
  }

  private static void require(boolean holds, String name, double found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "settings." + name + ": found " + found + ", expected " + expected);
    }
  }
}

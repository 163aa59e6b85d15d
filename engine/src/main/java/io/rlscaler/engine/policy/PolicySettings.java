package io.rlscaler.engine.policy;

import java.util.OptionalDouble;

/**
 * What is set per workload outside the policy's net.
 *
 * @param strictness weight of a violation against a replica, an input of the net, in [0.1, 100000]
 * @param margin added to every level's headroom [log units]
 * @param holdSeconds least scale-down window
 * @param floor least replicas as a share of the trailing week's peak load
 * @param cap most replicas as a share of that peak; binds only while the load is at most the peak
 */
public record PolicySettings(
    double strictness, double margin, int holdSeconds, double floor, OptionalDouble cap) {

  /** The settings before a policy says otherwise. */
  public static final PolicySettings DEFAULT = of(50, 0, Limits.DEFAULT);

  /** Refuses values outside the documented ranges. */
  public PolicySettings {
    require(strictness >= 0.1 && strictness <= 100_000, "strictness", strictness, "0.1..100000");
    require(margin >= -1 && margin <= 3, "margin", margin, "-1..3");
    Limits.require(holdSeconds, floor, cap);
  }

  /** The same, from parts. */
  public static PolicySettings of(double strictness, double margin, Limits limits) {
    return new PolicySettings(
        strictness, margin, limits.holdSeconds(), limits.floor(), limits.cap());
  }

  /** Hold, floor and cap. */
  public Limits limits() {
    return new Limits(holdSeconds, floor, cap);
  }

  /** The same with other limits. */
  public PolicySettings with(Limits limits) {
    return of(strictness, margin, limits);
  }

  private static void require(boolean holds, String name, double found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "settings." + name + ": found " + found + ", expected " + expected);
    }
  }
}

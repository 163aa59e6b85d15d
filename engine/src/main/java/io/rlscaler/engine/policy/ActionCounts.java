package io.rlscaler.engine.policy;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Turns every action of the table into a replica count.
 *
 * <p>A level with headroom m asks for ceil(replicas that carry load * exp(growth + m + margin) at
 * their reference utilization + backlog term), at least floor * P and, while the load is at most P,
 * at most cap * P but never below the baseline; P is the largest five-minute load of the trailing
 * week, where known.
 */
public final class ActionCounts {
  private static final double DRAIN_SECONDS = 60;

  private ActionCounts() {}

  /**
   * What the counts depend on.
   *
   * @param load replica load now
   * @param growth forecast log growth within one start-up time
   * @param queueLength requests waiting, 0 when unknown
   * @param capacity requests/s of one replica
   * @param peakLoad P, NaN when unknown
   * @param settings margin, floor and cap
   * @param utilization how hot the pool may run
   * @param min least replicas
   * @param max most replicas
   */
  public record Basis(
      double load,
      double growth,
      double queueLength,
      double capacity,
      double peakLoad,
      PolicySettings settings,
      ReferenceUtilization utilization,
      int min,
      int max) {

    /** The load that is expected within one start-up time, margin included [replicas]. */
    public double expectedLoad() {
      return load * Math.exp(growth + settings.margin());
    }

    /** Replicas, not rounded, that drain what waits within a minute. */
    public double backlogReplicas() {
      return queueLength / (capacity * DRAIN_SECONDS);
    }
  }

  /** The count of each action; the baseline's for {@link ActionTable#FOLLOW_BASELINE}. */
  public static int[] of(Basis basis, int baseline) {
    int[] counts = new int[ActionTable.COUNT];
    counts[ActionTable.FOLLOW_BASELINE] = clamp(baseline, basis);
    double expected = basis.expectedLoad();
    int cap = cap(basis, OptionalInt.of(baseline));
    for (int action = 1; action < ActionTable.COUNT; action++) {
      counts[action] = count(basis, expected * ActionTable.factor(action), cap);
    }
    return counts;
  }

  /**
   * The count for one headroom over the forecast.
   *
   * @param headroom m [log units]
   * @param baseline the count that the cap must not undercut, empty when unknown: then no cap
   */
  public static int withHeadroom(Basis basis, double headroom, OptionalInt baseline) {
    return count(basis, basis.expectedLoad() * Math.exp(headroom), cap(basis, baseline));
  }

  private static int count(Basis basis, double wantedLoad, int cap) {
    int count = ceil(basis.utilization().replicasFor(wantedLoad) + basis.backlogReplicas());
    int least = floor(basis.settings().floor(), basis.peakLoad());
    return clamp(Math.min(Math.max(count, least), cap), basis);
  }

  /**
   * The least replicas that a floor asks for.
   *
   * @param floor share of the peak
   * @param peakLoad P, NaN when unknown: then no floor
   */
  public static int floor(double floor, double peakLoad) {
    return Double.isNaN(peakLoad) ? 0 : ceil(floor * peakLoad);
  }

  private static int cap(Basis basis, OptionalInt baseline) {
    OptionalDouble cap = basis.settings().cap();
    double peak = basis.peakLoad();
    // A comparison with an unknown peak (NaN) is false.
    boolean binds = cap.isPresent() && basis.load() <= peak && baseline.isPresent();
    return binds
        ? Math.max(ceil(cap.getAsDouble() * peak), baseline.getAsInt())
        : Integer.MAX_VALUE;
  }

  /** Ceiling that forgives the last bits of a product that should be whole. */
  private static int ceil(double replicas) {
    return (int) Math.min(Integer.MAX_VALUE, Math.ceil(replicas - 1e-9));
  }

  private static int clamp(int count, Basis basis) {
    return Math.max(basis.min(), Math.min(basis.max(), count));
  }
}

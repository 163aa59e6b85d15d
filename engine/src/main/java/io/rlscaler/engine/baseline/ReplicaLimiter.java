package io.rlscaler.engine.baseline;

import java.util.Optional;

/**
 * Turns a wished replica count into one that may be written now: first stabilized by recent wishes,
 * then limited in speed and to the allowed range. Limiters are unchangeable and may be shared; the
 * wishes and scale events are in the {@link HpaState} given to each call.
 */
public sealed interface ReplicaLimiter permits BehaviorLimiter, LegacyLimiter {

  /** The limiter that the HPA applies to a spec with, or without, a behavior section. */
  static ReplicaLimiter of(Optional<ScalingBehavior> behavior, HpaControllerSettings settings) {
    if (behavior.isPresent()) {
      return new BehaviorLimiter(behavior.get(), settings);
    }
    return new LegacyLimiter(settings);
  }

  /**
   * Limits a wish and remembers it. The first call on a new state remembers {@code current} as
   * well.
   *
   * @param state memory of the workload
   * @param nowMillis time, in milliseconds since the epoch
   * @param current replicas in the target's spec, within {@code min} and {@code max}
   * @param wished replicas wanted, at least 0
   * @param min lowest allowed count
   * @param max highest allowed count
   */
  LimitedReplicas limit(HpaState state, long nowMillis, int current, int wished, int min, int max);

  /** Remembers a scaling that has succeeded, where the limits depend on it. */
  void recordScale(HpaState state, long nowMillis, int from, int to);
}

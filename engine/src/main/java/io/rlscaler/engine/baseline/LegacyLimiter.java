package io.rlscaler.engine.baseline;

import io.rlscaler.engine.baseline.LimitedReplicas.Limit;
import io.rlscaler.engine.baseline.LimitedReplicas.Stabilization;

/**
 * The limits of a spec without behavior: a reduction waits until the controller's window holds no
 * higher wish, and one call at most doubles the count, or raises it to 4. There is no period, so
 * scale events are not kept.
 */
public final class LegacyLimiter implements ReplicaLimiter {

  private static final double SCALE_UP_FACTOR = 2.0;
  private static final double SCALE_UP_MINIMUM = 4.0;

  private final long windowMillis;

  /** A limiter with the controller's scale-down window. */
  public LegacyLimiter(HpaControllerSettings settings) {
    this.windowMillis = settings.downscaleStabilization().toMillis();
  }

  @Override
  public LimitedReplicas limit(
      HpaState state, long nowMillis, int current, int wished, int min, int max) {
    state.seeFirst(nowMillis, current);
    long cutoff = nowMillis - windowMillis;
    // Without behavior a wish exactly as old as the window still counts, hence one millisecond.
    int stabilized = state.recommendations().maxAfter(cutoff - 1, wished);
    state.recommendations().store(nowMillis, wished, cutoff);
    Stabilization stabilization = stabilized == wished ? Stabilization.NONE : Stabilization.DOWN;

    int scaleUpLimit = (int) Math.max(SCALE_UP_FACTOR * current, SCALE_UP_MINIMUM);
    if (stabilized < min) {
      return new LimitedReplicas(min, stabilized, stabilization, Limit.MIN_REPLICAS);
    }
    if (stabilized > Math.min(max, scaleUpLimit)) {
      return max > scaleUpLimit
          ? new LimitedReplicas(scaleUpLimit, stabilized, stabilization, Limit.SCALE_UP_RATE)
          : new LimitedReplicas(max, stabilized, stabilization, Limit.MAX_REPLICAS);
    }
    return new LimitedReplicas(stabilized, stabilized, stabilization, Limit.NONE);
  }

  /** Does nothing: these limits look at no scale event. */
  @Override
  public void recordScale(HpaState state, long nowMillis, int from, int to) {}
}

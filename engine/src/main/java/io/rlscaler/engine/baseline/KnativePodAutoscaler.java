package io.rlscaler.engine.baseline;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Knative's pod autoscaler on concurrency (source of the rules: knative/serving,
 * pkg/autoscaler/scaling and pkg/autoscaler/aggregation).
 *
 * <p>The average concurrency over a long stable window and over a short panic window, each divided
 * by the target and rounded up, give a stable and a panic count, both limited to a multiple and a
 * fraction of the ready replicas. Once the unlimited panic count reaches the threshold times the
 * ready replicas, panic begins; it ends when that has not been so for more than a stable window. In
 * a panic the larger of both counts is wished and nothing is reduced. It begins in a panic at the
 * ready replicas, when these are more than one, because nothing is known of the time before.
 *
 * <p>Knative looks every 2 s at samples of every second. Here a bucket is what one decision sees:
 * windows hold the samples of the decisions within them. A decision without a sample leaves them
 * shorter, and a panic window without any counts as idle; Knative counts a missed scrape as idle.
 *
 * <p>Free of state, but for the {@link KpaState} given to each call.
 */
public final class KnativePodAutoscaler {
  /** Averages are rounded to so many decimals, so that rounding errors raise no count. */
  private static final double PRECISION = 1e6;

  private final KpaSettings settings;
  private final long stableMillis;
  private final long panicMillis;
  private final long delayMillis;

  /** An autoscaler with these settings. */
  public KnativePodAutoscaler(KpaSettings settings) {
    this.settings = settings;
    stableMillis = settings.stableWindow().toMillis();
    panicMillis = Math.round(stableMillis * settings.panicWindowShare());
    delayMillis = settings.scaleDownDelay().toMillis();
  }

  /**
   * What it would scale to now, before the range of the target; remembers it.
   *
   * @param state memory of the workload
   * @param nowMillis time, in milliseconds since the epoch, not before that of the last call
   * @param ready ready replicas, at least 0
   * @param concurrency newest sample of all requests in service or waiting, empty when unknown
   * @return empty while no sample is known within the stable window: then nothing is to change
   */
  public OptionalInt recommend(
      KpaState state, long nowMillis, int ready, OptionalDouble concurrency) {
    if (state.starts() && ready > 1) {
      state.panic(nowMillis);
      state.raise(ready);
    }
    if (concurrency.isPresent()) {
      state.concurrency().store(nowMillis, concurrency.getAsDouble(), nowMillis - stableMillis);
    }
    double stable = average(state, nowMillis - stableMillis);
    if (Double.isNaN(stable)) {
      return OptionalInt.empty();
    }
    double panic = average(state, nowMillis - panicMillis);
    return OptionalInt.of(wish(state, nowMillis, ready, stable, Double.isNaN(panic) ? 0 : panic));
  }

  private static double average(KpaState state, long afterMillis) {
    return Math.rint(state.concurrency().meanAfter(afterMillis) * PRECISION) / PRECISION;
  }

  private int wish(KpaState state, long nowMillis, int ready, double stable, double panic) {
    double replicas = Math.max(1, ready);
    double stableCount = Math.ceil(stable / settings.target());
    double panicCount = Math.ceil(panic / settings.target());
    boolean surge = panicCount / replicas >= settings.panicThreshold();
    if (surge) {
      state.panic(nowMillis);
    } else if (state.isPanicking() && state.panicMillis() + stableMillis < nowMillis) {
      state.calmDown();
    }
    int wished = limited(stableCount, replicas);
    if (state.isPanicking()) {
      wished = state.raise(Math.max(wished, limited(panicCount, replicas)));
    }
    return delayMillis > 0 ? delayed(state, nowMillis, wished) : wished;
  }

  private int limited(double count, double replicas) {
    double most = Math.ceil(settings.maxScaleUpRate() * replicas);
    double least = Math.floor(replicas / settings.maxScaleDownRate());
    return (int) Math.min(Math.max(count, least), most);
  }

  private int delayed(KpaState state, long nowMillis, int wished) {
    state.wishes().store(nowMillis, wished, nowMillis - delayMillis);
    return (int) state.wishes().maxAfter(nowMillis - delayMillis, wished);
  }
}

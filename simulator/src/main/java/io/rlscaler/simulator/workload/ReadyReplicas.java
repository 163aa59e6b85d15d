package io.rlscaler.simulator.workload;

/**
 * The replicas that are ready during a step.
 *
 * @param count of them, not negative
 * @param warming how many of them, the newest, still warm up
 * @param crashed how many of the replicas of the step before have crashed since; they are gone
 *     before the others change to {@code count}
 */
public record ReadyReplicas(int count, int warming, int crashed) {
  /** Checks the ranges. */
  public ReadyReplicas {
    if (count < 0 || warming < 0 || warming > count || crashed < 0) {
      throw new IllegalArgumentException(
          "ready replicas are "
              + count
              + " with "
              + warming
              + " warming and "
              + crashed
              + " crashed, expected 0 or more and no more warming than ready");
    }
  }

  /** Warm replicas, none crashed. */
  public static ReadyReplicas of(int count) {
    return new ReadyReplicas(count, 0, 0);
  }
}

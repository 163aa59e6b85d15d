package io.rlscaler.engine.baseline;

import java.util.List;

/**
 * The scalable object and its pods.
 *
 * @param specReplicas wanted replicas, at least 0
 * @param statusReplicas existing replicas, at least 0
 * @param selector whether the pods can be told
 * @param pods all that the selector finds
 */
public record ScaleTarget(
    int specReplicas, int statusReplicas, Selector selector, List<PodState> pods) {

  /** Refuses negative counts and copies the list. */
  public ScaleTarget {
    requireNotNegative("specReplicas", specReplicas);
    requireNotNegative("statusReplicas", statusReplicas);
    pods = List.copyOf(pods);
  }

  /** The state of the target's pod selector. */
  public enum Selector {
    /** It is valid and no other autoscaler's pods match it. */
    VALID,
    /** It is missing or cannot be parsed. */
    INVALID,
    /** Another autoscaler controls pods that match it. */
    AMBIGUOUS
  }

  int runningAndReady() {
    int count = 0;
    for (PodState pod : pods) {
      if (pod.isRunningAndReady()) {
        count++;
      }
    }
    return count;
  }

  private static void requireNotNegative(String field, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(field + " is " + value + ", expected at least 0");
    }
  }
}

package io.rlscaler.trainer.run;

import java.util.Map;
import java.util.TreeMap;

/**
 * All that a training needs to go on to the very same numbers.
 *
 * @param header what and when
 * @param floats named arrays, as the weights of nets
 * @param doubles named arrays, as sums and moments
 * @param longs named arrays, as counts
 */
public record Checkpoint(
    Header header,
    Map<String, float[]> floats,
    Map<String, double[]> doubles,
    Map<String, long[]> longs) {

  /**
   * What and when.
   *
   * @param configDigest of the configuration, {@link TrainingConfig#digest}
   * @param featureDigest of the feature table, {@link io.rlscaler.engine.policy.Feature#digest}
   * @param iteration finished iterations
   * @param environmentSteps decisions taken so far
   * @param seconds of training so far
   * @param randomStates by the name of what draws, the seed that its next generator is made from
   */
  public record Header(
      String configDigest,
      String featureDigest,
      long iteration,
      long environmentSteps,
      double seconds,
      Map<String, Long> randomStates) {
    /** Refuses impossible counts. */
    public Header {
      randomStates = Map.copyOf(randomStates);
      if (iteration < 0 || environmentSteps < 0 || !(seconds >= 0 && seconds < 1e12)) {
        throw new IllegalArgumentException(
            "checkpoint: found iteration %d, %d steps, %s s, expected 0 or more of each"
                .formatted(iteration, environmentSteps, seconds));
      }
    }

    /** The seed from which a generator goes on. */
    public long randomState(String name) {
      return required("random state", name, randomStates);
    }
  }

  /** Sorts the arrays by name, so that equal checkpoints have equal bytes. */
  public Checkpoint {
    floats = new TreeMap<>(floats);
    doubles = new TreeMap<>(doubles);
    longs = new TreeMap<>(longs);
  }

  /**
   * An array of floats.
   *
   * @throws IllegalArgumentException if the checkpoint has none of that name
   */
  public float[] floats(String name) {
    return required("float array", name, floats);
  }

  /** An array of doubles, as {@link #floats(String)}. */
  public double[] doubles(String name) {
    return required("double array", name, doubles);
  }

  /** An array of longs, as {@link #floats(String)}. */
  public long[] longs(String name) {
    return required("long array", name, longs);
  }

  private static <T> T required(String kind, String name, Map<String, T> values) {
    T value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "checkpoint: found the %ss %s, expected %s among them"
              .formatted(kind, new TreeMap<>(values).keySet(), name));
    }
    return value;
  }
}

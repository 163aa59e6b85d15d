package io.rlscaler.trainer.ppo;

/**
 * Brings the advantages of a minibatch to mean 0 and deviation 1: (a - mean) / (s + 1e-8), where s
 * is the unbiased deviation (n - 1). Source: Huang et al. 2022, detail 7.
 */
public final class AdvantageNormalisation {
  private static final double EPSILON = 1e-8;

  private AdvantageNormalisation() {}

  /** The normalised advantages of two or more samples; the argument stays as it is. */
  public static float[] of(float[] advantages) {
    int count = advantages.length;
    if (count < 2) {
      throw new IllegalArgumentException(
          "minibatch: found " + count + " samples, expected 2 or more: one has no deviation");
    }
    double sum = 0;
    for (float advantage : advantages) {
      sum += advantage;
    }
    double mean = sum / count;
    double squares = 0;
    for (float advantage : advantages) {
      squares += (advantage - mean) * (advantage - mean);
    }
    double deviation = Math.sqrt(squares / (count - 1)) + EPSILON;
    float[] normalised = new float[count];
    for (int i = 0; i < count; i++) {
      normalised[i] = (float) ((advantages[i] - mean) / deviation);
    }
    return normalised;
  }
}

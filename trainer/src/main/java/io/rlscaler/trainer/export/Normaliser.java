package io.rlscaler.trainer.export;

import io.rlscaler.engine.policy.Feature;
import java.util.Arrays;

/**
 * The frozen normalisation of features: (x - mean) / deviation, clipped to +-{@value
 * io.rlscaler.engine.policy.Feature#CLIP}. Unchangeable.
 */
public final class Normaliser {
  private final float[] mean;
  private final float[] deviation;

  /**
   * A normaliser with copies of these moments, one per {@link Feature}.
   *
   * @throws IllegalArgumentException when there is not one per feature, a value is not finite or a
   *     deviation is not positive
   */
  public Normaliser(float[] mean, float[] deviation) {
    if (mean.length != Feature.COUNT || deviation.length != Feature.COUNT) {
      throw new IllegalArgumentException(
          "normaliser: found %d means and %d deviations, expected %d of each"
              .formatted(mean.length, deviation.length, Feature.COUNT));
    }
    this.mean = DenseLayer.finite("mean", mean);
    this.deviation = DenseLayer.finite("deviation", deviation);
    for (float value : deviation) {
      if (!(value > 0)) {
        throw new IllegalArgumentException("deviation: found " + value + ", expected above 0");
      }
    }
  }

  /** Mean 0 and deviation 1: only clips. */
  public static Normaliser identity() {
    float[] ones = new float[Feature.COUNT];
    Arrays.fill(ones, 1);
    return new Normaliser(new float[Feature.COUNT], ones);
  }

  /** Mean of each feature; a copy. */
  public float[] mean() {
    return mean.clone();
  }

  /** Deviation of each feature; a copy. */
  public float[] deviation() {
    return deviation.clone();
  }

  double[] apply(float[] features) {
    double[] y = new double[features.length];
    for (int i = 0; i < y.length; i++) {
      double scaled = (features[i] - (double) mean[i]) / deviation[i];
      y[i] = Math.max(-Feature.CLIP, Math.min(Feature.CLIP, scaled));
    }
    return y;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Normaliser normaliser
        && Arrays.equals(mean, normaliser.mean)
        && Arrays.equals(deviation, normaliser.deviation);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(deviation);
  }

  @Override
  public String toString() {
    return "Normaliser[mean " + Arrays.toString(mean) + "]";
  }
}

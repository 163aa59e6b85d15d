package io.rlscaler.engine.policy;

import java.util.Arrays;

/** The features that a policy was asked with; empty when none was. Unchangeable. */
public final class FeatureVector {
  /** No features. */
  public static final FeatureVector EMPTY = owning(new float[0]);

  private final float[] values;

  private FeatureVector(float[] values) {
    this.values = values;
  }

  /** Takes {@code values}, in the order of {@link Feature}, which must not change any more. */
  public static FeatureVector owning(float[] values) {
    return new FeatureVector(values);
  }

  /** Whether there are no features. */
  public boolean isEmpty() {
    return values.length == 0;
  }

  /** The value of a feature. */
  public float get(Feature feature) {
    return values[feature.index()];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureVector vector && Arrays.equals(values, vector.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}

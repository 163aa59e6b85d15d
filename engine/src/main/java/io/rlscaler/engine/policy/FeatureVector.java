package io.rlscaler.engine.policy;

import java.util.Arrays;

/** The features that a policy was asked with; empty when none was. Unchangeable. */
public final class FeatureVector {
  /** No features. */
  public static final FeatureVector EMPTY = new FeatureVector(new float[0]);

  private final float[] values;

  /**
   * Takes over {@code values}, in the order of {@link Feature}: one is made per decision, and a
   * copy would double it. The caller must not change the array any more.
   */
  public FeatureVector(float[] values) {
    this.values = values;
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

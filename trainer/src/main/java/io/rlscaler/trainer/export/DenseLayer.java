package io.rlscaler.trainer.export;

import java.util.Arrays;

/** An affine layer y = W x + b; W is [outputs, inputs], row by row. Unchangeable. */
public final class DenseLayer {
  private final int inputs;
  private final float[] weights;
  private final float[] bias;

  /**
   * A layer with copies of these weights.
   *
   * @param inputs number of inputs
   * @param weights W, row by row
   * @param bias b, one per output
   * @throws IllegalArgumentException when sizes do not fit or a value is not finite
   */
  public DenseLayer(int inputs, float[] weights, float[] bias) {
    if (inputs < 1 || bias.length < 1 || weights.length != inputs * bias.length) {
      throw new IllegalArgumentException(
          "layer: found %d inputs, %d outputs and %d weights, expected inputs * outputs weights"
              .formatted(inputs, bias.length, weights.length));
    }
    this.inputs = inputs;
    this.weights = finite("weight", weights);
    this.bias = finite("bias", bias);
  }

  /** A layer that ignores its inputs and gives {@code bias}. */
  public static DenseLayer constant(int inputs, float... bias) {
    return new DenseLayer(inputs, new float[inputs * bias.length], bias);
  }

  /** A copy of {@code values}; refuses one that is not finite. */
  static float[] finite(String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "%s[%d]: found %s, expected a finite value".formatted(name, i, values[i]));
      }
    }
    return values.clone();
  }

  /** Number of inputs. */
  public int inputs() {
    return inputs;
  }

  /** Number of outputs. */
  public int outputs() {
    return bias.length;
  }

  /** W row by row; a copy. */
  public float[] weights() {
    return weights.clone();
  }

  /** b; a copy. */
  public float[] bias() {
    return bias.clone();
  }

  /** W x + b, summed in double precision. */
  double[] apply(double[] x) {
    double[] y = new double[bias.length];
    for (int row = 0; row < y.length; row++) {
      double sum = bias[row];
      for (int column = 0; column < inputs; column++) {
        sum += weights[row * inputs + column] * x[column];
      }
      y[row] = sum;
    }
    return y;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DenseLayer layer
        && inputs == layer.inputs
        && Arrays.equals(weights, layer.weights)
        && Arrays.equals(bias, layer.bias);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(weights) + Arrays.hashCode(bias);
  }

  @Override
  public String toString() {
    return "DenseLayer[" + inputs + " -> " + bias.length + "]";
  }
}

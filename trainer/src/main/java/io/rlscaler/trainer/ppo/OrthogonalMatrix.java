package io.rlscaler.trainer.ppo;

import java.util.SplittableRandom;

/**
 * Random matrices with orthogonal rows or columns, whichever are fewer. Source: Saxe, McClelland
 * and Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural
 * networks", 2014.
 */
final class OrthogonalMatrix {
  private OrthogonalMatrix() {}

  /** A matrix [rows, columns], row by row; the orthogonal vectors have length {@code gain}. */
  static float[] random(int rows, int columns, double gain, SplittableRandom random) {
    int vectors = Math.min(rows, columns);
    int length = Math.max(rows, columns);
    double[][] basis = new double[vectors][length];
    for (int i = 0; i < vectors; i++) {
      for (int j = 0; j < length; j++) {
        basis[i][j] = random.nextGaussian();
      }
      orthogonalise(basis, i);
    }
    float[] matrix = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double value = rows <= columns ? basis[row][column] : basis[column][row];
        matrix[row * columns + column] = (float) (gain * value);
      }
    }
    return matrix;
  }

  /** Gram-Schmidt, twice: once loses digits when a vector lies close to those before it. */
  private static void orthogonalise(double[][] basis, int index) {
    double[] vector = basis[index];
    for (int pass = 0; pass < 2; pass++) {
      for (int other = 0; other < index; other++) {
        double along = dot(vector, basis[other]);
        for (int j = 0; j < vector.length; j++) {
          vector[j] -= along * basis[other][j];
        }
      }
      double length = Math.sqrt(dot(vector, vector));
      for (int j = 0; j < vector.length; j++) {
        vector[j] /= length;
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}

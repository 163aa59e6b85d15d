package io.rlscaler.engine.forecast;

/** Linear equations with a symmetric and positive definite matrix, solved by Cholesky. */
public final class LinearSystem {
  private LinearSystem() {}

  /**
   * Solves matrix x = vector in place.
   *
   * @param matrix its lower half row by row, n (n + 1) / 2 values; overwritten by its factor
   * @param vector of n values; overwritten by the solution, NaN if the matrix is not positive
   *     definite
   */
  public static void solve(double[] matrix, double[] vector) {
    int size = vector.length;
    for (int i = 0; i < size; i++) {
      int row = i * (i + 1) / 2;
      for (int j = 0; j <= i; j++) {
        int otherRow = j * (j + 1) / 2;
        double sum = matrix[row + j];
        for (int k = 0; k < j; k++) {
          sum -= matrix[row + k] * matrix[otherRow + k];
        }
        matrix[row + j] = i == j ? Math.sqrt(sum) : sum / matrix[otherRow + j];
      }
    }
    substitute(matrix, vector);
  }

  private static void substitute(double[] lower, double[] vector) {
    int size = vector.length;
    for (int i = 0; i < size; i++) {
      int row = i * (i + 1) / 2;
      for (int k = 0; k < i; k++) {
        vector[i] -= lower[row + k] * vector[k];
      }
      vector[i] /= lower[row + i];
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int k = i + 1; k < size; k++) {
        vector[i] -= lower[k * (k + 1) / 2 + i] * vector[k];
      }
      vector[i] /= lower[i * (i + 1) / 2 + i];
    }
  }
}

package io.rlscaler.engine.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RidgeRegressionTest {
  private static final List<Double> PRIOR = List.of(0.5, -1.0, 0.0, 2.0);
  private static final int SIZE = PRIOR.size();
  private static final double PRIOR_WEIGHT = 30;

  private static double[] coefficients(RidgeRegression regression) {
    double[] coefficients = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      float[] unit = new float[SIZE];
      unit[i] = 1;
      coefficients[i] = regression.predict(unit, 0);
    }
    return coefficients;
  }

  /** Gaussian elimination with row exchange, of the normal equations written out in full. */
  private static double[] solve(double[][] matrix, double[] right) {
    int n = right.length;
    for (int column = 0; column < n; column++) {
      int pivot = column;
      for (int row = column; row < n; row++) {
        pivot = Math.abs(matrix[row][column]) > Math.abs(matrix[pivot][column]) ? row : pivot;
      }
      double[] swappedRow = matrix[column];
      matrix[column] = matrix[pivot];
      matrix[pivot] = swappedRow;
      double swapped = right[column];
      right[column] = right[pivot];
      right[pivot] = swapped;
      for (int row = 0; row < n; row++) {
        double factor = row == column ? 0 : matrix[row][column] / matrix[column][column];
        for (int k = 0; k < n; k++) {
          matrix[row][k] -= factor * matrix[column][k];
        }
        right[row] -= factor * right[column];
      }
    }
    double[] solution = new double[n];
    for (int i = 0; i < n; i++) {
      solution[i] = right[i] / matrix[i][i];
    }
    return solution;
  }

  @Test
  void agreesWithTheBatchSolutionOfTheForgettingRidge() {
    SplittableRandom random = new SplittableRandom(1);
    int samples = 200;
    double forgetting = 0.99;
    RidgeRegression regression = new RidgeRegression(PRIOR);
    double[][] information = new double[SIZE][SIZE];
    double[] vector = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      information[i][i] = PRIOR_WEIGHT;
      vector[i] = PRIOR_WEIGHT * PRIOR.get(i);
    }
    for (int sample = 0; sample < samples; sample++) {
      float[] x = new float[SIZE];
      for (int i = 0; i < SIZE; i++) {
        x[i] = (float) random.nextDouble(-2, 2);
      }
      double y = random.nextDouble(-1, 1);
      double weight = random.nextDouble();
      regression.learn(x, 0, y, weight, forgetting);
      double aged = weight * Math.pow(forgetting, samples - 1 - sample);
      for (int i = 0; i < SIZE; i++) {
        vector[i] += aged * x[i] * y;
        for (int j = 0; j < SIZE; j++) {
          information[i][j] += aged * x[i] * x[j];
        }
      }
    }
    // Two ways to solve the same well-conditioned 4 x 4 system in double precision.
    assertThat(coefficients(regression)).containsExactly(solve(information, vector), within(1e-9));
  }

  @Test
  void believesThePriorUntilTwentySamplesWereLearned() {
    RidgeRegression regression = new RidgeRegression(PRIOR);
    for (int i = 0; i < 19; i++) {
      regression.learn(new float[] {1, 0, 0, 0}, 0, 10, 1, 1);
    }
    assertThat(coefficients(regression)).containsExactly(0.5, -1, 0, 2);
    regression.learn(new float[] {1, 0, 0, 0}, 0, 10, 1, 1);
    // (30 * .5 + 20 * 10) / (30 + 20)
    assertThat(coefficients(regression))
        .containsExactly(new double[] {4.3, -1, 0, 2}, within(1e-12));
  }

  @Test
  void leaksBackToThePriorWhereTheDataSayNothing() {
    RidgeRegression regression = new RidgeRegression(PRIOR);
    for (int i = 0; i < 1_000; i++) {
      regression.learn(new float[] {1, 1, 0, 0}, 0, 10, 1, 0.9997);
    }
    double[] learned = coefficients(regression);
    for (int i = 0; i < 100_000; i++) {
      regression.learn(new float[] {0, 0, 1, 0}, 0, 7, 1, 0.9997);
    }
    double[] later = coefficients(regression);
    assertThat(learned[0]).isGreaterThan(4);
    // What was learned has faded by .9997^100000 = 1e-13.
    assertThat(new double[] {later[0], later[1], later[3]})
        .containsExactly(new double[] {0.5, -1, 2}, within(1e-9));
    // The information of the third settles at 1 / (1 - .9997) = 3333.3.
    assertThat(later[2]).isCloseTo(7 / (1 + 30 * 0.0003), within(1e-9));
  }

  @Test
  void aCopyLearnsAlone() {
    RidgeRegression regression = new RidgeRegression(PRIOR);
    RidgeRegression copy = regression.copy();
    for (int i = 0; i < 20; i++) {
      regression.learn(new float[] {1, 0, 0, 0}, 0, 10, 1, 1);
    }
    assertThat(coefficients(copy)).containsExactly(0.5, -1, 0, 2);
  }
}

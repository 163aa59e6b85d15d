package io.rlscaler.trainer.prior;

import io.rlscaler.engine.forecast.Forecaster;
import io.rlscaler.engine.forecast.LinearSystem;
import java.util.Arrays;
import java.util.List;

/**
 * What a set of samples (x, y) with weights w says about the coefficients b of y = x b: the means
 * of w x x', w x y and w y y, which give the weighted square error of any b.
 */
final class NormalEquations {
  private static final int SIZE = Forecaster.REGRESSORS;

  private final double[] information = new double[SIZE * (SIZE + 1) / 2];
  private final double[] vector = new double[SIZE];
  private double square;
  private long count;

  void add(float[] regressors, int offset, double target, double weight) {
    int cell = 0;
    for (int i = 0; i < SIZE; i++) {
      double weighted = weight * regressors[offset + i];
      vector[i] += weighted * target;
      for (int j = 0; j <= i; j++, cell++) {
        information[cell] += weighted * regressors[offset + j];
      }
    }
    square += weight * target * target;
    count++;
  }

  long count() {
    return count;
  }

  /**
   * The coefficients that minimise the mean over some sets, each of the same weight, of the square
   * error, plus ridge |b|^2.
   *
   * @param sets each with at least one sample
   * @param ridge positive
   */
  static List<Double> solve(List<NormalEquations> sets, double ridge) {
    double[] matrix = new double[SIZE * (SIZE + 1) / 2];
    double[] solution = new double[SIZE];
    for (NormalEquations set : sets) {
      double share = 1.0 / set.count / sets.size();
      for (int cell = 0; cell < matrix.length; cell++) {
        matrix[cell] += share * set.information[cell];
      }
      for (int i = 0; i < SIZE; i++) {
        solution[i] += share * set.vector[i];
      }
    }
    for (int i = 0; i < SIZE; i++) {
      matrix[i * (i + 3) / 2] += ridge;
    }
    LinearSystem.solve(matrix, solution);
    return Arrays.stream(solution).boxed().toList();
  }

  /** The mean weighted square error of some coefficients. */
  double error(List<Double> coefficients) {
    double sum = square;
    int cell = 0;
    for (int i = 0; i < SIZE; i++) {
      sum -= 2 * coefficients.get(i) * vector[i];
      for (int j = 0; j <= i; j++, cell++) {
        double twice = i == j ? 1 : 2;
        sum += twice * coefficients.get(i) * coefficients.get(j) * information[cell];
      }
    }
    return sum / count;
  }
}

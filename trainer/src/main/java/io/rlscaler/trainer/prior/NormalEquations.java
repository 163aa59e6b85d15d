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
  private static final int AGES = 8;
  private static final int PERIODS_A_DAY = 86_400 / 15;

  private final double[] information = new double[SIZE * (SIZE + 1) / 2];
  private final double[] vector = new double[SIZE];
  private double square;
  private double count;

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

  boolean isEmpty() {
    return count == 0;
  }

  /**
   * What is left to the prior of a forecaster that learns from these samples, as equations for the
   * prior: with G and h the means of w x x' and w x y, it has the coefficients b = C (n h + p b0),
   * C = (n G + p I)^-1, when the weights of its samples sum up to n. Its square error is, but for
   * what does not depend on the prior b0, b0' W G b0 - 2 b0' W h with W = p^2 C^2. The mean over
   * {@value #AGES} times of the first day is taken.
   *
   * @param scale by which the errors are multiplied
   */
  NormalEquations leftToPrior(double scale) {
    NormalEquations left = new NormalEquations();
    left.count = 1;
    for (int age = 0; age < AGES; age++) {
      double periods = (age + 0.5) / AGES * PERIODS_A_DAY;
      double forgetting = Forecaster.FORGETTING_PER_15S;
      double learned = (1 - Math.pow(forgetting, periods)) / (1 - forgetting);
      for (int j = 0; j < SIZE; j++) {
        double[] column = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
          column[i] = information[cell(i, j)] / count;
        }
        weigh(column, learned);
        for (int i = j; i < SIZE; i++) {
          left.information[cell(i, j)] += scale / AGES * column[i];
        }
      }
      double[] known = vector.clone();
      weigh(known, learned);
      for (int i = 0; i < SIZE; i++) {
        left.vector[i] += scale / AGES * known[i] / count;
      }
    }
    return left;
  }

  /** Multiplies by p^2 (n G + p I)^-2. */
  private void weigh(double[] column, double learned) {
    for (int time = 0; time < 2; time++) {
      double[] matrix = information.clone();
      for (int cell = 0; cell < matrix.length; cell++) {
        matrix[cell] *= learned / count / Forecaster.PRIOR_WEIGHT;
      }
      for (int i = 0; i < SIZE; i++) {
        matrix[cell(i, i)]++;
      }
      LinearSystem.solve(matrix, column);
    }
  }

  private static int cell(int i, int j) {
    return i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i;
  }

  /**
   * The coefficients that minimise the mean over some sets, each of the same weight, of the square
   * error, plus ridge |b|^2.
   *
   * @param sets each with at least one sample
   * @param ridge positive, infinite for coefficients of 0
   */
  static List<Double> solve(List<NormalEquations> sets, double ridge) {
    double[] matrix = new double[SIZE * (SIZE + 1) / 2];
    double[] solution = new double[SIZE];
    for (NormalEquations set : sets) {
      double share = 1 / set.count / sets.size();
      for (int cell = 0; cell < matrix.length; cell++) {
        matrix[cell] += share * set.information[cell];
      }
      for (int i = 0; i < SIZE; i++) {
        solution[i] += share * set.vector[i];
      }
    }
    for (int i = 0; i < SIZE; i++) {
      matrix[cell(i, i)] += ridge;
    }
    LinearSystem.solve(matrix, solution);
    // a negative zero would show in documents
    return Arrays.stream(solution).map(value -> value + 0.0).boxed().toList();
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

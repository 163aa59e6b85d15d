package io.rlscaler.engine.forecast;

import java.util.List;

/**
 * Online ridge regression that forgets towards a prior.
 *
 * <p>It minimises sum_i f^(age of i) w_i (y_i - x_i beta)^2 + p |beta - beta0|^2 with prior weight
 * p, so that with forgetting f the coefficients leak back to beta0 where the data say nothing.
 * Information matrix and vector are kept; the coefficients are refreshed by Cholesky every {@value
 * #LEARNED_PER_REFRESH} samples.
 */
final class RidgeRegression {
  private static final int LEARNED_PER_REFRESH = 20;

  private final int size;
  private final double[] prior;
  private final double[] information;
  private final double[] vector;
  private final double[] coefficients;
  private int learnedSinceRefresh;

  RidgeRegression(List<Double> prior) {
    size = prior.size();
    this.prior = prior.stream().mapToDouble(Double::doubleValue).toArray();
    information = new double[size * (size + 1) / 2];
    vector = new double[size];
    coefficients = this.prior.clone();
  }

  private RidgeRegression(RidgeRegression other) {
    size = other.size;
    prior = other.prior;
    information = other.information.clone();
    vector = other.vector.clone();
    coefficients = other.coefficients.clone();
    learnedSinceRefresh = other.learnedSinceRefresh;
  }

  RidgeRegression copy() {
    return new RidgeRegression(this);
  }

  double predict(float[] regressors, int offset) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += coefficients[i] * regressors[offset + i];
    }
    return sum;
  }

  void learn(float[] regressors, int offset, double target, double weight, double forgetting) {
    double surplus = target;
    for (int i = 0; i < size; i++) {
      surplus -= prior[i] * regressors[offset + i];
    }
    int cell = 0;
    for (int i = 0; i < size; i++) {
      double weighted = weight * regressors[offset + i];
      vector[i] = forgetting * vector[i] + weighted * surplus;
      for (int j = 0; j <= i; j++, cell++) {
        information[cell] = forgetting * information[cell] + weighted * regressors[offset + j];
      }
    }
    learnedSinceRefresh++;
    if (learnedSinceRefresh == LEARNED_PER_REFRESH) {
      refresh();
      learnedSinceRefresh = 0;
    }
  }

  /**
   * Solves (information + p I) delta = vector by Cholesky; the coefficients become prior + delta.
   */
  private void refresh() {
    double[] matrix = information.clone();
    for (int i = 0; i < size; i++) {
      matrix[i * (i + 3) / 2] += Forecaster.PRIOR_WEIGHT;
    }
    double[] delta = vector.clone();
    LinearSystem.solve(matrix, delta);
    for (int i = 0; i < size; i++) {
      coefficients[i] = prior[i] + delta[i];
    }
  }
}

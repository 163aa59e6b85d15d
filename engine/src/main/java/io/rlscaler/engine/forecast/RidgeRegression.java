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
  private static final double PRIOR_WEIGHT = 30;
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
    double[] lower = information.clone();
    double[] delta = vector.clone();
    for (int i = 0; i < size; i++) {
      int row = i * (i + 1) / 2;
      for (int j = 0; j <= i; j++) {
        int otherRow = j * (j + 1) / 2;
        double sum = lower[row + j] + (i == j ? PRIOR_WEIGHT : 0);
        for (int k = 0; k < j; k++) {
          sum -= lower[row + k] * lower[otherRow + k];
        }
        lower[row + j] = i == j ? Math.sqrt(sum) : sum / lower[otherRow + j];
      }
    }
    substitute(lower, delta);
    for (int i = 0; i < size; i++) {
      coefficients[i] = prior[i] + delta[i];
    }
  }

  private void substitute(double[] lower, double[] delta) {
    for (int i = 0; i < size; i++) {
      int row = i * (i + 1) / 2;
      for (int k = 0; k < i; k++) {
        delta[i] -= lower[row + k] * delta[k];
      }
      delta[i] /= lower[row + i];
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int k = i + 1; k < size; k++) {
        delta[i] -= lower[k * (k + 1) / 2 + i] * delta[k];
      }
      delta[i] /= lower[i * (i + 1) / 2 + i];
    }
  }
}

package io.rlscaler.trainer.ppo;

/** How much of the returns a critic foresaw: 1 - var(returns - values) / var(returns). */
final class ExplainedVariance {
  private ExplainedVariance() {}

  /** 1 is all; 0 also when the returns do not vary. */
  static double of(float[] returns, float[] values) {
    float[] errors = new float[returns.length];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = returns[i] - values[i];
    }
    double total = variance(returns);
    return total == 0 ? 0 : 1 - variance(errors) / total;
  }

  private static double variance(float[] values) {
    double mean = 0;
    for (float value : values) {
      mean += (double) value / values.length;
    }
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares / values.length;
  }
}

package io.rlscaler.trainer.ppo;

/**
 * One norm over the gradients of all parameters. Source: Pascanu, Mikolov and Bengio, "On the
 * difficulty of training recurrent neural networks", 2013, with PyTorch's 1e-6 in the denominator.
 */
final class GradientNorm {
  private static final double EPSILON = 1e-6;

  private GradientNorm() {}

  /** Scales {@code gradients} down to norm {@code most}, never up; returns the norm before. */
  static double clip(float[] gradients, double most) {
    double squares = 0;
    for (float gradient : gradients) {
      squares += (double) gradient * gradient;
    }
    double norm = Math.sqrt(squares);
    double factor = most / (norm + EPSILON);
    if (factor < 1) {
      for (int i = 0; i < gradients.length; i++) {
        gradients[i] = (float) (gradients[i] * factor);
      }
    }
    return norm;
  }
}

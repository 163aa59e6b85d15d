package io.rlscaler.trainer.ppo;

import ai.djl.ndarray.NDArray;

/** The last layer gives the means, free parameters the logarithms of the deviations. */
final class GaussianHead extends PolicyHead {
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
  private static final int[] DIMENSIONS = {0};

  private final int dimensions;

  GaussianHead(int dimensions) {
    if (dimensions < 1) {
      throw new IllegalArgumentException(
          "dimensions: found " + dimensions + ", expected 1 or more");
    }
    this.dimensions = dimensions;
  }

  @Override
  int outputs() {
    return dimensions;
  }

  @Override
  int freeParameters() {
    return dimensions;
  }

  @Override
  int actionWidth() {
    return dimensions;
  }

  @Override
  int choices() {
    return 0;
  }

  @Override
  NDArray readable(NDArray outputs) {
    return outputs;
  }

  @Override
  Terms terms(NDArray outputs, NDArray free, Minibatch batch) {
    NDArray logDeviations = free.reshape(-1, 1);
    NDArray distance = batch.actions().sub(outputs).div(logDeviations.exp());
    NDArray each = distance.square().mul(-0.5).sub(logDeviations).sub(HALF_LOG_TWO_PI);
    NDArray entropy = free.add(0.5 + HALF_LOG_TWO_PI).sum();
    return new Terms(each.sum(DIMENSIONS), entropy);
  }
}

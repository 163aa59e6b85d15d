package io.rlscaler.trainer.ppo;

import ai.djl.ndarray.NDArray;

final class CategoricalHead extends DiscreteHead {
  CategoricalHead(int actions) {
    super(actions);
  }

  @Override
  int outputs() {
    return choices();
  }

  @Override
  NDArray readable(NDArray outputs) {
    return outputs;
  }
}

package io.rlscaler.trainer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** One of several actions, some of which may be masked. */
abstract sealed class DiscreteHead extends PolicyHead permits CategoricalHead, OrderedLevelsHead {
  private static final int[] ACTIONS = {0};

  private final int actions;

  DiscreteHead(int actions) {
    if (actions < 2) {
      throw new IllegalArgumentException("actions: found " + actions + ", expected 2 or more");
    }
    this.actions = actions;
  }

  @Override
  final int freeParameters() {
    return 0;
  }

  @Override
  final int actionWidth() {
    return 1;
  }

  @Override
  final int choices() {
    return actions;
  }

  @Override
  final Terms terms(NDArray outputs, NDArray free, Minibatch batch) {
    NDArray logits = readable(outputs);
    if (batch.penalties().isPresent()) {
      logits = logits.add(batch.penalties().get());
    }
    NDArray logProbabilities = logits.logSoftmax(0);
    NDArray chosen = logProbabilities.gather(batch.actions().toType(DataType.INT64, false), 0);
    NDArray entropy = logProbabilities.exp().mul(logProbabilities).sum(ACTIONS).neg();
    return new Terms(chosen.reshape(-1), entropy);
  }
}

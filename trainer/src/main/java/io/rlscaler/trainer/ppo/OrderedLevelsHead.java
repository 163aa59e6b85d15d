package io.rlscaler.trainer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.trainer.export.ActorNetwork;

/** A discretised Gaussian over the levels, and a free logit for following the baseline. */
final class OrderedLevelsHead extends DiscreteHead {
  /** Row of the last layer that gives the level in the middle. */
  static final int MEAN = 0;

  /** Row that gives the raw width. */
  static final int WIDTH = 1;

  /** Row that gives the logit of following the baseline, which is action 0. */
  static final int FOLLOW_BASELINE = 2;

  private static final int OUTPUTS = 3;
  private static final double[] LEVELS =
      ActionTable.LEVELS.stream().mapToDouble(Double::doubleValue).toArray();

  OrderedLevelsHead() {
    super(ActionTable.COUNT);
  }

  @Override
  int outputs() {
    return OUTPUTS;
  }

  @Override
  NDArray readable(NDArray outputs) {
    NDList rows = outputs.split(new long[] {WIDTH, FOLLOW_BASELINE}, 0);
    NDArray width =
        Activation.sigmoid(rows.get(WIDTH))
            .mul(ActorNetwork.WIDTH_RANGE)
            .add(ActorNetwork.LEAST_WIDTH);
    NDArray levels =
        outputs
            .getManager()
            .create(LEVELS, new Shape(LEVELS.length, 1))
            .toType(outputs.getDataType(), false);
    NDArray distance = levels.sub(rows.get(MEAN)).div(width);
    return rows.get(FOLLOW_BASELINE).concat(distance.square().mul(-0.5f), 0);
  }
}

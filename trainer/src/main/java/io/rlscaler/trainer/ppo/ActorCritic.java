package io.rlscaler.trainer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.rlscaler.trainer.ppo.TanhNetwork.Layer;
import java.util.ArrayList;
import java.util.List;

/** The parameters of both networks as views of one array, so that one gradient answers for all. */
final class ActorCritic {
  private final TanhNetwork actor;
  private final TanhNetwork critic;
  private final NDArray free;

  /** Cuts {@code parameters}, a sigmoid form, into the layers of {@code shape}. */
  ActorCritic(ActorCriticShape shape, NDArray parameters) {
    List<Layer> layers = new ArrayList<>(shape.actor());
    int half = 2 * layers.size();
    layers.addAll(shape.critic());
    NDList pieces = parameters.split(TanhNetwork.cuts(layers), 0);
    actor = new TanhNetwork(shape.actor(), pieces.subNDList(0, half));
    critic = new TanhNetwork(shape.critic(), pieces.subNDList(half, 2 * layers.size()));
    // a split at the very end gives no empty piece
    free =
        shape.head().freeParameters() == 0
            ? parameters.getManager().create(new Shape(0), parameters.getDataType())
            : pieces.get(2 * layers.size());
  }

  /** The actor's last layer [outputs, B] on its observations [B, F]. */
  NDArray act(NDArray observations) {
    return actor.forward(observations);
  }

  /** The critic's values [B] of its observations [B, G]. */
  NDArray value(NDArray observations) {
    return critic.forward(observations).reshape(-1);
  }

  /** The head's free parameters. */
  NDArray free() {
    return free;
  }
}

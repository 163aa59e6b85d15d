package io.rlscaler.trainer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.rlscaler.trainer.ppo.ActorCriticShape.Layer;
import java.util.ArrayList;
import java.util.List;

/** The parameters of both networks as views of one array, so that one gradient answers for all. */
final class ActorCritic {
  private final List<NDArray> actor;
  private final List<NDArray> critic;
  private final NDArray free;

  /** Cuts {@code parameters} [shape.parameters()] into the layers of {@code shape}. */
  ActorCritic(ActorCriticShape shape, NDArray parameters) {
    List<Layer> layers = new ArrayList<>(shape.actor());
    layers.addAll(shape.critic());
    long[] cuts = new long[2 * layers.size()];
    for (int i = 0; i < layers.size(); i++) {
      cuts[2 * i] = layers.get(i).biasOffset();
      cuts[2 * i + 1] = layers.get(i).end();
    }
    NDList pieces = parameters.split(cuts, 0);
    List<NDArray> arrays = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      arrays.add(pieces.get(2 * i).reshape(new Shape(layer.outputs(), layer.inputs())).transpose());
      arrays.add(pieces.get(2 * i + 1));
    }
    int half = arrays.size() / 2;
    actor = arrays.subList(0, half);
    critic = arrays.subList(half, arrays.size());
    // a split at the very end gives no empty piece
    free =
        shape.head().freeParameters() == 0
            ? parameters.getManager().create(new Shape(0), parameters.getDataType())
            : pieces.get(cuts.length);
  }

  /** The actor's last layer [B, outputs] on observations [B, F]. */
  NDArray act(NDArray observations) {
    return forward(actor, observations);
  }

  /** The critic's values [B] of observations [B, F]. */
  NDArray value(NDArray observations) {
    return forward(critic, observations).reshape(-1);
  }

  /** The head's free parameters. */
  NDArray free() {
    return free;
  }

  private static NDArray forward(List<NDArray> layers, NDArray observations) {
    NDArray x = observations;
    for (int i = 0; i < layers.size(); i += 2) {
      x = x.matMul(layers.get(i)).add(layers.get(i + 1));
      x = i + 2 < layers.size() ? x.tanh() : x;
    }
    return x;
  }
}

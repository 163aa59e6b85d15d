package io.rlscaler.trainer.ppo;

import io.rlscaler.engine.policy.Feature;
import io.rlscaler.trainer.export.ActorNetwork;
import io.rlscaler.trainer.export.DenseLayer;
import io.rlscaler.trainer.export.Normaliser;
import io.rlscaler.trainer.ppo.TanhNetwork.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** From the weights of a learner to the network that is exported and served. */
public final class TrainedActor {
  private TrainedActor() {}

  /**
   * The actor of a learner with ordered levels.
   *
   * <p>Risk and value are heads on the actor's last hidden layer in what is served, while the
   * learner's critic is a network of its own: whoever exports brings both heads.
   *
   * @param shape of the learner, with {@link Feature#COUNT} observations
   * @param weights of the learner
   * @param moments that normalised the learner's observations, clipped at {@link Feature#CLIP}
   * @param risk [A] on the actor's last hidden layer
   * @param value [1] on the actor's last hidden layer
   * @throws IllegalArgumentException when the head is another one or sizes do not fit
   */
  public static ActorNetwork network(
      ActorCriticShape shape,
      float[] weights,
      RunningMoments moments,
      DenseLayer risk,
      DenseLayer value) {
    shape.requireFits(weights);
    if (!(shape.head() instanceof OrderedLevelsHead) || shape.observations() != Feature.COUNT) {
      throw new IllegalArgumentException(
          "shape: found a %s on %d observations, expected ordered levels on %d"
              .formatted(
                  shape.head().getClass().getSimpleName(), shape.observations(), Feature.COUNT));
    }
    List<Layer> layers = shape.actor();
    List<DenseLayer> hidden = new ArrayList<>();
    for (Layer layer : layers.subList(0, layers.size() - 1)) {
      hidden.add(rows(layer, weights, 0, layer.outputs()));
    }
    Layer last = layers.get(layers.size() - 1);
    return new ActorNetwork(
        normaliser(moments),
        hidden,
        rows(last, weights, OrderedLevelsHead.MEAN, 1),
        rows(last, weights, OrderedLevelsHead.WIDTH, 1),
        rows(last, weights, OrderedLevelsHead.FOLLOW_BASELINE, 1),
        risk,
        value);
  }

  /** {@code count} outputs of a layer from the output {@code first} on. */
  private static DenseLayer rows(Layer layer, float[] weights, int first, int count) {
    int offset = layer.offset() + first * layer.inputs();
    int bias = layer.biasOffset() + first;
    return new DenseLayer(
        layer.inputs(),
        Arrays.copyOfRange(weights, offset, offset + count * layer.inputs()),
        Arrays.copyOfRange(weights, bias, bias + count));
  }

  private static Normaliser normaliser(RunningMoments moments) {
    return new Normaliser(floats(moments.mean()), floats(moments.deviation()));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}

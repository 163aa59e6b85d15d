package io.rlscaler.trainer.ppo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Two separate tanh networks on the same observations, and where their parameters lie in one array.
 *
 * <p>Layout: the actor's layers, the critic's layers, each W [out, in] row by row and then b; last
 * the head's free parameters.
 *
 * @param observations features of an observation
 * @param hidden sizes of the tanh layers, of both networks
 * @param head of the actor
 */
public record ActorCriticShape(int observations, List<Integer> hidden, PolicyHead head) {
  // Huang et al. 2022, detail 2: gains of the hidden layers, the policy's and the value's output
  private static final double HIDDEN_GAIN = Math.sqrt(2);
  private static final double POLICY_GAIN = .01;
  private static final double VALUE_GAIN = 1;

  /** Refuses layers without inputs or outputs. */
  public ActorCriticShape {
    hidden = List.copyOf(hidden);
    if (observations < 1 || hidden.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "shape: found %d observations and layers %s, expected 1 or more of each"
              .formatted(observations, hidden));
    }
  }

  /** A layer's place: W at {@code offset}, b behind it. */
  record Layer(int offset, int inputs, int outputs) {
    int biasOffset() {
      return offset + inputs * outputs;
    }

    int end() {
      return biasOffset() + outputs;
    }
  }

  /** Number of parameters of both networks and the head. */
  public int parameters() {
    return freeOffset() + head.freeParameters();
  }

  /** The actor's layers, from the observations to the head. */
  List<Layer> actor() {
    return layers(0, head.outputs());
  }

  /** The critic's layers, from the observations to the value. */
  List<Layer> critic() {
    List<Layer> actor = actor();
    return layers(actor.get(actor.size() - 1).end(), 1);
  }

  /** Where the head's free parameters begin. */
  int freeOffset() {
    List<Layer> critic = critic();
    return critic.get(critic.size() - 1).end();
  }

  private List<Layer> layers(int start, int outputs) {
    List<Layer> layers = new ArrayList<>();
    int inputs = observations;
    int offset = start;
    for (int size : hidden) {
      Layer layer = new Layer(offset, inputs, size);
      layers.add(layer);
      offset = layer.end();
      inputs = size;
    }
    layers.add(new Layer(offset, inputs, outputs));
    return layers;
  }

  /** Orthogonal weights; biases and free parameters are 0, so that deviations begin at 1. */
  public float[] initialWeights(SplittableRandom random) {
    float[] weights = new float[parameters()];
    fill(weights, actor(), POLICY_GAIN, random);
    fill(weights, critic(), VALUE_GAIN, random);
    return weights;
  }

  private void fill(float[] weights, List<Layer> layers, double lastGain, SplittableRandom random) {
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      double gain = i < hidden.size() ? HIDDEN_GAIN : lastGain;
      float[] matrix = OrthogonalMatrix.random(layer.outputs(), layer.inputs(), gain, random);
      System.arraycopy(matrix, 0, weights, layer.offset(), matrix.length);
    }
  }

  /**
   * Sets the biases of the actor's last layer, where it begins.
   *
   * @param biases one per output
   */
  public void startFrom(float[] weights, float... biases) {
    requireFits(weights);
    Layer last = actor().get(hidden.size());
    if (biases.length != last.outputs()) {
      throw new IllegalArgumentException(
          "biases: found %d, expected %d".formatted(biases.length, last.outputs()));
    }
    System.arraycopy(biases, 0, weights, last.biasOffset(), biases.length);
  }

  /** Outputs of the actor's last layer. */
  public int outputs() {
    return head.outputs();
  }

  /** The head's free parameters among all: the log deviations of a Gaussian. */
  public float[] freeParameters(float[] weights) {
    requireFits(weights);
    return Arrays.copyOfRange(weights, freeOffset(), weights.length);
  }

  /** Refuses an array of another size. */
  void requireFits(float[] weights) {
    if (weights.length != parameters()) {
      throw new IllegalArgumentException(
          "weights: found %d, expected %d".formatted(weights.length, parameters()));
    }
  }
}

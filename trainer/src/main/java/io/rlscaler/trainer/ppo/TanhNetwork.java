package io.rlscaler.trainer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Tanh layers and a linear last one, in their {@link SigmoidForm}, as views of an array of
 * parameters.
 */
final class TanhNetwork {
  private final List<NDArray> weights = new ArrayList<>();
  private final List<NDArray> biases = new ArrayList<>();

  /** W at {@code offset}, [outputs, inputs] row by row; b [outputs] behind it. */
  record Layer(int offset, int inputs, int outputs) {
    int biasOffset() {
      return offset + inputs * outputs;
    }

    int end() {
      return biasOffset() + outputs;
    }
  }

  /** Where layers lie that begin at {@code start}. */
  static List<Layer> layers(int start, int inputs, List<Integer> hidden, int outputs) {
    List<Layer> layers = new ArrayList<>();
    int offset = start;
    int width = inputs;
    for (int size : hidden) {
      Layer layer = new Layer(offset, width, size);
      layers.add(layer);
      offset = layer.end();
      width = size;
    }
    layers.add(new Layer(offset, width, outputs));
    return layers;
  }

  /** Where the parameters of layers end. */
  static int end(List<Layer> layers) {
    return layers.get(layers.size() - 1).end();
  }

  /** Fills in orthogonal matrices; biases stay. Gains: Huang et al. 2022, detail 2. */
  static void initialise(
      float[] weights, List<Layer> layers, double lastGain, SplittableRandom random) {
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      double gain = i < layers.size() - 1 ? Math.sqrt(2) : lastGain;
      float[] matrix = OrthogonalMatrix.random(layer.outputs(), layer.inputs(), gain, random);
      System.arraycopy(matrix, 0, weights, layer.offset(), matrix.length);
    }
  }

  /** Where to split an array of parameters so that each W and each b is a piece. */
  static long[] cuts(List<Layer> layers) {
    long[] cuts = new long[2 * layers.size()];
    for (int i = 0; i < layers.size(); i++) {
      cuts[2 * i] = layers.get(i).biasOffset();
      cuts[2 * i + 1] = layers.get(i).end();
    }
    return cuts;
  }

  /** Takes the pieces W, b, W, b ... of the sigmoid form of these layers. */
  TanhNetwork(List<Layer> layers, NDList pieces) {
    for (int i = 0; i < layers.size(); i++) {
      Shape shape = new Shape(layers.get(i).outputs(), layers.get(i).inputs());
      weights.add(pieces.get(2 * i).reshape(shape));
      biases.add(pieces.get(2 * i + 1));
    }
  }

  /** The last layer [outputs, B] on rows [B, inputs]: a sample is a column. */
  NDArray forward(NDArray rows) {
    int last = weights.size() - 1;
    NDArray x = rows;
    for (int i = 0; i < last; i++) {
      x = Activation.sigmoid(Linear.linear(x, weights.get(i), biases.get(i)).singletonOrThrow());
    }
    return weights.get(last).matMul(x.transpose()).add(biases.get(last).reshape(-1, 1));
  }
}

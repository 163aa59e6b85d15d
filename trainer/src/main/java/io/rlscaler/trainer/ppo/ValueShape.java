package io.rlscaler.trainer.ppo;

import io.rlscaler.trainer.ppo.TanhNetwork.Layer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A tanh network with one output, and where its parameters lie: layer by layer, W [out, in] row by
 * row and then b.
 *
 * @param observations features of an observation
 * @param hidden sizes of the tanh layers
 */
public record ValueShape(int observations, List<Integer> hidden) {
  // Huang et al. 2022, detail 2
  private static final double VALUE_GAIN = 1;

  /** Refuses layers without inputs or outputs. */
  public ValueShape {
    hidden = List.copyOf(hidden);
    if (observations < 1 || hidden.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "shape: found %d observations and layers %s, expected 1 or more of each"
              .formatted(observations, hidden));
    }
  }

  /** Number of parameters. */
  public int parameters() {
    return TanhNetwork.end(layers());
  }

  List<Layer> layers() {
    return TanhNetwork.layers(0, observations, hidden, 1);
  }

  /** Orthogonal weights; biases are 0. */
  public float[] initialWeights(SplittableRandom random) {
    float[] weights = new float[parameters()];
    TanhNetwork.initialise(weights, layers(), VALUE_GAIN, random);
    return weights;
  }

  /** Refuses an array of another size. */
  void requireFits(float[] weights) {
    if (weights.length != parameters()) {
      throw new IllegalArgumentException(
          "weights: found %d, expected %d".formatted(weights.length, parameters()));
    }
  }
}

package io.rlscaler.trainer.export;

import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Actors with seeded random weights of the size that training starts from. */
final class RandomNetworks {
  private RandomNetworks() {}

  static ActorNetwork actor(long seed, int... hiddenSizes) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] mean = uniform(random, Feature.COUNT, 2);
    float[] deviation = new float[Feature.COUNT];
    for (int i = 0; i < deviation.length; i++) {
      deviation[i] = (float) random.nextDouble(0.1, 3);
    }
    List<DenseLayer> hidden = new ArrayList<>();
    int inputs = Feature.COUNT;
    for (int size : hiddenSizes) {
      hidden.add(layer(random, inputs, size));
      inputs = size;
    }
    return new ActorNetwork(
        new Normaliser(mean, deviation),
        hidden,
        layer(random, inputs, 1),
        layer(random, inputs, 1),
        layer(random, inputs, 1),
        layer(random, inputs, ActionTable.COUNT),
        layer(random, inputs, 1));
  }

  private static DenseLayer layer(SplittableRandom random, int inputs, int outputs) {
    double bound = 1 / Math.sqrt(inputs);
    return new DenseLayer(
        inputs, uniform(random, inputs * outputs, bound), uniform(random, outputs, 1));
  }

  private static float[] uniform(SplittableRandom random, int count, double bound) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    return values;
  }
}

package io.rlscaler.trainer.export;

import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.Feature;
import java.util.List;

/**
 * The weights of an actor: normaliser, tanh layers, and four heads on what they give.
 *
 * <p>The logit of the level action with level l is -(l - mean)^2 / (2 width^2), a discretised
 * Gaussian; width = {@value #LEAST_WIDTH} + {@value #WIDTH_RANGE} sigmoid(width head). The logit of
 * {@code follow-baseline} is a head of its own.
 *
 * @param normaliser of the features
 * @param hidden layers with tanh, none or more
 * @param mean [1] level in the middle
 * @param width [1] raw width
 * @param followBaseline [1] logit
 * @param risk [A] logit of the risk of each action
 * @param value [1] expected regret
 */
public record ActorNetwork(
    Normaliser normaliser,
    List<DenseLayer> hidden,
    DenseLayer mean,
    DenseLayer width,
    DenseLayer followBaseline,
    DenseLayer risk,
    DenseLayer value) {

  /** Least width: probability .92 on a level that the mean hits [levels]. */
  public static final float LEAST_WIDTH = 0.2f;

  /** How much wider it can get: over the whole table, nearly flat [levels]. */
  public static final float WIDTH_RANGE = 4;

  /** Refuses layers that do not fit together. */
  public ActorNetwork {
    hidden = List.copyOf(hidden);
    int inputs = Feature.COUNT;
    for (int i = 0; i < hidden.size(); i++) {
      fits("hidden[" + i + "]", hidden.get(i), inputs, hidden.get(i).outputs());
      inputs = hidden.get(i).outputs();
    }
    fits("mean", mean, inputs, 1);
    fits("width", width, inputs, 1);
    fits("followBaseline", followBaseline, inputs, 1);
    fits("risk", risk, inputs, ActionTable.COUNT);
    fits("value", value, inputs, 1);
  }

  private static void fits(String name, DenseLayer layer, int inputs, int outputs) {
    if (layer.inputs() != inputs || layer.outputs() != outputs) {
      throw new IllegalArgumentException(
          "%s: found %d -> %d, expected %d -> %d"
              .formatted(name, layer.inputs(), layer.outputs(), inputs, outputs));
    }
  }

  /** Sizes of the hidden layers. */
  public List<Integer> hiddenSizes() {
    return hidden.stream().map(DenseLayer::outputs).toList();
  }

  /** The outputs for one workload's features, in double precision. */
  public ActorOutput forward(float[] features) {
    double[] x = normaliser.apply(features);
    for (DenseLayer layer : hidden) {
      x = layer.apply(x);
      for (int i = 0; i < x.length; i++) {
        x[i] = Math.tanh(x[i]);
      }
    }
    double middle = mean.apply(x)[0];
    double spread = LEAST_WIDTH + WIDTH_RANGE * sigmoid(width.apply(x)[0]);
    double[] logits = new double[ActionTable.COUNT];
    logits[ActionTable.FOLLOW_BASELINE] = followBaseline.apply(x)[0];
    for (int action = 1; action < logits.length; action++) {
      double distance = (ActionTable.level(action) - middle) / spread;
      logits[action] = -0.5 * distance * distance;
    }
    double[] risks = risk.apply(x);
    for (int action = 0; action < risks.length; action++) {
      risks[action] = sigmoid(risks[action]);
    }
    return new ActorOutput(logits, risks, value.apply(x)[0]);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}

package io.rlscaler.trainer.ppo;

import io.rlscaler.trainer.ppo.TanhNetwork.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Two separate tanh networks, and where their parameters lie in one array.
 *
 * <p>Layout: the actor's layers, the critic's layers, each W [out, in] row by row and then b; last
 * the head's free parameters.
 *
 * <p>The critic may see more than the actor: it is not there when the policy is served, and what it
 * knows beyond the actor leaves the gradient unbiased as long as the actor cannot change it.
 * Source: Pinto et al., "Asymmetric Actor Critic for Image-Based Robot Learning", 2018.
 *
 * @param observations features of the actor's observation
 * @param criticObservations features of the critic's observation
 * @param hidden sizes of the tanh layers, of both networks
 * @param head of the actor
 */
public record ActorCriticShape(
    int observations, int criticObservations, List<Integer> hidden, PolicyHead head) {
  // Huang et al. 2022, detail 2: gains of the policy's and the value's output
  private static final double POLICY_GAIN = .01;
  private static final double VALUE_GAIN = 1;

  /** Refuses layers without inputs or outputs. */
  public ActorCriticShape {
    hidden = List.copyOf(hidden);
    if (observations < 1 || criticObservations < 1 || hidden.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "shape: found %d and %d observations and layers %s, expected 1 or more of each"
              .formatted(observations, criticObservations, hidden));
    }
  }

  /** Both networks see the same observations. */
  public ActorCriticShape(int observations, List<Integer> hidden, PolicyHead head) {
    this(observations, observations, hidden, head);
  }

  /** Number of parameters of both networks and the head. */
  public int parameters() {
    return freeOffset() + head.freeParameters();
  }

  /** The actor's layers, from the observations to the head. */
  List<Layer> actor() {
    return TanhNetwork.layers(0, observations, hidden, head.outputs());
  }

  /** The critic's layers, from the observations to the value. */
  List<Layer> critic() {
    return TanhNetwork.layers(TanhNetwork.end(actor()), criticObservations, hidden, 1);
  }

  /** Where the head's free parameters begin. */
  int freeOffset() {
    return TanhNetwork.end(critic());
  }

  /** What {@link ActorCritic} computes with, instead of the weights. */
  float[] sigmoidForm(float[] weights) {
    float[] form = weights.clone();
    SigmoidForm.write(actor(), weights, form);
    SigmoidForm.write(critic(), weights, form);
    return form;
  }

  /** Turns gradients of the sigmoid form into gradients of the weights, in place. */
  void pullBack(float[] gradients) {
    SigmoidForm.pullBack(actor(), gradients);
    SigmoidForm.pullBack(critic(), gradients);
  }

  /** Orthogonal weights; biases and free parameters are 0, so that deviations begin at 1. */
  public float[] initialWeights(SplittableRandom random) {
    float[] weights = new float[parameters()];
    TanhNetwork.initialise(weights, actor(), POLICY_GAIN, random);
    TanhNetwork.initialise(weights, critic(), VALUE_GAIN, random);
    return weights;
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

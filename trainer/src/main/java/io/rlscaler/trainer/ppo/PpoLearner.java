package io.rlscaler.trainer.ppo;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Weights of an actor and a critic, and the update that improves them.
 *
 * <p>Weights and optimiser live in plain arrays. Native memory is used within one minibatch only.
 * DJL collects gradients of one learner per process at a time; a learner is for one thread.
 */
public final class PpoLearner implements AutoCloseable {
  private static final String ENGINE = "PyTorch";

  private final ActorCriticShape shape;
  private final PpoSettings settings;
  private final NDManager manager;
  private final float[] weights;
  private final Adam adam;

  /** Begins with copies of {@code weights}, laid out as {@link ActorCriticShape} says. */
  public PpoLearner(ActorCriticShape shape, PpoSettings settings, float[] weights) {
    shape.requireFits(weights);
    this.shape = shape;
    this.settings = settings;
    this.weights = weights.clone();
    this.adam = new Adam(settings.adam(), weights.length);
    this.manager = NDManager.newBaseManager(Device.cpu(), ENGINE);
  }

  /** The weights as they are now; a copy. */
  public float[] weights() {
    return weights.clone();
  }

  /** The optimiser's state, which with the weights is all that a checkpoint needs. */
  public Adam.State optimiser() {
    return adam.state();
  }

  /** Goes on from a checkpoint. */
  public void restore(float[] checkpoint, Adam.State optimiser) {
    shape.requireFits(checkpoint);
    adam.restore(optimiser);
    System.arraycopy(checkpoint, 0, weights, 0, weights.length);
  }

  /** What the networks say of observations [rows, F], row by row. */
  public Predictions predict(float[] observations) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray rows = rows(scope, observations);
      ActorCritic networks = new ActorCritic(shape, scope.create(weights));
      return new Predictions(
          shape.head().readable(networks.act(rows)).toFloatArray(),
          networks.value(rows).toFloatArray());
    }
  }

  /**
   * What the actor's last layer gives for observations [rows, F], before the head: [rows, outputs].
   */
  public float[] actorOutputs(float[] observations) {
    try (NDManager scope = manager.newSubManager()) {
      ActorCritic networks = new ActorCritic(shape, scope.create(weights));
      return networks.act(rows(scope, observations)).toFloatArray();
    }
  }

  private NDArray rows(NDManager scope, float[] observations) {
    int width = shape.observations();
    if (observations.length == 0 || observations.length % width != 0) {
      throw new IllegalArgumentException(
          "observations: found %d values, expected rows of %d"
              .formatted(observations.length, width));
    }
    return scope.create(observations, new Shape(observations.length / width, width));
  }

  /**
   * One step of the optimiser down a gradient that was found elsewhere.
   *
   * @param observations [rows, F]
   * @param gradients of the loss by each output of the actor's last layer, [rows, outputs]
   * @return the norm of the gradient by the weights, before clipping
   * @throws IllegalStateException when that is not finite
   */
  public double descend(float[] observations, float[] gradients, double learningRate) {
    try (NDManager scope = manager.newSubManager();
        GradientCollector collector = Engine.getEngine(ENGINE).newGradientCollector()) {
      NDArray parameters = scope.create(weights);
      parameters.setRequiresGradient(true);
      NDArray outputs = new ActorCritic(shape, parameters).act(rows(scope, observations));
      NDArray given = scope.create(gradients, outputs.getShape());
      collector.backward(outputs.mul(given).sum());
      float[] byWeight = parameters.getGradient().toFloatArray();
      double norm = GradientNorm.clip(byWeight, settings.gradientNorm());
      requireFinite("gradient norm", norm);
      adam.step(weights, byWeight, learningRate);
      return norm;
    }
  }

  /**
   * Improves the weights by passes over the samples in minibatches of a random order. A remainder
   * that is too small for a minibatch is left to the next pass.
   *
   * @param experience what the policy of these very weights did
   * @param learningRate of all optimiser steps
   * @param entropyCoefficient of all of them
   * @param random decides the order
   * @throws IllegalStateException when the loss or a gradient is not finite
   */
  public UpdateReport update(
      Experience experience,
      double learningRate,
      double entropyCoefficient,
      SplittableRandom random) {
    requireFits(experience);
    PpoLoss loss =
        new PpoLoss(
            settings.clip(), settings.valueClip(), settings.valueCoefficient(), entropyCoefficient);
    List<Step> taken = new ArrayList<>();
    int[] order = new int[experience.samples()];
    Arrays.setAll(order, i -> i);
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      shuffle(order, random);
      int last = order.length - settings.minibatch();
      for (int start = 0; start <= last; start += settings.minibatch()) {
        int[] rows = Arrays.copyOfRange(order, start, start + settings.minibatch());
        Step step = step(loss, experience, rows, learningRate);
        if (step.gradientNorm().isEmpty()) {
          return report(experience, taken, true, step);
        }
        taken.add(step);
      }
    }
    return report(experience, taken, false, taken.get(taken.size() - 1));
  }

  /** A minibatch; it has no gradient norm when the divergence forbade the step. */
  record Step(PpoLoss.Statistics statistics, OptionalDouble gradientNorm) {}

  Step step(PpoLoss loss, Experience experience, int[] rows, double learningRate) {
    try (NDManager scope = manager.newSubManager();
        GradientCollector collector = Engine.getEngine(ENGINE).newGradientCollector()) {
      NDArray parameters = scope.create(weights);
      parameters.setRequiresGradient(true);
      Minibatch batch = Minibatch.of(scope, DataType.FLOAT32, experience, rows);
      PpoLoss.Terms terms = loss.evaluate(shape, parameters, batch);
      PpoLoss.Statistics statistics = PpoLoss.Statistics.of(terms);
      requireFinite("loss", statistics.loss());
      if (statistics.approximateKl() > PpoSettings.KL_TOLERANCE * settings.targetKl()) {
        return new Step(statistics, OptionalDouble.empty());
      }
      collector.backward(terms.loss());
      float[] gradients = parameters.getGradient().toFloatArray();
      double norm = GradientNorm.clip(gradients, settings.gradientNorm());
      requireFinite("gradient norm", norm);
      adam.step(weights, gradients, learningRate);
      return new Step(statistics, OptionalDouble.of(norm));
    }
  }

  private static UpdateReport report(
      Experience experience, List<Step> taken, boolean stoppedEarly, Step last) {
    return new UpdateReport(
        taken.size(),
        stoppedEarly,
        mean(taken, step -> step.statistics().policyLoss()),
        mean(taken, step -> step.statistics().valueLoss()),
        mean(taken, step -> step.statistics().entropy()),
        mean(taken, step -> step.statistics().clipFraction()),
        mean(taken, step -> step.gradientNorm().orElseThrow()),
        last.statistics().approximateKl(),
        explainedVariance(experience));
  }

  private static double mean(List<Step> steps, ToDoubleFunction<Step> number) {
    return steps.stream().mapToDouble(number).average().orElse(Double.NaN);
  }

  private static double explainedVariance(Experience experience) {
    float[] errors = new float[experience.samples()];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = experience.returns[i] - experience.values[i];
    }
    double total = variance(experience.returns);
    return total == 0 ? 0 : 1 - variance(errors) / total;
  }

  private static double variance(float[] values) {
    double mean = 0;
    for (float value : values) {
      mean += (double) value / values.length;
    }
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares / values.length;
  }

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
  }

  private void requireFits(Experience experience) {
    equal("observation width", experience.observationWidth(), shape.observations());
    equal("action width", experience.actionWidth(), shape.head().actionWidth());
    if (experience.masks.isPresent()) {
      equal("actions of a mask", experience.choices(), shape.head().choices());
    }
    if (shape.head().choices() > 0) {
      requireKnownActions(experience.actions, shape.head().choices());
    }
    if (experience.samples() < settings.minibatch()) {
      throw new IllegalArgumentException(
          "experience: found %d samples, expected a minibatch of %d or more"
              .formatted(experience.samples(), settings.minibatch()));
    }
  }

  private static void requireKnownActions(float[] actions, int choices) {
    for (int i = 0; i < actions.length; i++) {
      if (!(actions[i] >= 0 && actions[i] < choices && actions[i] == (int) actions[i])) {
        throw new IllegalArgumentException(
            "actions[%d]: found %s, expected an index below %d".formatted(i, actions[i], choices));
      }
    }
  }

  private static void equal(String name, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "%s: found %d, expected %d".formatted(name, found, expected));
    }
  }

  private static void requireFinite(String name, double found) {
    if (!Double.isFinite(found)) {
      throw new IllegalStateException(name + ": found " + found + ", expected a finite value");
    }
  }

  /** Native arrays that outlive a call. */
  int arraysHeld() {
    return manager.getManagedArrays().size();
  }

  /** Gives back native memory. */
  @Override
  public void close() {
    manager.close();
  }
}

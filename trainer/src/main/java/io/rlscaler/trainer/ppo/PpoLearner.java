package io.rlscaler.trainer.ppo;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
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
  private final Staging staging = new Staging();

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

  /** What the networks say of observations [rows, F] that both see, row by row. */
  public Predictions predict(float[] observations) {
    return predict(observations, observations);
  }

  /** What the actor says of its observations [rows, F], and the critic of its own [rows, G]. */
  public Predictions predict(float[] observations, float[] criticObservations) {
    int rows = rows("observations", observations, shape.observations());
    equal(
        "rows of critic observations",
        rows("critic observations", criticObservations, shape.criticObservations()),
        rows);
    try (NDManager scope = manager.newSubManager()) {
      ActorCritic networks = new ActorCritic(shape, scope.create(shape.sigmoidForm(weights)));
      return new Predictions(
          policy(networks, scope, observations),
          networks
              .value(matrix(scope, criticObservations, shape.criticObservations()))
              .toFloatArray());
    }
  }

  /**
   * What the actor alone says of its observations [rows, F]: logits [rows, actions] of a discrete
   * head, means [rows, dimensions] of a Gaussian.
   */
  public float[] act(float[] observations) {
    rows("observations", observations, shape.observations());
    try (NDManager scope = manager.newSubManager()) {
      return policy(
          new ActorCritic(shape, scope.create(shape.sigmoidForm(weights))), scope, observations);
    }
  }

  private float[] policy(ActorCritic networks, NDManager scope, float[] observations) {
    NDArray outputs = networks.act(matrix(scope, observations, shape.observations()));
    return shape.head().readable(outputs).transpose().toFloatArray();
  }

  /**
   * What the actor's last layer gives for observations [rows, F], before the head: [outputs, rows].
   */
  public float[] actorOutputs(float[] observations) {
    rows("observations", observations, shape.observations());
    try (NDManager scope = manager.newSubManager()) {
      return new ActorCritic(shape, scope.create(shape.sigmoidForm(weights)))
          .act(matrix(scope, observations, shape.observations()))
          .toFloatArray();
    }
  }

  /**
   * One step of the optimiser down a gradient that was found elsewhere.
   *
   * @param observations [rows, F]
   * @param gradients of the loss by each output of the actor's last layer, [outputs, rows]
   * @return the norm of the gradient by the weights, before clipping
   * @throws IllegalStateException when that is not finite
   */
  public double descend(float[] observations, float[] gradients, double learningRate) {
    int rows = rows("observations", observations, shape.observations());
    equal("gradients", gradients.length, rows * shape.outputs());
    try (NDManager scope = manager.newSubManager();
        GradientCollector collector = Engine.getEngine(ENGINE).newGradientCollector()) {
      NDArray parameters = scope.create(shape.sigmoidForm(weights));
      parameters.setRequiresGradient(true);
      NDArray outputs =
          new ActorCritic(shape, parameters).act(matrix(scope, observations, shape.observations()));
      collector.backward(outputs.mul(scope.create(gradients, outputs.getShape())).sum());
      return follow(parameters, learningRate);
    }
  }

  /** Steps down the gradient that was collected; its norm before clipping. */
  private double follow(NDArray parameters, double learningRate) {
    float[] gradients = parameters.getGradient().toFloatArray();
    shape.pullBack(gradients);
    double norm = GradientNorm.clip(gradients, settings.gradientNorm());
    requireFinite("gradient norm", norm);
    adam.step(weights, gradients, learningRate);
    return norm;
  }

  private static NDArray matrix(NDManager scope, float[] values, int width) {
    return scope.create(values, new Shape(values.length / width, width));
  }

  private static int rows(String name, float[] found, int width) {
    if (found.length == 0 || found.length % width != 0) {
      throw new IllegalArgumentException(
          "%s: found %d values, expected rows of %d".formatted(name, found.length, width));
    }
    return found.length / width;
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
    return update(experience, learningRate, entropyCoefficient, settings.clip(), random);
  }

  /** The same with another bound {@code clip} of the ratio than the settings', which may decay. */
  public UpdateReport update(
      Experience experience,
      double learningRate,
      double entropyCoefficient,
      double clip,
      SplittableRandom random) {
    requireFits(experience);
    PpoSettings.aboveZero("clip", clip);
    PpoLoss loss =
        new PpoLoss(clip, settings.valueClip(), settings.valueCoefficient(), entropyCoefficient);
    MinibatchOrder order = new MinibatchOrder(experience.samples(), settings.minibatch());
    List<Step> taken = new ArrayList<>();
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      for (int[] rows : order.epoch(random)) {
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
      NDArray parameters = scope.create(shape.sigmoidForm(weights));
      parameters.setRequiresGradient(true);
      Minibatch batch = Minibatch.of(scope, DataType.FLOAT32, staging, experience, rows);
      PpoLoss.Terms terms = loss.evaluate(shape, parameters, batch);
      PpoLoss.Statistics statistics = PpoLoss.Statistics.of(terms);
      requireFinite("loss", statistics.loss());
      if (statistics.approximateKl() > PpoSettings.KL_TOLERANCE * settings.targetKl()) {
        return new Step(statistics, OptionalDouble.empty());
      }
      collector.backward(terms.loss());
      return new Step(statistics, OptionalDouble.of(follow(parameters, learningRate)));
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
        ExplainedVariance.of(experience.returns, experience.values));
  }

  private static double mean(List<Step> steps, ToDoubleFunction<Step> number) {
    return steps.stream().mapToDouble(number).average().orElse(Double.NaN);
  }

  private void requireFits(Experience experience) {
    equal("observation width", experience.observationWidth(), shape.observations());
    equal(
        "critic observation width",
        experience.criticObservationWidth(),
        shape.criticObservations());
    equal("action width", experience.actionWidth(), shape.head().actionWidth());
    if (experience.masks.isPresent()) {
      equal("actions of a mask", experience.choices(), shape.head().choices());
    }
    if (shape.head().choices() > 0) {
      requireKnownActions(experience.actions, shape.head().choices());
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

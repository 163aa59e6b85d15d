package io.rlscaler.trainer.ppo;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.rlscaler.trainer.ppo.TanhNetwork.Layer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A critic of its own, with its own optimiser and gradient norm, such as that of a cost: what it
 * learns changes no step of the policy's networks.
 *
 * <p>Native memory is used within one minibatch only. DJL collects gradients of one learner per
 * process at a time; a learner is for one thread.
 */
public final class ValueLearner implements AutoCloseable {
  private static final String ENGINE = "PyTorch";

  private final ValueShape shape;
  private final PpoSettings settings;
  private final NDManager manager;
  private final float[] weights;
  private final Adam adam;
  private final Staging staging = new Staging();

  /**
   * Begins with copies of {@code weights}, laid out as {@link ValueShape} says; minibatch, epochs,
   * Adam and the largest gradient norm are as the settings say.
   */
  public ValueLearner(ValueShape shape, PpoSettings settings, float[] weights) {
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

  /** V of observations [rows, F], row by row. */
  public float[] predict(float[] observations) {
    int width = shape.observations();
    if (observations.length == 0 || observations.length % width != 0) {
      throw new IllegalArgumentException(
          "observations: found %d values, expected rows of %d"
              .formatted(observations.length, width));
    }
    try (NDManager scope = manager.newSubManager()) {
      NDArray rows = scope.create(observations, new Shape(observations.length / width, width));
      return values(scope.create(form()), rows).toFloatArray();
    }
  }

  private float[] form() {
    float[] form = weights.clone();
    SigmoidForm.write(shape.layers(), weights, form);
    return form;
  }

  private NDArray values(NDArray parameters, NDArray rows) {
    List<Layer> layers = shape.layers();
    NDList pieces = parameters.split(TanhNetwork.cuts(layers), 0);
    return new TanhNetwork(layers, pieces).forward(rows).reshape(-1);
  }

  /**
   * Fits the critic's rows of {@code experience} to {@code returns} by passes in minibatches of a
   * random order. It ends no epoch early: no policy is at stake.
   *
   * @param experience whose critic's rows are seen
   * @param returns what V should have been, of each sample
   * @param learningRate of all optimiser steps
   * @param random decides the order
   * @throws IllegalStateException when the loss or a gradient is not finite
   */
  public ValueReport update(
      Experience experience, float[] returns, double learningRate, SplittableRandom random) {
    same("observation width", experience.criticObservationWidth(), shape.observations());
    same("returns", returns.length, experience.samples());
    MinibatchOrder order = new MinibatchOrder(returns.length, settings.minibatch());
    int steps = 0;
    double loss = 0;
    double norm = 0;
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      for (int[] rows : order.epoch(random)) {
        ValueReport step = step(experience.criticObservations, returns, rows, learningRate);
        steps++;
        loss += step.loss();
        norm += step.gradientNorm();
      }
    }
    return new ValueReport(steps, loss / steps, norm / steps);
  }

  private ValueReport step(float[] observations, float[] returns, int[] rows, double learningRate) {
    int width = shape.observations();
    staging.begin((width + 1) * rows.length);
    staging.rows(observations, width, rows);
    staging.columns(returns, 1, rows);
    try (NDManager scope = manager.newSubManager();
        GradientCollector collector = Engine.getEngine(ENGINE).newGradientCollector()) {
      NDArray parameters = scope.create(form());
      parameters.setRequiresGradient(true);
      NDList parts = staging.upload(scope, DataType.FLOAT32);
      NDArray values = values(parameters, parts.get(0).reshape(rows.length, width));
      NDArray loss = parts.get(1).sub(values).square().mean();
      collector.backward(loss);
      float[] gradients = parameters.getGradient().toFloatArray();
      SigmoidForm.pullBack(shape.layers(), gradients);
      double norm = GradientNorm.clip(gradients, settings.gradientNorm());
      if (!Double.isFinite(norm)) {
        throw new IllegalStateException(
            "gradient norm: found " + norm + ", expected a finite value");
      }
      adam.step(weights, gradients, learningRate);
      return new ValueReport(1, loss.getFloat(), norm);
    }
  }

  private static void same(String name, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "%s: found %d, expected %d".formatted(name, found, expected));
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

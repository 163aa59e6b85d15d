package io.rlscaler.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PpoLossTest {
  private static final double STEP = 1e-6;

  // rounding of a loss near 1 over twice the step, 1e-10, and the curvature's share, 1e-12
  private static final double TOLERANCE = 2e-9;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void theGradientIsTheSlopeOfTheWholeLoss(int index) throws Exception {
    GoldenCase golden = new GoldenCase(index);
    requireSlopes(golden.loss(), golden.shape(), golden.weights(), golden.experience());
  }

  @Test
  void theGradientOfOrderedLevelsWithMasksIsTheSlopeOfTheWholeLoss() {
    ActorCriticShape shape = new ActorCriticShape(3, List.of(5), PolicyHead.orderedLevels());
    SplittableRandom random = new SplittableRandom(5);
    float[] weights = shape.initialWeights(random);
    for (int i = 0; i < weights.length; i++) {
      weights[i] += (float) random.nextDouble(-.3, .3);
    }
    requireSlopes(
        new PpoLoss(.2, OptionalDouble.of(.3), .5, .01), shape, weights, masked(random, 24));
  }

  @Test
  void theGradientOfACriticThatSeesMoreIsTheSlopeOfTheWholeLoss() {
    ActorCriticShape shape = new ActorCriticShape(3, 5, List.of(4), PolicyHead.orderedLevels());
    SplittableRandom random = new SplittableRandom(6);
    float[] weights = shape.initialWeights(random);
    Experience experience =
        masked(random, 24).withCriticObservations(uniform(random, 5 * 24, -2, 2));
    requireSlopes(new PpoLoss(.2, OptionalDouble.empty(), .5, .01), shape, weights, experience);
  }

  private static Experience masked(SplittableRandom random, int samples) {
    int choices = PolicyHead.orderedLevels().choices();
    boolean[] allowed = new boolean[samples * choices];
    float[] actions = new float[samples];
    for (int i = 0; i < allowed.length; i++) {
      allowed[i] = random.nextInt(3) > 0;
    }
    for (int i = 0; i < samples; i++) {
      actions[i] = random.nextInt(choices);
      allowed[i * choices + (int) actions[i]] = true;
    }
    return new Experience(
            uniform(random, 3 * samples, -2, 2),
            actions,
            uniform(random, samples, -3, -1),
            uniform(random, samples, -1, 1),
            uniform(random, samples, -1, 1),
            uniform(random, samples, -1, 1))
        .withMasks(allowed);
  }

  private static float[] uniform(SplittableRandom random, int count, double least, double most) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(least, most);
    }
    return values;
  }

  private static void requireSlopes(
      PpoLoss loss, ActorCriticShape shape, float[] floats, Experience experience) {
    double[] weights = IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
    int[] rows = IntStream.range(0, experience.samples()).toArray();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Minibatch batch = Minibatch.of(manager, DataType.FLOAT64, new Staging(), experience, rows);
      double[] slopes = new double[weights.length];
      for (int i = 0; i < weights.length; i++) {
        double kept = weights[i];
        weights[i] = kept + STEP;
        double above = value(manager, loss, shape, weights, batch);
        weights[i] = kept - STEP;
        slopes[i] = (above - value(manager, loss, shape, weights, batch)) / (2 * STEP);
        weights[i] = kept;
      }
      assertThat(gradient(manager, loss, shape, weights, batch))
          .containsExactly(slopes, offset(TOLERANCE));
    }
  }

  private static double value(
      NDManager manager, PpoLoss loss, ActorCriticShape shape, double[] weights, Minibatch batch) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray parameters = scope.create(weights);
      return loss.evaluate(shape, parameters, on(scope, batch)).loss().toDoubleArray()[0];
    }
  }

  private static double[] gradient(
      NDManager manager, PpoLoss loss, ActorCriticShape shape, double[] weights, Minibatch batch) {
    try (NDManager scope = manager.newSubManager();
        GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray parameters = scope.create(weights);
      parameters.setRequiresGradient(true);
      collector.backward(loss.evaluate(shape, parameters, on(scope, batch)).loss());
      return parameters.getGradient().toDoubleArray();
    }
  }

  /** Moves the arrays, so that what is computed from them goes with the scope. */
  private static Minibatch on(NDManager scope, Minibatch batch) {
    return new Minibatch(
        copy(scope, batch.observations()),
        copy(scope, batch.criticObservations()),
        copy(scope, batch.actions()),
        batch.penalties().map(penalties -> copy(scope, penalties)),
        copy(scope, batch.logProbabilities()),
        copy(scope, batch.values()),
        copy(scope, batch.advantages()),
        copy(scope, batch.returns()));
  }

  private static NDArray copy(NDManager scope, NDArray array) {
    return scope.create(array.toDoubleArray(), array.getShape());
  }
}

package io.rlscaler.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.Feature;
import io.rlscaler.trainer.export.ActorNetwork;
import io.rlscaler.trainer.export.DenseLayer;
import io.rlscaler.trainer.export.OnnxGraphWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrainedActorTest {
  // float32 through three layers, relative to logits above 1
  private static final double TOLERANCE = 1e-5;
  private static final int STATES = 1000;
  private static final ActorCriticShape SHAPE =
      new ActorCriticShape(Feature.COUNT, List.of(64, 64), PolicyHead.orderedLevels());

  @Test
  void onnxRuntimeServesWhatTheLearnerComputes() throws Exception {
    SplittableRandom random = new SplittableRandom(11);
    float[] weights = SHAPE.initialWeights(random);
    for (int i = 0; i < weights.length; i++) {
      weights[i] += (float) random.nextDouble(-.1, .1);
    }
    RunningMoments moments = new RunningMoments(Feature.COUNT);
    moments.update(random.doubles(200L * Feature.COUNT, -1, 3).toArray());
    float[] states = new float[STATES * Feature.COUNT];
    for (int i = 0; i < states.length; i++) {
      states[i] = (float) random.nextDouble(-Feature.CLIP, Feature.CLIP);
    }

    float[][] served = served(network(SHAPE, weights, moments), states);

    float[] learned = learned(weights, moments.normalise(states, Feature.CLIP));
    int differentActions = 0;
    double largest = 0;
    for (int row = 0; row < STATES; row++) {
      float[] expected =
          Arrays.copyOfRange(learned, row * ActionTable.COUNT, (row + 1) * ActionTable.COUNT);
      for (int action = 0; action < expected.length; action++) {
        double scale = Math.max(1, Math.abs(expected[action]));
        largest = Math.max(largest, Math.abs(served[row][action] - expected[action]) / scale);
      }
      differentActions += best(served[row]) == best(expected) ? 0 : 1;
    }
    assertThat(largest).isLessThan(TOLERANCE);
    assertThat(differentActions).isZero();
  }

  private static ActorNetwork network(
      ActorCriticShape shape, float[] weights, RunningMoments moments) {
    return TrainedActor.network(
        shape,
        weights,
        moments,
        DenseLayer.constant(64, new float[ActionTable.COUNT]),
        DenseLayer.constant(64, 0));
  }

  private static float[][] served(ActorNetwork network, float[] states) throws Exception {
    float[][] rows = new float[STATES][];
    for (int row = 0; row < STATES; row++) {
      rows[row] = Arrays.copyOfRange(states, row * Feature.COUNT, (row + 1) * Feature.COUNT);
    }
    byte[] model = OnnxGraphWriter.write(network, Map.of());
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(model);
        OnnxTensor input = OnnxTensor.createTensor(environment, rows);
        OrtSession.Result result = session.run(Map.of("features", input))) {
      return (float[][]) result.get("logits").orElseThrow().getValue();
    }
  }

  private static float[] learned(float[] weights, float[] observations) {
    try (PpoLearner learner = new PpoLearner(SHAPE, PpoSettings.defaults(), weights)) {
      return learner.predict(observations).policy();
    }
  }

  private static int best(float[] logits) {
    return new ActionDistribution(logits).mode();
  }

  @Test
  void refusesAnotherHead() {
    ActorCriticShape shape =
        new ActorCriticShape(Feature.COUNT, List.of(64), PolicyHead.categorical(14));
    float[] weights = new float[shape.parameters()];
    assertThatThrownBy(() -> network(shape, weights, new RunningMoments(Feature.COUNT)))
        .hasMessage(
            "shape: found a CategoricalHead on %d observations, expected ordered levels on %d"
                .formatted(Feature.COUNT, Feature.COUNT));
  }
}

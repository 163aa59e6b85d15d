package io.rlscaler.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.rlscaler.trainer.ppo.TanhNetwork.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ValueLearnerTest {
  private static final int SAMPLES = 64;
  private static final ValueShape SHAPE = new ValueShape(3, List.of(5, 4));

  private static PpoSettings settings(double gradientNorm) {
    PpoSettings d = PpoSettings.defaults();
    return new PpoSettings(
        1,
        SAMPLES,
        SAMPLES,
        1,
        d.gamma(),
        d.gaeLambda(),
        d.clip(),
        d.valueClip(),
        d.valueCoefficient(),
        d.entropyCoefficient(),
        d.learningRate(),
        d.adam(),
        gradientNorm,
        d.targetKl(),
        List.of(5, 4));
  }

  private final SplittableRandom random = new SplittableRandom(1);
  private final float[] weights = uniform(SHAPE.parameters());
  private final float[] rows = uniform(3 * SAMPLES);
  private final float[] returns = uniform(SAMPLES);

  private float[] uniform(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /** The network as it is defined, in double precision. */
  private static double value(double[] weights, double[] row) {
    double[] x = row;
    List<Layer> layers = SHAPE.layers();
    for (Layer layer : layers) {
      double[] next = new double[layer.outputs()];
      for (int i = 0; i < next.length; i++) {
        next[i] = weights[layer.biasOffset() + i];
        for (int j = 0; j < x.length; j++) {
          next[i] += weights[layer.offset() + i * x.length + j] * x[j];
        }
        next[i] = layer.outputs() > 1 ? Math.tanh(next[i]) : next[i];
      }
      x = next;
    }
    return x[0];
  }

  private double loss(double[] at) {
    double sum = 0;
    for (int i = 0; i < SAMPLES; i++) {
      double[] row = {rows[3 * i], rows[3 * i + 1], rows[3 * i + 2]};
      double error = returns[i] - value(at, row);
      sum += error * error / SAMPLES;
    }
    return sum;
  }

  private Experience experience() {
    float[] none = new float[SAMPLES];
    return new Experience(rows, none, none, none, none, none);
  }

  @Test
  void valuesAreThoseOfTheTanhNetwork() {
    double[] exact = doubles(weights);
    float[] expected = new float[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      expected[i] = (float) value(exact, doubles(Arrays.copyOfRange(rows, 3 * i, 3 * i + 3)));
    }
    try (ValueLearner learner = new ValueLearner(SHAPE, settings(1), weights)) {
      // float32 on numbers around 1
      assertThat(learner.predict(rows)).containsExactly(expected, offset(1e-6f));
    }
  }

  private static double[] doubles(float[] floats) {
    double[] doubles = new double[floats.length];
    Arrays.setAll(doubles, i -> floats[i]);
    return doubles;
  }

  @Test
  void theGradientIsTheSlopeOfTheLossClippedByItsOwnNorm() {
    double[] at = doubles(weights);
    float[] slopes = new float[at.length];
    for (int i = 0; i < at.length; i++) {
      double kept = at[i];
      at[i] = kept + 1e-6;
      double above = loss(at);
      at[i] = kept - 1e-6;
      slopes[i] = (float) ((above - loss(at)) / 2e-6);
      at[i] = kept;
    }
    double norm = GradientNorm.clip(slopes, .05);
    try (ValueLearner learner = new ValueLearner(SHAPE, settings(.05), weights)) {
      ValueReport report = learner.update(experience(), returns, 1e-3, new SplittableRandom(2));

      assertThat(report.loss()).isCloseTo(loss(at), offset(1e-6));
      assertThat(report.gradientNorm()).isCloseTo(norm, offset(1e-6));
      // the first moment after one step is a tenth of the clipped gradient
      float[] gradients = learner.optimiser().first();
      for (int i = 0; i < gradients.length; i++) {
        gradients[i] *= 10;
      }
      assertThat(gradients).containsExactly(slopes, offset(1e-6f));
      assertThat(learner.arraysHeld()).isZero();
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    try (ValueLearner learner = new ValueLearner(SHAPE, settings(1), weights)) {
      assertThatThrownBy(() -> learner.predict(new float[4]))
          .hasMessage("observations: found 4 values, expected rows of 3");
      assertThatThrownBy(
              () -> learner.update(experience(), new float[5], 1, new SplittableRandom(2)))
          .hasMessage("returns: found 5, expected 64");
    }
  }
}

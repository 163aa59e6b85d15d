package io.rlscaler.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.rlscaler.engine.artifact.LinearActor;
import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.policy.PolicyRejectedException.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxPolicyTest {
  /** Of a sum of 43 products of at most 5 in float32. */
  private static final Offset<Double> ROUNDING = offset(1e-4);

  private static PolicyContract contract() throws PolicyRejectedException {
    return PolicyArtifact.builtin("headroom-v1").contract();
  }

  private static OnnxPolicy load(ModelProto.Builder model) throws PolicyRejectedException {
    return OnnxPolicy.load(contract(), model.build().toByteArray(), "sha256:test");
  }

  private static List<float[]> rows(int count) {
    SplittableRandom random = new SplittableRandom(7);
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] row = new float[Feature.COUNT];
      for (int j = 0; j < row.length; j++) {
        row[j] = (float) random.nextDouble(-10, 10);
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<Double> outputs(OnnxPolicy.Batch batch, int index) {
    List<Double> outputs = new ArrayList<>();
    for (int action = 0; action < ActionTable.COUNT; action++) {
      outputs.add((double) batch.logit(index, action));
      outputs.add(batch.risk(index, action));
    }
    outputs.add((double) batch.value(index));
    return outputs;
  }

  private static double product(float[] row, int action) {
    double sum = 0;
    for (int j = 0; j < row.length; j++) {
      sum += row[j] * LinearActor.weight(action, j);
    }
    return sum;
  }

  @Test
  void everyOutputOfEveryRowIsTheGraphs() throws Exception {
    List<float[]> rows = rows(5);
    try (OnnxPolicy policy = load(LinearActor.model());
        OnnxPolicy.Batch batch = policy.batch(5)) {
      for (int i = 0; i < 5; i++) {
        batch.put(i, rows.get(i));
      }
      batch.run(5);
      for (int i = 0; i < 5; i++) {
        double value = 0;
        for (int j = 0; j < Feature.COUNT; j++) {
          value += rows.get(i)[j] * LinearActor.valueWeight(j);
        }
        assertThat((double) batch.value(i)).isCloseTo(value, ROUNDING);
        for (int action = 0; action < ActionTable.COUNT; action++) {
          double logit = product(rows.get(i), action);
          assertThat((double) batch.logit(i, action)).isCloseTo(logit, ROUNDING);
          assertThat(batch.risk(i, action)).isCloseTo(1 / (1 + Math.exp(-logit)), ROUNDING);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 17})
  void aBatchGivesWhatSingleRowsGive(int size) throws Exception {
    List<float[]> rows = rows(size);
    try (OnnxPolicy policy = load(LinearActor.model());
        OnnxPolicy.Batch together = policy.batch(17);
        OnnxPolicy.Batch alone = policy.batch(1)) {
      for (int i = 0; i < size; i++) {
        together.put(i, rows.get(i));
      }
      together.run(size);
      for (int i = 0; i < size; i++) {
        alone.put(0, rows.get(i));
        alone.run(1);
        List<Double> expected = outputs(alone, 0);
        List<Double> found = outputs(together, i);
        for (int k = 0; k < expected.size(); k++) {
          assertThat(found.get(k)).isCloseTo(expected.get(k), ROUNDING);
        }
      }
    }
  }

  @Test
  void aBatchMayGrowAndShrinkWithinItsCapacity() throws Exception {
    List<float[]> rows = rows(4);
    try (OnnxPolicy policy = load(LinearActor.model());
        OnnxPolicy.Batch batch = policy.batch(4)) {
      for (int size : new int[] {2, 4, 1, 4}) {
        for (int i = 0; i < size; i++) {
          batch.put(i, rows.get(i));
        }
        batch.run(size);
        assertThat((double) batch.logit(size - 1, 3))
            .isCloseTo(product(rows.get(size - 1), 3), ROUNDING);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 5})
  void aSizeBeyondTheCapacityIsRefused(int size) throws Exception {
    try (OnnxPolicy policy = load(LinearActor.model());
        OnnxPolicy.Batch batch = policy.batch(4)) {
      assertThatThrownBy(() -> batch.run(size))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("batch size: found " + size + ", expected 1 to 4");
    }
  }

  @Test
  void riskIsCalibratedByTheContract() throws Exception {
    PolicyContract plain = contract();
    PolicyContract halved =
        withCalibration(
            plain,
            new PolicyContract.Calibration("isotonic", List.of(0.0, 1.0), List.of(0.0, 0.5)));
    byte[] model = LinearActor.model().build().toByteArray();
    try (OnnxPolicy policy = OnnxPolicy.load(halved, model, "sha256:test");
        OnnxPolicy.Batch batch = policy.batch(1)) {
      batch.run(1);
      assertThat(batch.risk(0, 0)).isEqualTo(0.25);
    }
  }

  private static PolicyContract withCalibration(
      PolicyContract c, PolicyContract.Calibration calibration) {
    PolicyContract.Risk risk =
        new PolicyContract.Risk(c.risk().limit(), c.risk().horizon(), calibration);
    return new PolicyContract(
        c.schema(),
        c.name(),
        c.version(),
        c.decisionPeriodSeconds(),
        c.features(),
        c.actions(),
        risk,
        c.defaults(),
        c.forecastPrior(),
        c.calibrationPrior(),
        c.network(),
        c.training(),
        c.evaluation());
  }

  @Test
  void aModelWhoseOutputsAreNotFiniteIsNotLoaded() {
    ModelProto.Builder model = LinearActor.model();
    TensorProto.Builder value = model.getGraphBuilder().getInitializerBuilder(1);
    value.setFloatData(0, Float.POSITIVE_INFINITY);
    assertThatThrownBy(() -> load(model))
        .isInstanceOfSatisfying(
            PolicyRejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(Cause.MODEL_FAILED))
        .hasMessage("policy.onnx: outputs on zero features are not finite");
  }

  @Test
  void outputsThatOverflowLaterAreSeen() throws Exception {
    ModelProto.Builder model = LinearActor.model();
    TensorProto.Builder logits = model.getGraphBuilder().getInitializerBuilder(0);
    logits.setFloatData(0, Float.MAX_VALUE);
    float[] ten = new float[Feature.COUNT];
    ten[0] = 10;
    try (OnnxPolicy policy = load(model);
        OnnxPolicy.Batch batch = policy.batch(2)) {
      batch.put(1, ten);
      batch.run(2);
      assertThat(List.of(batch.isFinite(0), batch.isFinite(1))).containsExactly(true, false);
    }
  }

  @Test
  void whatOnnxRuntimeRefusesIsNotLoaded() throws Exception {
    PolicyContract contract = contract();
    assertThatThrownBy(() -> OnnxPolicy.load(contract, new byte[] {1, 2, 3}, "sha256:test"))
        .isInstanceOfSatisfying(
            PolicyRejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(Cause.MODEL_FAILED))
        .hasMessageStartingWith("policy.onnx: ONNX Runtime refused it: ");
  }

  @Test
  void featuresFarFromTrainingAreNamed() throws Exception {
    try (OnnxPolicy policy = load(LinearActor.model())) {
      float[] features = new float[Feature.COUNT];
      assertThat(policy.distrust(features)).isEmpty();
      features[Feature.UTILIZATION.index()] = 14.5f;
      assertThat(policy.distrust(features))
          .contains("utilization is 14.5, the policy was trained on -14.0 to 14.0");
      features[Feature.UTILIZATION.index()] = Float.NaN;
      assertThat(policy.distrust(features)).isPresent();
    }
  }

  @Test
  void closingTwiceIsHarmless() throws Exception {
    OnnxPolicy policy = load(LinearActor.model());
    OnnxPolicy.Batch batch = policy.batch(1);
    batch.run(1);
    batch.close();
    policy.close();
    assertThatCode(
            () -> {
              batch.close();
              policy.close();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void aClosedPolicyFailsAsAnInference() throws Exception {
    OnnxPolicy policy = load(LinearActor.model());
    try (OnnxPolicy.Batch batch = policy.batch(1)) {
      policy.close();
      assertThatThrownBy(() -> batch.run(1))
          .isInstanceOf(OnnxPolicy.InferenceException.class)
          .hasMessageStartingWith("inference failed: ");
    }
  }
}

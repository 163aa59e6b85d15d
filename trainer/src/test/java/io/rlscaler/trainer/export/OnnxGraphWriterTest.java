package io.rlscaler.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.rlscaler.engine.policy.PolicyRejectedException;
import io.rlscaler.engine.policy.PolicyRejectedException.Cause;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxGraphWriterTest {
  private static Stream<ActorNetwork> networks() {
    return Stream.of(
        RandomNetworks.actor(1),
        RandomNetworks.actor(2, 16),
        RandomNetworks.actor(3, 64, 64),
        RandomNetworks.actor(4, 32, 8, 24),
        new HeadroomPolicy(-1.5).network());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void onnxRuntimeComputesTheForwardPass(ActorNetwork network) {
    byte[] model = OnnxGraphWriter.write(network, Map.of());
    assertThatCode(() -> ExportCheck.run(network, model)).doesNotThrowAnyException();
  }

  @Test
  void theExportCheckSeesOtherWeights() {
    byte[] model = OnnxGraphWriter.write(RandomNetworks.actor(1, 16), Map.of());
    assertThatThrownBy(() -> ExportCheck.run(RandomNetworks.actor(2, 16), model))
        .isInstanceOfSatisfying(
            PolicyRejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(Cause.MODEL_FAILED))
        .hasMessageStartingWith("policy.onnx: logits of row 0[0]: ONNX Runtime gave ");
  }

  @Test
  void theExportCheckSeesASmallChangeOfOneWeight() {
    ActorNetwork network = RandomNetworks.actor(1, 16);
    float[] bias = network.value().bias();
    bias[0] += 1e-4f;
    DenseLayer value = new DenseLayer(16, network.value().weights(), bias);
    ActorNetwork changed =
        new ActorNetwork(
            network.normaliser(),
            network.hidden(),
            network.mean(),
            network.width(),
            network.followBaseline(),
            network.risk(),
            value);
    byte[] model = OnnxGraphWriter.write(network, Map.of());
    assertThatThrownBy(() -> ExportCheck.run(changed, model))
        .hasMessageStartingWith("policy.onnx: value of row 0[0]: ONNX Runtime gave ");
  }

  @Test
  void theSameNetworkGivesTheSameBytesWhateverTheOrderOfTheMetadata() throws Exception {
    byte[] first =
        OnnxGraphWriter.write(RandomNetworks.actor(1, 16), Map.of("a", "1", "b", "2", "c", "3"));
    byte[] second =
        OnnxGraphWriter.write(RandomNetworks.actor(1, 16), Map.of("c", "3", "b", "2", "a", "1"));
    assertThat(first).isEqualTo(second);
    ModelProto model = ModelProto.parseFrom(first);
    assertThat(model.getMetadataPropsList().stream().map(StringStringEntryProto::getKey))
        .containsExactly("a", "b", "c");
    assertThat(List.of(model.getIrVersion(), model.getOpsetImport(0).getVersion()))
        .containsExactly(8L, 17L);
  }

  @Test
  void theForwardPassIsTheFormula() {
    ActorOutput output = new HeadroomPolicy(0.5).network().forward(new float[43]);
    assertThat(output.action()).isEqualTo(5);
    // level 1.5 lies 1 from 0.5: -1 / (2 * .2^2) = -12.5; float32 .2 and sigmoid(-20) * 4 blur it
    assertThat(output.logits()[7]).isCloseTo(-12.5, offset(1e-5));
    assertThat(output.logits()[0]).isEqualTo(-600);
    assertThat(output.value()).isZero();
  }

  @Test
  void layersThatDoNotFitAreRefused() {
    ActorNetwork network = RandomNetworks.actor(1, 16);
    assertThatThrownBy(
            () ->
                new ActorNetwork(
                    network.normaliser(),
                    List.of(),
                    network.mean(),
                    network.width(),
                    network.followBaseline(),
                    network.risk(),
                    network.value()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mean: found 16 -> 1, expected 43 -> 1");
  }

  @Test
  void weightsThatAreNotFiniteAreRefused() {
    assertThatThrownBy(() -> DenseLayer.constant(2, 1, Float.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bias[1]: found NaN, expected a finite value");
    assertThatThrownBy(() -> new DenseLayer(3, new float[5], new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 3 inputs, 2 outputs and 5 weights");
  }

  @Test
  void aNormaliserWithoutSpreadIsRefused() {
    assertThatThrownBy(() -> new Normaliser(new float[43], new float[43]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("deviation: found 0.0, expected above 0");
  }
}

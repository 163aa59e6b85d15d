package io.rlscaler.engine.artifact;

import static io.rlscaler.engine.artifact.LinearActor.floats;
import static io.rlscaler.engine.artifact.LinearActor.gemm;
import static io.rlscaler.engine.artifact.LinearActor.longs;
import static io.rlscaler.engine.artifact.LinearActor.node;
import static io.rlscaler.engine.artifact.LinearActor.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.rlscaler.engine.policy.PolicyRejectedException;
import io.rlscaler.engine.policy.PolicyRejectedException.Cause;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxAdmissionTest {
  /** A change to the admissible model, and what the refusal must say. */
  private record Case(String what, Consumer<ModelProto.Builder> change, List<String> parts) {
    Case(String what, Consumer<ModelProto.Builder> change, String... parts) {
      this(what, change, List.of(parts));
    }

    @Override
    public String toString() {
      return what;
    }
  }

  private static Case graph(String what, Consumer<GraphProto.Builder> change, String... parts) {
    return new Case(what, model -> change.accept(model.getGraphBuilder()), parts);
  }

  private static void assertRefused(byte[] bytes, Cause reason, String... parts) {
    assertThatThrownBy(() -> OnnxAdmission.check(bytes))
        .isInstanceOfSatisfying(
            PolicyRejectedException.class,
            e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason))
        .hasMessageStartingWith("policy.onnx: ")
        .hasMessageContainingAll(parts);
  }

  private static void assertRefused(Case hostile, Cause reason) {
    ModelProto.Builder model = LinearActor.model();
    hostile.change().accept(model);
    assertRefused(model.build().toByteArray(), reason, hostile.parts().toArray(String[]::new));
  }

  @Test
  void theSmallestActorIsAdmitted() {
    byte[] bytes = LinearActor.model().build().toByteArray();
    assertThatCode(() -> OnnxAdmission.check(bytes)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 17})
  void opsetsFrom13To17AreAdmitted(int version) {
    ModelProto.Builder model = LinearActor.model();
    model.getOpsetImportBuilder(0).setVersion(version);
    assertThatCode(() -> OnnxAdmission.check(model.build().toByteArray()))
        .doesNotThrowAnyException();
  }

  @Test
  void shapesThatFitAnyBatchAreAdmitted() {
    ModelProto.Builder model = LinearActor.model();
    ByteBuffer shape = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    shape.putLong(0).putLong(-1).putLong(2);
    model
        .getGraphBuilder()
        .addInitializer(
            longs("pairs", 0, 0, 0).clearInt64Data().setRawData(ByteString.copyFrom(shape.array())))
        .addInitializer(floats("one").addFloatData(1))
        .addInitializer(floats("ones", 14, 1).addFloatData(1))
        .addNode(node("Clip", "clipped", "risk", "one", "one"))
        .addNode(node("Reshape", "split", "clipped", "pairs"))
        .addNode(node("Add", "shifted", "split", "one"))
        .addNode(
            node("Concat", "joined", "shifted", "split")
                .addAttribute(LinearActor.integer("axis", -1)));
    TensorProto.Builder ones = model.getGraphBuilder().getInitializerBuilder(5);
    for (int i = 1; i < 14; i++) {
      ones.addFloatData(1);
    }
    model.getGraphBuilder().addNode(node("MatMul", "sum", "risk", "ones"));
    assertThatCode(() -> OnnxAdmission.check(model.build().toByteArray()))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not a protobuf", "\u0000\u0000\u0000", "<html>", "{}"})
  void whatIsNotAModelIsRefused(String content) {
    assertRefused(
        content.getBytes(StandardCharsets.UTF_8), Cause.MODEL_MALFORMED, "not an ONNX model");
  }

  @Test
  void aModelCutShortAnywhereIsRefused() {
    byte[] bytes = LinearActor.model().build().toByteArray();
    IntStream.range(0, bytes.length)
        .filter(length -> length % 37 == 0 || length > bytes.length - 20)
        .forEach(
            length ->
                assertThatThrownBy(() -> OnnxAdmission.check(Arrays.copyOf(bytes, length)))
                    .as("cut to %d of %d bytes", length, bytes.length)
                    .isInstanceOf(PolicyRejectedException.class));
  }

  private static Stream<Case> forbidden() {
    return Stream.of(forbiddenModels(), forbiddenOperators(), forbiddenWeights(), forbiddenSizes())
        .flatMap(cases -> cases);
  }

  private static Stream<Case> forbiddenModels() {
    return Stream.of(
        new Case(
            "opset 18",
            model -> model.getOpsetImportBuilder(0).setVersion(18),
            "found opset 18, expected 13 to 17"),
        new Case(
            "opset 12", model -> model.getOpsetImportBuilder(0).setVersion(12), "found opset 12"),
        new Case(
            "no opset", ModelProto.Builder::clearOpsetImport, "found 0 opset imports, expected 1"),
        new Case("IR version", model -> model.setIrVersion(11), "found IR version 11"),
        new Case(
            "foreign domain",
            model ->
                model.addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain("com.evil").setVersion(1)),
            "operator domain \"com.evil\", expected ai.onnx"),
        new Case(
            "functions",
            model -> model.addFunctions(FunctionProto.newBuilder().setName("f")),
            "functions"),
        new Case(
            "training info",
            model -> model.addTrainingInfo(TrainingInfoProto.getDefaultInstance()),
            "training info"));
  }

  private static Stream<Case> forbiddenOperators() {
    return Stream.of(
        operator("Loop"),
        operator("If"),
        operator("Scan"),
        operator("ConstantOfShape"),
        operator("Constant"),
        operator("Expand"),
        graph(
            "custom operator",
            g -> g.addNode(node("Gemm", "x", "features").setDomain("com.evil")),
            "operator com.evil.Gemm, expected one of [Add, Cast,"),
        attribute("graph", a -> a.setG(GraphProto.getDefaultInstance())),
        attribute("graphs", a -> a.addGraphs(GraphProto.getDefaultInstance())),
        attribute("tensor", a -> a.setT(floats("t", 1))),
        attribute("tensors", a -> a.addTensors(floats("t", 1))),
        attribute("sparse tensor", a -> a.setSparseTensor(SparseTensorProto.newBuilder())),
        attribute("sparse tensors", a -> a.addSparseTensors(SparseTensorProto.newBuilder())),
        graph(
            "computed shape",
            g -> g.addNode(node("Reshape", "x", "features", "w")),
            "a Reshape to a computed shape"),
        graph(
            "two outputs of a node",
            g -> g.addNode(node("LayerNormalization", "x", "features", "w").addOutput("y")),
            "LayerNormalization with 2 inputs and 2 outputs"));
  }

  private static Stream<Case> forbiddenWeights() {
    return Stream.of(
        graph(
            "sparse weights",
            g -> g.addSparseInitializer(SparseTensorProto.getDefaultInstance()),
            "sparse initializers, expected none"),
        graph(
            "external data by location",
            g -> g.getInitializerBuilder(0).setDataLocation(TensorProto.DataLocation.EXTERNAL),
            "external data in \"w\", expected weights in the file"),
        graph(
            "external data by path",
            g ->
                g.getInitializerBuilder(0)
                    .addExternalData(
                        StringStringEntryProto.newBuilder()
                            .setKey("location")
                            .setValue("/etc/passwd")),
            "external data in \"w\""),
        graph("huge dimension", g -> g.addInitializer(floats("x", 1L << 40)), "1099511627776"),
        graph(
            "negative dimension",
            g -> g.addInitializer(floats("x", -1)),
            "dimension -1 of \"x\", expected 1 to 2000000"),
        graph(
            "huge product",
            g -> g.addInitializer(floats("x", 2_000, 2_000)),
            "more than 2000000 elements in \"x\""),
        graph("many dimensions", g -> g.addInitializer(floats("x", 1, 1, 1, 1, 1)), "5 dimensions"),
        graph(
            "many parameters",
            g -> {
              ByteString zeros = ByteString.copyFrom(new byte[4_000_000]);
              g.addInitializer(floats("x", 1_000_000).setRawData(zeros));
              g.addInitializer(floats("y", 1_000_000).setRawData(zeros));
            },
            "more than 2000000 parameters"),
        graph(
            "double weights",
            g -> g.addInitializer(floats("x", 1).setDataType(11).addDoubleData(1)),
            "type 11 of \"x\", expected float32 (1) or int64 (7)"));
  }

  private static Stream<Case> forbiddenSizes() {
    return Stream.of(
        graph("doubling Concat", OnnxAdmissionTest::doublingConcat, "values for each workload"),
        graph(
            "product over the batch",
            g -> g.addNode(gemm("features", "features", "x")),
            "a tensor \"x\" of shape [batch, batch]"),
        graph("broadcast", OnnxAdmissionTest::wideBroadcast, "a tensor \"x\" of shape [2000, "),
        graph(
            "many nodes",
            g -> {
              for (int i = 0; i < 253; i++) {
                g.addNode(node("Tanh", "x" + i, "features"));
              }
            },
            "257 nodes, expected at most 256"));
  }

  private static Case operator(String type) {
    return graph(
        type, g -> g.addNode(node(type, "x", "features")), "operator " + type + ", expected one");
  }

  private static Case attribute(String what, Consumer<AttributeProto.Builder> change) {
    return graph(
        "attribute with " + what,
        g -> {
          AttributeProto.Builder attribute = LinearActor.integer("hidden", 1);
          change.accept(attribute);
          g.getNodeBuilder(0).addAttribute(attribute);
        },
        "attribute hidden of Gemm with a nested graph, tensor or type");
  }

  private static void doublingConcat(GraphProto.Builder graph) {
    String last = "features";
    for (int i = 0; i < 40; i++) {
      NodeProto.Builder twice = node("Concat", "x" + i, last, last);
      graph.addNode(twice.addAttribute(LinearActor.integer("axis", 1)));
      last = "x" + i;
    }
  }

  private static void wideBroadcast(GraphProto.Builder graph) {
    ByteString zeros = ByteString.copyFrom(new byte[8_000]);
    graph.addInitializer(floats("wide", 2_000, 1, 1).setRawData(zeros));
    graph.addNode(node("Add", "x", "features", "wide"));
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void whatASmallActorDoesNotNeedIsForbidden(Case hostile) {
    assertRefused(hostile, Cause.MODEL_FORBIDDEN);
  }

  private static byte[] raw(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  private static Stream<Case> malformed() {
    return Stream.of(
        graph("no nodes", GraphProto.Builder::clearNode, "it has no graph"),
        graph(
            "NaN weight",
            g -> g.getInitializerBuilder(0).setFloatData(5, Float.NaN),
            "\"w\" holds NaN, expected finite weights"),
        graph(
            "infinite raw weight",
            g ->
                g.addInitializer(
                    floats("x", 2)
                        .setRawData(ByteString.copyFrom(raw(1, Float.NEGATIVE_INFINITY)))),
            "\"x\" holds -Infinity"),
        graph(
            "NaN behind a second copy",
            g ->
                g.addInitializer(
                    floats("x", 1).addFloatData(1).setRawData(ByteString.copyFrom(raw(Float.NaN)))),
            "\"x\" holds its values twice"),
        graph(
            "too few weights",
            g -> g.addInitializer(floats("x", 3).addFloatData(1)),
            "\"x\" holds 1 values, expected 3"),
        graph(
            "no weights",
            g -> g.addInitializer(longs("x", 1).clearInt64Data()),
            "\"x\" holds 0 values, expected 1"),
        graph(
            "odd bytes",
            g -> g.addInitializer(floats("x", 1).setRawData(ByteString.copyFrom(new byte[5]))),
            "\"x\" holds 1 values, expected 1"),
        graph("twice", g -> g.addNode(node("Tanh", "risk", "logits")), "\"risk\" is defined twice"),
        graph(
            "cycle",
            g -> g.getNodeBuilder(0).setInput(0, "risk"),
            "\"risk\" is used before it is defined"),
        graph(
            "shapes",
            g -> g.addNode(node("MatMul", "x", "features", "w")),
            "MatMul \"x\": found inputs of shapes [[batch, 43], [14, 43]]"),
        graph(
            "one batch only",
            g -> {
              g.addInitializer(longs("four", 4));
              g.getNodeBuilder(3).setInput(1, "four");
            },
            "Reshape \"value\": found inputs of shapes [[batch, 1], [1]]"),
        graph(
            "two open dimensions",
            g -> {
              g.addInitializer(longs("open", -1, -1));
              g.addNode(node("Reshape", "x", "features", "open"));
            },
            "Reshape \"x\""),
        graph(
            "overflowing shape",
            g -> {
              g.addInitializer(longs("big", 1L << 32, 1L << 32, 1L << 32, -1));
              g.addNode(node("Reshape", "x", "features", "big"));
            },
            "Reshape \"x\""));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void aGraphThatCannotBeMeantIsMalformed(Case broken) {
    assertRefused(broken, Cause.MODEL_MALFORMED);
  }

  private static ValueInfoProto fixed(String name, long... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (long dimension : shape) {
      dimensions.addDim(Dimension.newBuilder().setDimValue(dimension));
    }
    return LinearActor.typed(name, TensorProto.DataType.FLOAT, dimensions);
  }

  private static Stream<Case> mismatched() {
    return Stream.concat(mismatchedInputs(), mismatchedOutputs());
  }

  private static Stream<Case> mismatchedInputs() {
    return Stream.of(
        graph(
            "input name",
            g -> g.setInput(0, tensor("obs", 43)),
            "input name: found obs, expected features"),
        graph(
            "input width",
            g -> g.setInput(0, tensor("features", 42)),
            "input features shape: found [batch, 42], expected [batch, 43]"),
        graph(
            "fixed batch",
            g -> g.setInput(0, fixed("features", 1, 43)),
            "input features shape: found [1, 43], expected [batch, 43]"),
        graph(
            "input rank",
            g -> g.setInput(0, tensor("features", 1, 43)),
            "found [batch, 1, 43], expected [batch, 43]"),
        graph(
            "input type",
            g ->
                g.setInput(
                    0,
                    LinearActor.typed(
                        "features", TensorProto.DataType.DOUBLE, TensorShapeProto.newBuilder())),
            "input features type: found 11, expected float32 (1)"),
        graph(
            "extra input",
            g -> g.addInput(tensor("state", 8)),
            "inputs: found [features, state], expected features"),
        graph("no input", GraphProto.Builder::clearInput, "inputs: found [], expected features"),
        graph(
            "input with a default",
            g -> g.addInitializer(floats("features", 1).addFloatData(0)),
            "inputs: found [], expected features"));
  }

  private static Stream<Case> mismatchedOutputs() {
    return Stream.of(
        graph(
            "missing output",
            g -> g.removeOutput(2),
            "outputs: found [logits, risk], expected [logits, risk, value]"),
        graph(
            "extra output",
            g -> g.addOutput(tensor("column", 1)),
            "outputs: found [logits, risk, value, column]"),
        graph(
            "output order",
            g -> {
              ValueInfoProto first = g.getOutput(0);
              g.setOutput(0, g.getOutput(1)).setOutput(1, first);
            },
            "output 0 name: found risk, expected logits"),
        graph(
            "output width",
            g -> g.setOutput(1, tensor("risk", 13)),
            "output 1 risk shape: found [batch, 13], expected [batch, 14]"),
        graph(
            "value as a column",
            g -> g.setOutput(2, tensor("value", 1)),
            "output 2 value shape: found [batch, 1], expected [batch]"),
        graph(
            "value computed as a column",
            g -> g.setNode(3, node("Identity", "value", "column")),
            "output value computed shape: found [batch, 1], expected [batch]"),
        graph(
            "risk computed for the transposed batch",
            g -> g.setNode(1, node("Sigmoid", "risk", "features")),
            "output risk computed shape: found [batch, 43], expected [batch, 14]"));
  }

  @ParameterizedTest
  @MethodSource("mismatched")
  void anotherInterfaceIsAMismatchWithBothSidesNamed(Case other) {
    assertRefused(other, Cause.MODEL_MISMATCH);
  }
}

package io.rlscaler.engine.artifact;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.Feature;
import java.util.List;

/** The smallest admissible actor: logits = W x, risk = sigmoid(W x), value = v x. */
public final class LinearActor {
  private LinearActor() {}

  /** Weight of a feature in the logit of an action. */
  public static float weight(int action, int feature) {
    return ((action * 7 + feature * 3) % 11 - 5) / 10f;
  }

  /** Weight of a feature in the value. */
  public static float valueWeight(int feature) {
    return (feature % 5 - 2) / 4f;
  }

  /** The model, open to changes. */
  public static ModelProto.Builder model() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
        .setGraph(graph());
  }

  private static GraphProto.Builder graph() {
    TensorProto.Builder weights = floats("w", ActionTable.COUNT, Feature.COUNT);
    TensorProto.Builder value = floats("v", 1, Feature.COUNT);
    for (int action = 0; action < ActionTable.COUNT; action++) {
      for (int feature = 0; feature < Feature.COUNT; feature++) {
        weights.addFloatData(weight(action, feature));
      }
    }
    for (int feature = 0; feature < Feature.COUNT; feature++) {
      value.addFloatData(valueWeight(feature));
    }
    return GraphProto.newBuilder()
        .setName("linear")
        .addInput(tensor("features", Feature.COUNT))
        .addInitializer(weights)
        .addInitializer(value)
        .addInitializer(longs("vector", -1))
        .addNode(gemm("features", "w", "logits"))
        .addNode(node("Sigmoid", "risk", "logits"))
        .addNode(gemm("features", "v", "column"))
        .addNode(node("Reshape", "value", "column", "vector"))
        .addOutput(tensor("logits", ActionTable.COUNT))
        .addOutput(tensor("risk", ActionTable.COUNT))
        .addOutput(tensor("value"));
  }

  static NodeProto.Builder node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(output)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  static NodeProto.Builder gemm(String input, String weights, String output) {
    return node("Gemm", output, input, weights).addAttribute(integer("transB", 1));
  }

  static AttributeProto.Builder integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value);
  }

  static TensorProto.Builder floats(String name, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
    for (long dimension : shape) {
      tensor.addDims(dimension);
    }
    return tensor;
  }

  static TensorProto.Builder longs(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return tensor;
  }

  static ValueInfoProto tensor(String name, long... columns) {
    TensorShapeProto.Builder shape =
        TensorShapeProto.newBuilder().addDim(Dimension.newBuilder().setDimParam("batch"));
    for (long column : columns) {
      shape.addDim(Dimension.newBuilder().setDimValue(column));
    }
    return typed(name, TensorProto.DataType.FLOAT, shape);
  }

  static ValueInfoProto typed(
      String name, TensorProto.DataType type, TensorShapeProto.Builder shape) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape)))
        .build();
  }
}

package io.rlscaler.trainer.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.Feature;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes an {@link ActorNetwork} as an ONNX graph: opset 17, IR 8, any batch size, weights inside.
 *
 * <p>Input {@code features} [batch, F]; outputs {@code logits} [batch, A], {@code risk} [batch, A]
 * and {@code value} [batch], all float32. The same network and metadata give the same bytes.
 */
public final class OnnxGraphWriter {
  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("actor");

  private OnnxGraphWriter() {}

  /** The bytes of {@code policy.onnx}. */
  public static byte[] write(ActorNetwork network, Map<String, String> metadata) {
    OnnxGraphWriter writer = new OnnxGraphWriter();
    writer.actor(network);
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("rlscaler")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setGraph(writer.graph);
    new TreeMap<>(metadata)
        .forEach(
            (key, value) ->
                model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build().toByteArray();
  }

  private void actor(ActorNetwork network) {
    graph.addInput(tensor("features", Feature.COUNT));
    String x = normalise(network.normaliser());
    for (int i = 0; i < network.hidden().size(); i++) {
      String layer = "hidden" + i;
      x = node("Tanh", layer, gemm(layer + ".sum", x, network.hidden().get(i)));
    }
    String mean = gemm("mean", x, network.mean());
    String width = width(gemm("width.raw", x, network.width()));
    String follow = gemm("follow", x, network.followBaseline());
    graph.addNode(
        operation("Concat", "logits", follow, levelLogits(mean, width))
            .addAttribute(attribute("axis", 1)));
    graph.addOutput(tensor("logits", ActionTable.COUNT));
    node("Sigmoid", "risk", gemm("risk.sum", x, network.risk()));
    graph.addOutput(tensor("risk", ActionTable.COUNT));
    String value = gemm("value.column", x, network.value());
    node("Reshape", "value", value, vectorShape());
    graph.addOutput(tensor("value"));
  }

  private String normalise(Normaliser normaliser) {
    float[] mean = normaliser.mean();
    float[] deviation = normaliser.deviation();
    String centred =
        node("Sub", "centred", "features", floats("normaliser.mean", mean, mean.length));
    String scaled =
        node("Div", "scaled", centred, floats("normaliser.deviation", deviation, deviation.length));
    return node(
        "Clip",
        "normalised",
        scaled,
        scalar("normaliser.least", -Feature.CLIP),
        scalar("normaliser.most", Feature.CLIP));
  }

  private String width(String raw) {
    String share = node("Sigmoid", "width.share", raw);
    String range =
        node("Mul", "width.range", share, scalar("width.scale", ActorNetwork.WIDTH_RANGE));
    return node("Add", "width", range, scalar("width.least", ActorNetwork.LEAST_WIDTH));
  }

  private String levelLogits(String mean, String width) {
    float[] levels = new float[ActionTable.LEVELS.size()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = ActionTable.LEVELS.get(i).floatValue();
    }
    String offset = node("Sub", "levels.offset", floats("levels", levels, 1, levels.length), mean);
    String distance = node("Div", "levels.distance", offset, width);
    String square = node("Mul", "levels.square", distance, distance);
    return node("Mul", "levels.logits", square, scalar("levels.scale", -0.5f));
  }

  private String gemm(String name, String input, DenseLayer layer) {
    String weights = floats(name + ".weights", layer.weights(), layer.outputs(), layer.inputs());
    String bias = floats(name + ".bias", layer.bias(), layer.outputs());
    graph.addNode(
        operation("Gemm", name, input, weights, bias).addAttribute(attribute("transB", 1)));
    return name;
  }

  private String node(String operator, String output, String... inputs) {
    graph.addNode(operation(operator, output, inputs));
    return output;
  }

  private static NodeProto.Builder operation(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(output)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  private static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private String scalar(String name, float value) {
    return floats(name, new float[] {value});
  }

  private String floats(String name, float[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .setRawData(ByteString.copyFrom(bytes.array()));
    for (long dimension : shape) {
      tensor.addDims(dimension);
    }
    graph.addInitializer(tensor);
    return name;
  }

  private String vectorShape() {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("value.shape")
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(1)
            .addInt64Data(-1));
    return "value.shape";
  }

  private static ValueInfoProto tensor(String name, long... columns) {
    TensorShapeProto.Builder shape =
        TensorShapeProto.newBuilder().addDim(Dimension.newBuilder().setDimParam("batch"));
    for (long column : columns) {
      shape.addDim(Dimension.newBuilder().setDimValue(column));
    }
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }
}

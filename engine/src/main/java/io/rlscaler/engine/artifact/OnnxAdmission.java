package io.rlscaler.engine.artifact;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.Feature;
import io.rlscaler.engine.policy.PolicyRejectedException;
import io.rlscaler.engine.policy.PolicyRejectedException.Cause;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Judges the graph of a policy before ONNX Runtime sees a byte of it.
 *
 * <p>Allowed is one graph of small dense layers: operators on a short list, weights inside the
 * file, no control flow, functions, sparse tensors or foreign domains; input, outputs, types and
 * shapes exactly those of the contract. A recurrent state is not supported.
 */
final class OnnxAdmission {
  /** Most dimensions of a tensor. */
  static final int MAX_RANK = 4;

  // Before opset 13 some operators on the list take other attributes and inputs.
  private static final int MIN_OPSET = 13;
  private static final int MAX_OPSET = 17;
  private static final int MAX_IR_VERSION = 10;
  private static final int MAX_NODES = 256;
  private static final long MAX_PARAMETERS = 2_000_000;
  private static final Set<String> OPERATORS =
      Set.of(
          "Gemm",
          "MatMul",
          "Add",
          "Sub",
          "Mul",
          "Div",
          "Relu",
          "Tanh",
          "Sigmoid",
          "Softmax",
          "Clip",
          "Identity",
          "Concat",
          "Reshape",
          "Cast",
          "LayerNormalization");

  private static final Set<AttributeProto.AttributeType> PLAIN_ATTRIBUTES =
      Set.of(
          AttributeProto.AttributeType.INT,
          AttributeProto.AttributeType.INTS,
          AttributeProto.AttributeType.FLOAT,
          AttributeProto.AttributeType.FLOATS,
          AttributeProto.AttributeType.STRING,
          AttributeProto.AttributeType.STRINGS);

  private OnnxAdmission() {}

  static void check(byte[] bytes) throws PolicyRejectedException {
    ModelProto model = parse(bytes);
    if (model.getIrVersion() > MAX_IR_VERSION) {
      throw forbidden(
          "IR version " + model.getIrVersion() + ", expected at most " + MAX_IR_VERSION);
    }
    checkOpsets(model);
    if (model.getFunctionsCount() > 0 || model.getTrainingInfoCount() > 0) {
      throw forbidden("functions or training info, expected neither");
    }
    GraphProto graph = model.getGraph();
    if (graph.getSparseInitializerCount() > 0) {
      throw forbidden("sparse initializers, expected none");
    }
    checkNodes(graph);
    checkWeights(graph);
    checkInterface(graph);
    TensorShapes.check(graph);
  }

  private static ModelProto parse(byte[] bytes) throws PolicyRejectedException {
    ModelProto model;
    try {
      model = ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw malformed("not an ONNX model: " + e.getMessage());
    }
    if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
      throw malformed("not an ONNX model: it has no graph");
    }
    return model;
  }

  private static void checkOpsets(ModelProto model) throws PolicyRejectedException {
    for (OperatorSetIdProto opset : model.getOpsetImportList()) {
      if (!opset.getDomain().isEmpty() && !opset.getDomain().equals("ai.onnx")) {
        throw forbidden("operator domain \"" + opset.getDomain() + "\", expected ai.onnx");
      }
      if (opset.getVersion() < MIN_OPSET || opset.getVersion() > MAX_OPSET) {
        throw forbidden(
            "opset " + opset.getVersion() + ", expected " + MIN_OPSET + " to " + MAX_OPSET);
      }
    }
    if (model.getOpsetImportCount() != 1) {
      throw forbidden(model.getOpsetImportCount() + " opset imports, expected 1");
    }
  }

  private static void checkNodes(GraphProto graph) throws PolicyRejectedException {
    if (graph.getNodeCount() > MAX_NODES) {
      throw forbidden(graph.getNodeCount() + " nodes, expected at most " + MAX_NODES);
    }
    for (NodeProto node : graph.getNodeList()) {
      boolean own = node.getDomain().isEmpty();
      if (!own || !OPERATORS.contains(node.getOpType())) {
        String name = (own ? "" : node.getDomain() + ".") + node.getOpType();
        throw forbidden("operator " + name + ", expected one of " + new TreeSet<>(OPERATORS));
      }
      for (AttributeProto attribute : node.getAttributeList()) {
        if (!PLAIN_ATTRIBUTES.contains(attribute.getType()) || holdsTensorOrGraph(attribute)) {
          throw forbidden(
              "attribute %s of %s with a nested graph, tensor or type, expected a number or text"
                  .formatted(attribute.getName(), node.getOpType()));
        }
      }
    }
  }

  private static boolean holdsTensorOrGraph(AttributeProto attribute) {
    return attribute.hasG()
        || attribute.hasT()
        || attribute.hasSparseTensor()
        || attribute.hasTp()
        || attribute.getGraphsCount() > 0
        || attribute.getTensorsCount() > 0
        || attribute.getSparseTensorsCount() > 0
        || attribute.getTypeProtosCount() > 0;
  }

  private static void checkWeights(GraphProto graph) throws PolicyRejectedException {
    long parameters = 0;
    for (TensorProto tensor : graph.getInitializerList()) {
      parameters += checkWeights(tensor);
      if (parameters > MAX_PARAMETERS) {
        throw forbidden("more than " + MAX_PARAMETERS + " parameters");
      }
    }
  }

  private static long checkWeights(TensorProto tensor) throws PolicyRejectedException {
    if (tensor.getExternalDataCount() > 0
        || tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      throw forbidden(
          "external data in \"" + tensor.getName() + "\", expected weights in the file");
    }
    long elements = elements(tensor);
    boolean floats = tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber();
    if (!floats && tensor.getDataType() != TensorProto.DataType.INT64.getNumber()) {
      throw forbidden(
          "type %d of \"%s\", expected float32 (1) or int64 (7)"
              .formatted(tensor.getDataType(), tensor.getName()));
    }
    checkHeld(tensor, elements, floats);
    if (floats) {
      checkFinite(tensor, elements);
    }
    return elements;
  }

  private static long elements(TensorProto tensor) throws PolicyRejectedException {
    if (tensor.getDimsCount() > MAX_RANK) {
      throw forbidden(
          "%d dimensions of \"%s\", expected at most %d"
              .formatted(tensor.getDimsCount(), tensor.getName(), MAX_RANK));
    }
    long elements = 1;
    for (long dimension : tensor.getDimsList()) {
      if (dimension < 1 || dimension > MAX_PARAMETERS) {
        throw forbidden(
            "dimension %d of \"%s\", expected 1 to %d"
                .formatted(dimension, tensor.getName(), MAX_PARAMETERS));
      }
      elements *= dimension;
      if (elements > MAX_PARAMETERS) {
        throw forbidden(
            "more than " + MAX_PARAMETERS + " elements in \"" + tensor.getName() + "\"");
      }
    }
    return elements;
  }

  /** One field holds the values, all of them; ONNX Runtime would read raw data first. */
  private static void checkHeld(TensorProto tensor, long elements, boolean floats)
      throws PolicyRejectedException {
    int listed = tensor.getFloatDataCount() + tensor.getInt64DataCount();
    int right = floats ? tensor.getFloatDataCount() : tensor.getInt64DataCount();
    int rawBytes = tensor.getRawData().size();
    if (tensor.hasRawData() ? listed > 0 : listed != right) {
      throw malformed(
          "\"" + tensor.getName() + "\" holds its values twice, expected one kind of data");
    }
    int width = floats ? Float.BYTES : Long.BYTES;
    long held = tensor.hasRawData() ? rawBytes / width : right;
    if (held != elements || rawBytes % width != 0) {
      throw malformed(
          "\"%s\" holds %d values, expected %d".formatted(tensor.getName(), held, elements));
    }
  }

  private static void checkFinite(TensorProto tensor, long elements)
      throws PolicyRejectedException {
    ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < elements; i++) {
      float value = tensor.hasRawData() ? raw.getFloat(i * Float.BYTES) : tensor.getFloatData(i);
      if (!Float.isFinite(value)) {
        throw malformed(
            "\"" + tensor.getName() + "\" holds " + value + ", expected finite weights");
      }
    }
  }

  private static void checkInterface(GraphProto graph) throws PolicyRejectedException {
    Set<String> weights = new TreeSet<>();
    graph.getInitializerList().forEach(tensor -> weights.add(tensor.getName()));
    List<ValueInfoProto> inputs =
        graph.getInputList().stream().filter(input -> !weights.contains(input.getName())).toList();
    if (inputs.size() != 1) {
      throw mismatch("inputs", names(inputs), "features");
    }
    checkTensor("input", inputs.get(0), "features", Feature.COUNT);
    if (graph.getOutputCount() != 3) {
      throw mismatch("outputs", names(graph.getOutputList()), "[logits, risk, value]");
    }
    checkTensor("output 0", graph.getOutput(0), "logits", ActionTable.COUNT);
    checkTensor("output 1", graph.getOutput(1), "risk", ActionTable.COUNT);
    checkTensor("output 2", graph.getOutput(2), "value", 0);
  }

  private static void checkTensor(String place, ValueInfoProto found, String name, int columns)
      throws PolicyRejectedException {
    if (!found.getName().equals(name)) {
      throw mismatch(place + " name", found.getName(), name);
    }
    var type = found.getType().getTensorType();
    if (type.getElemType() != TensorProto.DataType.FLOAT.getNumber()) {
      throw mismatch(
          place + " " + name + " type", String.valueOf(type.getElemType()), "float32 (1)");
    }
    List<Dimension> shape = type.getShape().getDimList();
    boolean batched = !shape.isEmpty() && !shape.get(0).hasDimValue();
    boolean fits =
        columns == 0
            ? shape.size() == 1
            : shape.size() == 2 && shape.get(1).getDimValue() == columns;
    if (!batched || !fits) {
      String expected = columns == 0 ? "[batch]" : "[batch, " + columns + "]";
      throw mismatch(place + " " + name + " shape", describe(shape), expected);
    }
  }

  private static String names(List<ValueInfoProto> values) {
    return values.stream().map(ValueInfoProto::getName).toList().toString();
  }

  private static String describe(List<Dimension> shape) {
    return shape.stream()
        .map(d -> d.hasDimValue() ? String.valueOf(d.getDimValue()) : "batch")
        .toList()
        .toString();
  }

  static PolicyRejectedException malformed(String detail) {
    return new PolicyRejectedException(Cause.MODEL_MALFORMED, "policy.onnx: " + detail);
  }

  static PolicyRejectedException forbidden(String found) {
    return new PolicyRejectedException(Cause.MODEL_FORBIDDEN, "policy.onnx: found " + found);
  }

  static PolicyRejectedException mismatch(String field, String found, String expected) {
    return new PolicyRejectedException(
        Cause.MODEL_MISMATCH,
        "policy.onnx: " + field + ": found " + found + ", expected " + expected);
  }
}

package io.rlscaler.engine.artifact;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.Feature;
import io.rlscaler.engine.policy.PolicyRejectedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows the shapes through a graph for one batch size, so that a small file cannot ask for large
 * tensors: by repeated Concat, by broadcasting, or by products over the batch.
 */
final class TensorShapes {
  // A prime larger than any sensible batch: a shape made for another batch does not fit it, and a
  // tensor of batch * batch exceeds the limit.
  private static final long BATCH = 10_007;
  private static final long MAX_COLUMNS = 4096;

  private final Map<String, List<Long>> shapes = new HashMap<>();
  private final Map<String, TensorProto> weights = new HashMap<>();

  private TensorShapes() {}

  /** Checks sizes within the graph, and that outputs have the shapes that they are said to have. */
  static void check(GraphProto graph) throws PolicyRejectedException {
    TensorShapes shapes = new TensorShapes();
    for (TensorProto tensor : graph.getInitializerList()) {
      shapes.define(tensor.getName(), tensor.getDimsList());
      shapes.weights.put(tensor.getName(), tensor);
    }
    shapes.define("features", List.of(BATCH, (long) Feature.COUNT));
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOutputCount() != 1 || node.getInputCount() == 0) {
        throw OnnxAdmission.forbidden(
            "%s with %d inputs and %d outputs, expected 1 output"
                .formatted(node.getOpType(), node.getInputCount(), node.getOutputCount()));
      }
      shapes.define(node.getOutput(0), shapes.infer(node));
    }
    shapes.output("logits", List.of(BATCH, (long) ActionTable.COUNT));
    shapes.output("risk", List.of(BATCH, (long) ActionTable.COUNT));
    shapes.output("value", List.of(BATCH));
  }

  private void define(String name, List<Long> shape) throws PolicyRejectedException {
    long elements = 1;
    for (long dimension : shape) {
      elements = Math.multiplyExact(elements, dimension);
      if (elements > BATCH * MAX_COLUMNS) {
        throw OnnxAdmission.forbidden(
            "a tensor \"%s\" of shape %s, expected at most %d values for each workload"
                .formatted(name, describe(shape), MAX_COLUMNS));
      }
    }
    if (shapes.put(name, List.copyOf(shape)) != null) {
      throw OnnxAdmission.malformed("\"" + name + "\" is defined twice");
    }
  }

  private void output(String name, List<Long> expected) throws PolicyRejectedException {
    List<Long> found = shape(name);
    if (!found.equals(expected)) {
      throw OnnxAdmission.mismatch(
          "output " + name + " computed shape", describe(found), describe(expected));
    }
  }

  private List<Long> infer(NodeProto node) throws PolicyRejectedException {
    return switch (node.getOpType()) {
      case "Gemm" -> gemm(node);
      case "MatMul" -> product(node, shape(node, 0), shape(node, 1));
      case "Add", "Sub", "Mul", "Div" -> broadcast(node, shape(node, 0), shape(node, 1));
      case "Concat" -> concat(node);
      case "Reshape" -> reshape(node);
      default -> shape(node, 0);
    };
  }

  private List<Long> gemm(NodeProto node) throws PolicyRejectedException {
    List<Long> product =
        product(
            node,
            transposed(shape(node, 0), attribute(node, "transA")),
            transposed(shape(node, 1), attribute(node, "transB")));
    boolean biased = node.getInputCount() > 2 && !node.getInput(2).isEmpty();
    if (biased && !broadcast(node, product, shape(node, 2)).equals(product)) {
      throw unfit(node);
    }
    return product;
  }

  private static List<Long> transposed(List<Long> shape, long transposes) {
    return transposes == 0 || shape.size() != 2 ? shape : List.of(shape.get(1), shape.get(0));
  }

  private List<Long> product(NodeProto node, List<Long> a, List<Long> b)
      throws PolicyRejectedException {
    if (a.size() != 2 || b.size() != 2 || !a.get(1).equals(b.get(0))) {
      throw unfit(node);
    }
    return List.of(a.get(0), b.get(1));
  }

  private List<Long> broadcast(NodeProto node, List<Long> a, List<Long> b)
      throws PolicyRejectedException {
    int rank = Math.max(a.size(), b.size());
    List<Long> result = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      long left = aligned(a, i, rank);
      long right = aligned(b, i, rank);
      if (left != right && left != 1 && right != 1) {
        throw unfit(node);
      }
      result.add(Math.max(left, right));
    }
    return result;
  }

  private static long aligned(List<Long> shape, int index, int rank) {
    int own = index - (rank - shape.size());
    return own < 0 ? 1 : shape.get(own);
  }

  private List<Long> concat(NodeProto node) throws PolicyRejectedException {
    List<Long> result = new ArrayList<>(shape(node, 0));
    long axis = attribute(node, "axis");
    int along = (int) (axis < 0 ? axis + result.size() : axis);
    if (along < 0 || along >= result.size()) {
      throw unfit(node);
    }
    for (int i = 1; i < node.getInputCount(); i++) {
      List<Long> next = new ArrayList<>(shape(node, i));
      if (next.size() != result.size()) {
        throw unfit(node);
      }
      long sum = result.get(along) + next.get(along);
      next.set(along, result.get(along));
      if (!next.equals(result)) {
        throw unfit(node);
      }
      result.set(along, sum);
    }
    return result;
  }

  private List<Long> reshape(NodeProto node) throws PolicyRejectedException {
    List<Long> input = shape(node, 0);
    List<Long> result = new ArrayList<>(constant(node));
    for (int i = 0; i < Math.min(result.size(), input.size()); i++) {
      result.set(i, result.get(i) == 0 ? input.get(i) : result.get(i));
    }
    long elements = input.stream().reduce(1L, (x, y) -> x * y);
    long known = 1;
    for (long dimension : result) {
      boolean open = dimension == -1 && result.indexOf(-1L) == result.lastIndexOf(-1L);
      if (!open && (dimension < 1 || dimension > elements / known)) {
        throw unfit(node);
      }
      known *= open ? 1 : dimension;
    }
    long rest = elements / known;
    if (rest * known != elements || (rest != 1 && !result.contains(-1L))) {
      throw unfit(node);
    }
    result.replaceAll(dimension -> dimension == -1 ? rest : dimension);
    return result;
  }

  private List<Long> constant(NodeProto node) throws PolicyRejectedException {
    String name = node.getInputCount() == 2 ? node.getInput(1) : "";
    TensorProto tensor = weights.getOrDefault(name, TensorProto.getDefaultInstance());
    boolean vector =
        tensor.getDataType() == TensorProto.DataType.INT64.getNumber()
            && tensor.getDimsCount() == 1
            && tensor.getDims(0) <= OnnxAdmission.MAX_RANK;
    if (!vector || attribute(node, "allowzero") != 0) {
      throw OnnxAdmission.forbidden("a Reshape to a computed shape, expected a constant one");
    }
    if (!tensor.hasRawData()) {
      return tensor.getInt64DataList();
    }
    ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    List<Long> values = new ArrayList<>();
    while (raw.hasRemaining()) {
      values.add(raw.getLong());
    }
    return values;
  }

  private static long attribute(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .mapToLong(AttributeProto::getI)
        .findFirst()
        .orElse(0);
  }

  private List<Long> shape(NodeProto node, int input) throws PolicyRejectedException {
    if (input >= node.getInputCount()) {
      throw unfit(node);
    }
    return shape(node.getInput(input));
  }

  private List<Long> shape(String name) throws PolicyRejectedException {
    List<Long> shape = shapes.get(name);
    if (shape == null) {
      throw OnnxAdmission.malformed("\"" + name + "\" is used before it is defined");
    }
    return shape;
  }

  private PolicyRejectedException unfit(NodeProto node) {
    List<String> found =
        node.getInputList().stream()
            .map(name -> shapes.containsKey(name) ? describe(shapes.get(name)) : "nothing")
            .toList();
    return OnnxAdmission.malformed(
        "%s \"%s\": found inputs of shapes %s, which do not fit for any batch"
            .formatted(node.getOpType(), node.getName(), found));
  }

  private static String describe(List<Long> shape) {
    return shape.stream().map(d -> d == BATCH ? "batch" : String.valueOf(d)).toList().toString();
  }
}

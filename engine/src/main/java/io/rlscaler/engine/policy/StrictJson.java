package io.rlscaler.engine.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Documents whose every field is known, given once and of its own type, as records in JSON. The
 * same value gives the same bytes.
 */
public final class StrictJson {
  /** Jackson's note of a source that it does not show, before the place that it does. */
  private static final Pattern JACKSON_SOURCE = Pattern.compile("\\[Source: .*?; (line: [^]]*)]");

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(LogicalType.Textual, StrictJson::refuseScalars)
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private StrictJson() {}

  /**
   * Reads a document.
   *
   * @param type a record
   * @param nullable paths of the fields that may be null, as {@code defaults.cap}
   * @throws IllegalArgumentException naming the field, what was found and what was expected
   */
  public static <T> T read(byte[] json, Class<T> type, Set<String> nullable) {
    try {
      JsonNode tree = MAPPER.readTree(json);
      refuseBlanks("", tree, nullable);
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(describe(e), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Refuses null where a value is needed, and numbers too large for a double. */
  private static void refuseBlanks(String path, JsonNode node, Set<String> nullable) {
    if (nullable.contains(path) && node.isNull()) {
      return;
    }
    if (node.isNull() || node.isMissingNode()) {
      throw new IllegalArgumentException(
          (path.isEmpty() ? "document" : path) + ": found null, expected a value");
    }
    if (node.isNumber() && !Double.isFinite(node.doubleValue())) {
      throw new IllegalArgumentException(path + ": found a number beyond the range of doubles");
    }
    String prefix = path.isEmpty() ? "" : path + ".";
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      refuseBlanks(prefix + field.getKey(), field.getValue(), nullable);
    }
    for (int i = 0; i < node.size() && node.isArray(); i++) {
      refuseBlanks(path + "[" + i + "]", node.get(i), nullable);
    }
  }

  private static void refuseScalars(MutableCoercionConfig toText) {
    toText
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }

  private static String describe(JsonProcessingException e) {
    String message =
        e.getCause() instanceof IllegalArgumentException own
            ? String.valueOf(own.getMessage())
            : JACKSON_SOURCE.matcher(e.getOriginalMessage()).replaceAll("$1");
    String path = e instanceof JsonMappingException mapping ? path(mapping.getPath()) : "";
    return path.isEmpty() ? message : path + ": " + message;
  }

  private static String path(List<JsonMappingException.Reference> references) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference reference : references) {
      if (reference.getFieldName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
      }
    }
    return path.toString();
  }

  /** The document as UTF-8 JSON with a final line break. */
  public static byte[] write(Object document) {
    try {
      return (MAPPER.writeValueAsString(document) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a document is plain data", e);
    }
  }
}

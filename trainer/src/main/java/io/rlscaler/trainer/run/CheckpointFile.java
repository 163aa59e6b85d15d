package io.rlscaler.trainer.run;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rlscaler.engine.policy.Sha256;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bytes of a checkpoint: eight bytes that name the format, the length of the header in bytes,
 * the header in JSON, the arrays that it lists, and the SHA-256 of all before. Numbers are
 * little-endian.
 */
final class CheckpointFile {
  static final String SCHEMA = "rlscaler.checkpoint/v1";

  private static final byte[] MAGIC = "RLSCKPT\n".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST_BYTES = 32;
  private static final int SMALLEST = MAGIC.length + Integer.BYTES + DIGEST_BYTES;
  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckpointFile() {}

  static byte[] encode(Checkpoint checkpoint) throws IOException {
    byte[] header = JSON.writeValueAsBytes(header(checkpoint));
    long size = (long) SMALLEST + header.length + arrayBytes(checkpoint);
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).putInt(header.length).put(header);
    for (float[] array : checkpoint.floats().values()) {
      bytes.asFloatBuffer().put(array);
      skip(bytes, array.length, Float.BYTES);
    }
    for (double[] array : checkpoint.doubles().values()) {
      bytes.asDoubleBuffer().put(array);
      skip(bytes, array.length, Double.BYTES);
    }
    for (long[] array : checkpoint.longs().values()) {
      bytes.asLongBuffer().put(array);
      skip(bytes, array.length, Long.BYTES);
    }
    bytes.put(digest(Arrays.copyOf(bytes.array(), bytes.position())));
    return bytes.array();
  }

  private static ObjectNode header(Checkpoint checkpoint) {
    Checkpoint.Header header = checkpoint.header();
    ObjectNode json = JSON.createObjectNode();
    json.put("schema", SCHEMA);
    json.put("configDigest", header.configDigest());
    json.put("featureDigest", header.featureDigest());
    json.put("iteration", header.iteration());
    json.put("environmentSteps", header.environmentSteps());
    json.put("seconds", header.seconds());
    ObjectNode states = json.putObject("randomStates");
    new TreeMap<>(header.randomStates()).forEach(states::put);
    ArrayNode arrays = json.putArray("arrays");
    checkpoint.floats().forEach((name, array) -> list(arrays, "float", name, array.length));
    checkpoint.doubles().forEach((name, array) -> list(arrays, "double", name, array.length));
    checkpoint.longs().forEach((name, array) -> list(arrays, "long", name, array.length));
    return json;
  }

  private static void list(ArrayNode arrays, String type, String name, int length) {
    arrays.addObject().put("type", type).put("name", name).put("length", length);
  }

  private static long arrayBytes(Checkpoint checkpoint) {
    long floats = checkpoint.floats().values().stream().mapToLong(array -> array.length).sum();
    long doubles = checkpoint.doubles().values().stream().mapToLong(array -> array.length).sum();
    long longs = checkpoint.longs().values().stream().mapToLong(array -> array.length).sum();
    return Float.BYTES * floats + Double.BYTES * doubles + Long.BYTES * longs;
  }

  private static void skip(ByteBuffer bytes, int count, int size) {
    bytes.position(bytes.position() + count * size);
  }

  /** SHA-256 of some bytes. */
  private static byte[] digest(byte[] bytes) {
    return HexFormat.of().parseHex(Sha256.hex(bytes));
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws DamagedCheckpointException if the bytes are anything else; its message begins with what
   *     was found
   */
  static Checkpoint decode(byte[] bytes) throws DamagedCheckpointException {
    if (bytes.length < MAGIC.length || !Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC)) {
      throw new DamagedCheckpointException("found another kind of file, expected a checkpoint");
    }
    int end = bytes.length - DIGEST_BYTES;
    if (bytes.length < SMALLEST
        || !Arrays.equals(
            digest(Arrays.copyOf(bytes, end)), Arrays.copyOfRange(bytes, end, bytes.length))) {
      throw new DamagedCheckpointException(
          "found "
              + bytes.length
              + " bytes whose digest is another than the one at their end, expected a whole"
              + " checkpoint");
    }
    try {
      return content(ByteBuffer.wrap(bytes, 0, end).order(ByteOrder.LITTLE_ENDIAN));
    } catch (JacksonException | BufferUnderflowException | IllegalArgumentException e) {
      throw new DamagedCheckpointException("found a header that says something else", e);
    } catch (IOException e) {
      throw new IllegalStateException("the header is in memory", e);
    }
  }

  private static Checkpoint content(ByteBuffer bytes)
      throws IOException, DamagedCheckpointException {
    bytes.position(MAGIC.length);
    byte[] text = new byte[bytes.getInt()];
    bytes.get(text);
    JsonNode json = JSON.readTree(text);
    String schema = json.path("schema").asText();
    if (!schema.equals(SCHEMA)) {
      throw new DamagedCheckpointException(
          "found the schema \"" + schema + "\", expected \"" + SCHEMA + "\"");
    }
    Map<String, float[]> floats = new TreeMap<>();
    Map<String, double[]> doubles = new TreeMap<>();
    Map<String, long[]> longs = new TreeMap<>();
    for (JsonNode array : json.path("arrays")) {
      String name = array.path("name").asText();
      int length = array.path("length").asInt();
      switch (array.path("type").asText()) {
        case "float" -> floats.put(name, readFloats(bytes, length));
        case "double" -> doubles.put(name, readDoubles(bytes, length));
        case "long" -> longs.put(name, readLongs(bytes, length));
        default -> throw new IllegalArgumentException("array of unknown type");
      }
    }
    return new Checkpoint(header(json), floats, doubles, longs);
  }

  private static Checkpoint.Header header(JsonNode json) {
    Map<String, Long> states = new TreeMap<>();
    json.path("randomStates")
        .properties()
        .forEach(state -> states.put(state.getKey(), state.getValue().longValue()));
    return new Checkpoint.Header(
        json.path("configDigest").asText(),
        json.path("featureDigest").asText(),
        json.path("iteration").asLong(),
        json.path("environmentSteps").asLong(),
        json.path("seconds").asDouble(),
        states);
  }

  private static float[] readFloats(ByteBuffer bytes, int length) {
    float[] array = new float[length];
    bytes.asFloatBuffer().get(array);
    skip(bytes, length, Float.BYTES);
    return array;
  }

  private static double[] readDoubles(ByteBuffer bytes, int length) {
    double[] array = new double[length];
    bytes.asDoubleBuffer().get(array);
    skip(bytes, length, Double.BYTES);
    return array;
  }

  private static long[] readLongs(ByteBuffer bytes, int length) {
    long[] array = new long[length];
    bytes.asLongBuffer().get(array);
    skip(bytes, length, Long.BYTES);
    return array;
  }
}

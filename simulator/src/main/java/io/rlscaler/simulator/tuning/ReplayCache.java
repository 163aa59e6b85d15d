package io.rlscaler.simulator.tuning;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rlscaler.engine.policy.Sha256;
import io.rlscaler.simulator.WholeFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs from before, in one file per load, scenario, family and version of the code. A file that
 * cannot be used is reported and written anew.
 */
final class ReplayCache {
  private static final String SCHEMA = "rlscaler.replays/v1";
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Path file;
  private final String key;
  private final Consumer<String> messages;

  /**
   * The cache for one key.
   *
   * @param key all that the runs depend on, apart from the values of the axes
   * @param messages takes what people should know
   */
  ReplayCache(Path directory, String name, String key, Consumer<String> messages) {
    String digest = Sha256.hex(key.getBytes(StandardCharsets.UTF_8));
    this.file = directory.resolve(name + "-" + digest.substring(0, 16) + ".json");
    this.key = digest;
    this.messages = messages;
  }

  /** What is in the file; empty if there is no usable file. */
  Optional<Replayed> read() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode document = MAPPER.readTree(file.toFile());
      if (!document.path("schema").asText().equals(SCHEMA)
          || !document.path("key").asText().equals(key)) {
        throw new IOException("it is not of this search");
      }
      int hours = document.path("seconds").size();
      Traffic traffic =
          new Traffic(
              numbers(document.path("seconds"), hours), numbers(document.path("requests"), hours));
      List<Run> runs = new ArrayList<>();
      for (JsonNode run : document.path("runs")) {
        runs.add(run(run, hours));
      }
      return Optional.of(new Replayed(traffic, runs));
    } catch (IOException e) {
      messages.accept(
          "The cached replays in "
              + file.getFileName()
              + " cannot be used ("
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + "): computing them anew.");
      return Optional.empty();
    }
  }

  private static Run run(JsonNode run, int hours) throws IOException {
    List<Double> values = new ArrayList<>();
    for (JsonNode value : run.path("values")) {
      values.add(value.doubleValue());
    }
    return new Run(
        values,
        Run.narrow(numbers(run.path("violating"), hours)),
        Run.narrow(numbers(run.path("replicaSeconds"), hours)));
  }

  private static double[] numbers(JsonNode array, int hours) throws IOException {
    if (array.size() != hours) {
      throw new IOException("it holds " + array.size() + " hours, expected " + hours);
    }
    double[] numbers = new double[hours];
    for (int hour = 0; hour < hours; hour++) {
      JsonNode number = array.path(hour);
      numbers[hour] = number.doubleValue();
      if (!number.isNumber() || !(numbers[hour] >= 0 && numbers[hour] <= Float.MAX_VALUE)) {
        throw new IOException("it holds " + number + ", expected a number of 0 or more");
      }
    }
    return numbers;
  }

  /** Replaces the file. */
  void write(Replayed replayed) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = MAPPER.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("schema", SCHEMA);
      json.writeStringField("key", key);
      write(json, "seconds", replayed.traffic().seconds());
      write(json, "requests", replayed.traffic().requests());
      json.writeArrayFieldStart("runs");
      for (Run run : replayed.runs()) {
        write(json, run);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    WholeFile.write(file, text.getBuffer());
  }

  private static void write(JsonGenerator json, Run run) throws IOException {
    json.writeStartObject();
    write(json, "values", run.values().stream().mapToDouble(Double::doubleValue).toArray());
    write(json, "violating", run.violating());
    write(json, "replicaSeconds", run.replicaSeconds());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, float[] sums) throws IOException {
    json.writeArrayFieldStart(name);
    for (float sum : sums) {
      json.writeNumber(sum);
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, String name, double[] numbers) throws IOException {
    json.writeArrayFieldStart(name);
    for (double number : numbers) {
      json.writeNumber(number);
    }
    json.writeEndArray();
  }
}

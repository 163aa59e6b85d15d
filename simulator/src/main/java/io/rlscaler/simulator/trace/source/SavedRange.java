package io.rlscaler.simulator.trace.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rlscaler.prometheus.RangeResult;
import io.rlscaler.prometheus.Series;
import io.rlscaler.simulator.trace.TextFile;
import io.rlscaler.simulator.trace.TraceFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer of Prometheus' {@code /api/v1/query_range} that was saved in a file, plain or gzip:
 * {@code {"status": "success", "data": {"resultType": "matrix", "result": [{"metric": {...},
 * "values": [[t, "v"], ...]}, ...]}}}. Errors name the field, as {@code data.result[0].values[7]}.
 */
public final class SavedRange {
  /** Far above the longest answer that Prometheus gives by default. */
  private static final long LONGEST = 1L << 28;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxDocumentLength(LONGEST).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;

  private SavedRange(Path file) {
    this.file = file;
  }

  /**
   * Reads the files one after the other; a series with the same labels may go on in the next, and
   * is then there several times.
   *
   * @throws TraceFormatException if a file holds something else
   * @throws IOException if a file cannot be read
   */
  public static RangeResult read(List<Path> files) throws IOException {
    List<Series> series = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    List<String> infos = new ArrayList<>();
    for (Path path : files) {
      SavedRange saved = new SavedRange(path);
      JsonNode answer = saved.parse();
      series.addAll(saved.series(saved.matrix(answer)));
      answer.path("warnings").forEach(warning -> warnings.add(warning.asText()));
      answer.path("infos").forEach(info -> infos.add(info.asText()));
    }
    return new RangeResult(series, warnings, infos);
  }

  private JsonNode parse() throws IOException {
    try {
      return TextFile.read(file, JSON::readTree);
    } catch (JsonProcessingException e) {
      long line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      TraceFormatException failure =
          new TraceFormatException(
              file, line, "no JSON (" + e.getOriginalMessage() + "), expected a saved answer");
      failure.initCause(e);
      throw failure;
    }
  }

  private JsonNode matrix(JsonNode answer) throws TraceFormatException {
    if (answer.isMissingNode()) {
      throw new TraceFormatException(file, "empty, expected a saved answer of query_range");
    }
    String status = answer.path("status").asText();
    if (!status.equals("success")) {
      throw error(
          "status",
          answer.path("status")
              + (answer.has("error") ? " (" + answer.path("error").asText() + ")" : ""),
          "\"success\", as in an answer of query_range");
    }
    JsonNode data = answer.path("data");
    if (!data.path("resultType").asText().equals("matrix")) {
      throw error("data.resultType", data.path("resultType"), "\"matrix\", as of query_range");
    }
    if (!data.path("result").isArray()) {
      throw error("data.result", data.path("result"), "an array of series");
    }
    return data.path("result");
  }

  private List<Series> series(JsonNode matrix) throws TraceFormatException {
    List<Series> all = new ArrayList<>();
    for (JsonNode element : matrix) {
      String field = "data.result[" + all.size() + "]";
      if (element.has("histograms")) {
        throw error(field + ".histograms", "native histograms", "a query with plain numbers");
      }
      JsonNode values = element.path("values");
      if (!values.isArray()) {
        throw error(field + ".values", values, "an array of [time, \"value\"]");
      }
      long[] times = new long[values.size()];
      double[] rates = new double[values.size()];
      for (int i = 0; i < times.length; i++) {
        String point = field + ".values[" + i + "]";
        times[i] = time(values.get(i), point);
        rates[i] = value(values.get(i), point);
      }
      all.add(new Series(labels(element.path("metric"), field + ".metric"), times, rates));
    }
    return all;
  }

  private Map<String, String> labels(JsonNode metric, String field) throws TraceFormatException {
    if (!metric.isObject()) {
      throw error(field, metric, "an object of labels");
    }
    Map<String, String> labels = new LinkedHashMap<>();
    metric.properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  private long time(JsonNode point, String field) throws TraceFormatException {
    if (!point.isArray() || point.size() != 2) {
      throw error(field, point, "[time, \"value\"]");
    }
    double seconds = point.get(0).isNumber() ? point.get(0).doubleValue() : Double.NaN;
    if (!(seconds >= 0 && seconds <= 1e10)) {
      throw error(field, point, "a time in seconds from 0 to 1e10");
    }
    return Math.round(seconds * 1000);
  }

  /** A number as Prometheus writes it: decimal, {@code NaN}, {@code +Inf} or {@code -Inf}. */
  private double value(JsonNode point, String field) throws TraceFormatException {
    String text = point.get(1).isTextual() ? point.get(1).textValue() : "";
    try {
      return switch (text) {
        case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
        case "-Inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(text);
      };
    } catch (NumberFormatException e) {
      TraceFormatException failure = error(field, point, "a number in quotation marks");
      failure.initCause(e);
      throw failure;
    }
  }

  private TraceFormatException error(String field, Object found, String expected) {
    String text = String.valueOf(found);
    String cut = text.length() > 200 ? text.substring(0, 200) + "..." : text;
    String shown = cut.isEmpty() ? "missing" : cut.replaceAll("\\p{Cntrl}", "?");
    return new TraceFormatException(file, field + " is " + shown + ", expected " + expected);
  }
}

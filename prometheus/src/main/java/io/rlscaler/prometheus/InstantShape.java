package io.rlscaler.prometheus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A vector, {@code [{"metric": {...}, "value": [t, "v"]}, ...]}, or a scalar, {@code [t, "v"]}. */
final class InstantShape implements AnswerReader.Shape<Sample> {
  private record Point(Instant time, double value) {
    Sample with(Map<String, String> labels) {
      return new Sample(labels, time, value);
    }
  }

  @Override
  public boolean accepts(String resultType) {
    return resultType.equals("vector") || resultType.equals("scalar");
  }

  @Override
  public void read(JsonParser parser, List<Sample> into) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null || first.isNumeric()) {
      into.add(point(parser).with(Map.of()));
      return;
    }
    while (parser.currentToken() != JsonToken.END_ARRAY) {
      into.add(sample(parser));
      parser.nextToken();
    }
  }

  private static Sample sample(JsonParser parser) throws IOException {
    Tokens.expect(parser, JsonToken.START_OBJECT);
    Map<String, String> labels = Map.of();
    @Nullable Point point = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String member = parser.currentName();
      parser.nextToken();
      switch (member) {
        case "metric" -> labels = Tokens.labels(parser);
        case "value" -> {
          Tokens.expect(parser, JsonToken.START_ARRAY);
          parser.nextToken();
          point = point(parser);
        }
        default -> parser.skipChildren();
      }
    }
    if (point == null) {
      throw Tokens.malformed("a sample has no float value (native histograms are not read)");
    }
    return point.with(labels);
  }

  /** Reads a time, which is the current token, a value and the closing bracket. */
  private static Point point(JsonParser parser) throws IOException {
    Instant time = Instant.ofEpochMilli(Tokens.epochMillis(parser));
    parser.nextToken();
    double value = Tokens.value(parser);
    Tokens.endPair(parser);
    return new Point(time, value);
  }
}

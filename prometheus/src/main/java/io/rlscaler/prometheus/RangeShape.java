package io.rlscaler.prometheus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A matrix, {@code [{"metric": {...}, "values": [[t, "v"], ...]}, ...]}. */
final class RangeShape implements AnswerReader.Shape<Series> {
  private static final int FIRST_CAPACITY = 256;

  private long[] times = new long[FIRST_CAPACITY];
  private double[] values = new double[FIRST_CAPACITY];
  private int size;

  @Override
  public boolean accepts(String resultType) {
    return resultType.equals("matrix");
  }

  @Override
  public void read(JsonParser parser, List<Series> into) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      into.add(series(parser));
    }
  }

  private Series series(JsonParser parser) throws IOException {
    Tokens.expect(parser, JsonToken.START_OBJECT);
    Map<String, String> labels = Map.of();
    boolean valuesSeen = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String member = parser.currentName();
      parser.nextToken();
      switch (member) {
        case "metric" -> labels = Tokens.labels(parser);
        case "values" -> {
          readPoints(parser);
          valuesSeen = true;
        }
        case "histograms" ->
            throw Tokens.malformed(
                "a series has points that are not floats (native histograms are not read)");
        default -> parser.skipChildren();
      }
    }
    if (!valuesSeen) {
      throw Tokens.malformed("a series has no values");
    }
    return new Series(labels, Arrays.copyOf(times, size), Arrays.copyOf(values, size));
  }

  private void readPoints(JsonParser parser) throws IOException {
    Tokens.expect(parser, JsonToken.START_ARRAY);
    size = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Tokens.expect(parser, JsonToken.START_ARRAY);
      if (size == times.length) {
        times = Arrays.copyOf(times, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      parser.nextToken();
      times[size] = Tokens.epochMillis(parser);
      parser.nextToken();
      values[size] = Tokens.value(parser);
      Tokens.endPair(parser);
      size++;
    }
  }
}

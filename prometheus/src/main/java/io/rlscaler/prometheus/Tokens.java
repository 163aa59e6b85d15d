package io.rlscaler.prometheus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parts that vectors and matrices share: labels, times and values. */
final class Tokens {
  /** Largest time in milliseconds that a double holds exactly, 2^53, in the year 287396. */
  private static final double LAST_TIME = 0x1p53;

  private Tokens() {}

  /** The answer breaks its form; the message does not quote it. */
  static final class MalformedAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    private MalformedAnswerException(String message) {
      super(message);
    }
  }

  static MalformedAnswerException malformed(String seen) {
    return new MalformedAnswerException(seen);
  }

  static void expect(JsonParser parser, JsonToken expected) throws IOException {
    if (parser.currentToken() != expected) {
      throw malformed("expected " + expected + ", found " + parser.currentToken());
    }
  }

  static String text(JsonParser parser) throws IOException {
    expect(parser, JsonToken.VALUE_STRING);
    return parser.getText();
  }

  /** Reads the object that is the current token. */
  static Map<String, String> labels(JsonParser parser) throws IOException {
    expect(parser, JsonToken.START_OBJECT);
    Map<String, String> labels = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (labels.put(name, text(parser)) != null) {
        throw malformed("a label occurs twice in one label set");
      }
    }
    return labels;
  }

  /** Reads the number that is the current token, seconds since 1970, to milliseconds. */
  static long epochMillis(JsonParser parser) throws IOException {
    if (!parser.currentToken().isNumeric()) {
      throw malformed("expected a number as time, found " + parser.currentToken());
    }
    double millis = parser.getDoubleValue() * 1000;
    if (!(Math.abs(millis) <= LAST_TIME)) {
      throw malformed("a time is out of range");
    }
    return Math.round(millis);
  }

  /**
   * Reads the string that is the current token: decimal, NaN, +Inf or -Inf, as the API writes
   * numbers.
   */
  static double value(JsonParser parser) throws IOException {
    String text = text(parser);
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> decimal(text);
    };
  }

  /** Closes the pair whose second part is the current token. */
  static void endPair(JsonParser parser) throws IOException {
    parser.nextToken();
    expect(parser, JsonToken.END_ARRAY);
  }

  private static double decimal(String text) throws IOException {
    // Java would also read hexadecimal numbers, type suffixes and surrounding space.
    if (!text.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0)) {
      throw malformed("a value is not a number");
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException notNumber) {
      throw malformed("a value is not a number");
    }
  }
}

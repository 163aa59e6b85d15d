package io.rlscaler.prometheus;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rlscaler.prometheus.QueryFailure.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer of the query API token by token, so that no more than the samples themselves is
 * ever in memory. The form is that of the <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/api/">HTTP API</a>: {@code {"status",
 * "data": {"resultType", "result"}, "errorType", "error", "warnings", "infos"}}, members in any
 * order, unknown members skipped.
 *
 * @param <E> element of the result
 */
final class AnswerReader<E> {
  /** What the elements of a result look like. */
  interface Shape<E> {
    /** Whether a result of this type can be read. */
    boolean accepts(String resultType);

    /** Reads the result, whose opening bracket is the current token, up to its closing bracket. */
    void read(JsonParser parser, List<E> into) throws IOException;
  }

  /**
   * All error types of Prometheus' API, and thereby all words of an answer that a message may
   * repeat.
   */
  private static final Set<String> ERROR_TYPES =
      Set.of(
          "timeout",
          "canceled",
          "execution",
          "bad_data",
          "internal",
          "unavailable",
          "not_found",
          "not_acceptable");

  private static final Set<String> RESULT_TYPES = Set.of("vector", "matrix", "scalar", "string");

  private final JsonParser parser;
  private final Shape<E> shape;
  private final String server;
  private final List<E> elements = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> infos = new ArrayList<>();
  private @Nullable String status;
  private @Nullable String errorType;
  private @Nullable String resultType;
  private boolean resultSeen;

  AnswerReader(JsonParser parser, Shape<E> shape, String server) {
    this.parser = parser;
    this.shape = shape;
    this.server = server;
  }

  /**
   * Reads the answer to its end.
   *
   * @throws QueryFailure when it is an error, another document, or not of the expected type
   * @throws IOException when the body breaks off, is too long or is not JSON
   */
  void read() throws IOException, QueryFailure {
    open();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String member = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (member) {
        case "status" -> status = textOrNull();
        case "errorType" -> errorType = textOrNull();
        case "warnings" -> readTexts(warnings);
        case "infos" -> readTexts(infos);
        case "data" -> {
          if (value == JsonToken.START_OBJECT) {
            readData();
          } else {
            parser.skipChildren();
          }
        }
        default -> parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw Tokens.malformed("something follows the answer");
    }
    judge();
  }

  List<E> elements() {
    return elements;
  }

  List<String> warnings() {
    return warnings;
  }

  List<String> infos() {
    return infos;
  }

  private void open() throws IOException, QueryFailure {
    JsonToken first;
    try {
      first = parser.nextToken();
    } catch (JsonParseException notJson) {
      first = null;
    }
    if (first != JsonToken.START_OBJECT) {
      throw new QueryFailure(Kind.NOT_PROMETHEUS, server + " does not answer with a JSON object");
    }
  }

  private void readData() throws IOException, QueryFailure {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String member = parser.currentName();
      JsonToken value = parser.nextToken();
      if (member.equals("resultType")) {
        resultType = textOrNull();
        checkType();
      } else if (member.equals("result")) {
        if (resultSeen || value != JsonToken.START_ARRAY) {
          throw Tokens.malformed("expected one array as the result");
        }
        resultSeen = true;
        shape.read(parser, elements);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void judge() throws IOException, QueryFailure {
    if ("error".equals(status)) {
      throw reported();
    }
    if (!"success".equals(status)) {
      throw new QueryFailure(
          Kind.NOT_PROMETHEUS, server + " answers with a JSON object of another API");
    }
    checkType();
    if (!resultSeen) {
      throw Tokens.malformed("the answer has no result");
    }
  }

  private QueryFailure reported() {
    String type = errorType != null && ERROR_TYPES.contains(errorType) ? errorType : "unknown";
    return switch (type) {
      case "bad_data" -> new QueryFailure(Kind.BAD_QUERY, server + " refuses the query (bad_data)");
      case "timeout" ->
          new QueryFailure(Kind.TIMEOUT, server + " gave the query up after its time limit");
      default -> new QueryFailure(Kind.SERVER_ERROR, server + " reports an error of type " + type);
    };
  }

  private void checkType() throws QueryFailure {
    if (resultType == null || !shape.accepts(resultType)) {
      String found =
          resultType != null && RESULT_TYPES.contains(resultType) ? resultType : "unknown";
      throw new QueryFailure(
          Kind.RESULT_TYPE,
          server + " answers with a result of type " + found + ", which the call cannot return");
    }
  }

  private void readTexts(List<String> into) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    Tokens.expect(parser, JsonToken.START_ARRAY);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      into.add(Tokens.text(parser));
    }
  }

  private @Nullable String textOrNull() throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    parser.skipChildren();
    return null;
  }
}

package io.rlscaler.operator.explain;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import io.rlscaler.operator.telemetry.OperatorMetrics;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What a request is answered with. */
sealed interface HttpAnswer {

  /** Sends it. */
  void send(HttpExchange exchange) throws IOException;

  /** A whole answer. */
  @SuppressWarnings("ArrayRecordComponent") // made once per request, never compared
  record Whole(int status, Map<String, String> headers, byte[] body) implements HttpAnswer {
    @Override
    public void send(HttpExchange exchange) throws IOException {
      headers.forEach(exchange.getResponseHeaders()::set);
      // A HEAD request has no body in its answer, and a length of 0 would mean "chunked".
      boolean hasBody = body.length > 0 && !exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(status, hasBody ? body.length : -1);
      if (hasBody) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  /** The metrics: too many, with many scalers, to be held as one text. */
  record Metrics(OperatorMetrics metrics) implements HttpAnswer {
    @Override
    public void send(HttpExchange exchange) throws IOException {
      exchange.getResponseHeaders().set("Content-Type", OperatorMetrics.CONTENT_TYPE);
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream body = exchange.getResponseBody();
          Writer writer =
              new BufferedWriter(new OutputStreamWriter(body, StandardCharsets.UTF_8))) {
        metrics.write(writer);
      }
    }
  }

  /** A line of text. */
  static HttpAnswer text(int status, String line) {
    return new Whole(
        status,
        Map.of("Content-Type", "text/plain; charset=utf-8"),
        (line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** A JSON document. */
  static HttpAnswer json(byte[] document) {
    return new Whole(
        200, Map.of("Content-Type", "application/json", "Cache-Control", "no-store"), document);
  }

  /** An error as {@code {"status": 404, "error": "..."}}. */
  static HttpAnswer error(int status, String message) {
    return error(status, message, Map.of());
  }

  /** An error with headers of its own. */
  static HttpAnswer error(int status, String message, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("Content-Type", "application/json");
    String document =
        new JsonMapper().createObjectNode().put("status", status).put("error", message).toString();
    return new Whole(status, headers, document.getBytes(StandardCharsets.UTF_8));
  }
}

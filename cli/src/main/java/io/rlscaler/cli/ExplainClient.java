package io.rlscaler.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks an operator for the explanation of a scaler. */
final class ExplainClient {
  private static final String SCHEMA = "rlscaler.explain/v1";
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final int LARGEST_ANSWER = 8 << 20;

  private final URI operator;
  private final String token;

  ExplainClient(URI operator, String token) {
    this.operator = operator;
    this.token = token;
  }

  /** The document {@code rlscaler.explain/v1} of NAMESPACE/NAME. */
  ObjectNode fetch(String scaler) throws ExplainFailure {
    HttpResponse<InputStream> response = send(scaler);
    JsonNode answer = parse(read(response));
    if (response.statusCode() != 200) {
      throw new ExplainFailure(inWords(response.statusCode(), answer.path("error").asText("")));
    }
    if (!(answer instanceof ObjectNode document)
        || !document.path("schema").asText().equals(SCHEMA)) {
      throw new ExplainFailure(
          "the answer of "
              + operator
              + " is not a document "
              + SCHEMA
              + " but "
              + answer.path("schema").asText("something else"));
    }
    return document;
  }

  private HttpResponse<InputStream> send(String scaler) throws ExplainFailure {
    HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    try {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(operator.toString().replaceAll("/+$", "") + "/explain/" + scaler))
              .timeout(TIMEOUT)
              .header("Authorization", "Bearer " + token)
              .build();
      return http.send(request, BodyHandlers.ofInputStream());
    } catch (IllegalArgumentException e) {
      throw new ExplainFailure("the token has characters that no token can have");
    } catch (IOException e) {
      throw new ExplainFailure("cannot reach the operator at " + operator + reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExplainFailure("interrupted");
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? "" : ": " + e.getMessage();
  }

  private String read(HttpResponse<InputStream> response) throws ExplainFailure {
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(LARGEST_ANSWER + 1);
      if (bytes.length > LARGEST_ANSWER) {
        throw new ExplainFailure(
            "the answer of " + operator + " is longer than " + LARGEST_ANSWER + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ExplainFailure("the connection to " + operator + " broke off" + reason(e));
    }
  }

  private static JsonNode parse(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private String inWords(int status, String error) {
    String detail = error.isEmpty() ? "" : ": " + error;
    return switch (status) {
      case 401 -> "the operator does not accept the token" + detail;
      case 403 -> "forbidden" + detail;
      case 404 -> "not found" + detail;
      default -> "the operator at " + operator + " answered with status " + status + detail;
    };
  }
}

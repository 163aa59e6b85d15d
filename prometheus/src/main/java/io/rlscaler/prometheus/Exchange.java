package io.rlscaler.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.rlscaler.prometheus.QueryFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, run by one thread that blocks. Whoever completes the result first
 * wins: the thread with an answer, or the deadline, the caller or the client's end with a failure.
 * The latter then {@linkplain #abort() frees} the thread, whatever it is waiting for.
 *
 * @param <E> element of the result
 */
final class Exchange<E> implements Runnable {
  /** An answer that was read to its end. */
  record Answer<E>(List<E> elements, List<String> warnings, List<String> infos) {}

  /** Error documents are short; what is longer is not one. */
  private static final int MAX_ERROR_DOCUMENT = 64 << 10;

  /**
   * Names are not interned, because they are whatever a server sends and the JVM keeps interned
   * strings long.
   */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(32).maxStringLength(1 << 20).build())
          .build();

  private final HttpClient http;
  private final AddressGuard guard;
  private final PrometheusEndpoint endpoint;
  private final HttpRequest.Builder request;
  private final AnswerReader.Shape<E> shape;
  private final CompletableFuture<Answer<E>> result;
  private @Nullable Thread runner;
  private @Nullable InputStream body;

  Exchange(
      HttpClient http,
      AddressGuard guard,
      PrometheusEndpoint endpoint,
      HttpRequest.Builder request,
      AnswerReader.Shape<E> shape,
      CompletableFuture<Answer<E>> result) {
    this.http = http;
    this.guard = guard;
    this.endpoint = endpoint;
    this.request = request;
    this.shape = shape;
    this.result = result;
  }

  @Override
  public void run() {
    if (!begin()) {
      return;
    }
    Answer<E> answer;
    try {
      answer = perform();
    } catch (QueryFailure failure) {
      end();
      result.completeExceptionally(failure);
      return;
    }
    end();
    result.complete(answer);
  }

  /** Completes the result with a failure, unless it is complete. */
  void fail(QueryFailure failure) {
    result.completeExceptionally(failure);
  }

  /**
   * Frees the thread that runs this exchange, if one does; call it after the result was completed.
   */
  synchronized void abort() {
    if (runner != null) {
      runner.interrupt();
      close(body);
    }
  }

  private synchronized boolean begin() {
    if (result.isDone()) {
      return false;
    }
    runner = Thread.currentThread();
    return true;
  }

  /**
   * After this no interrupt comes any more, and one that came does not reach the thread's next
   * exchange.
   */
  private synchronized void end() {
    runner = null;
    boolean unused = Thread.interrupted();
  }

  /** Keeps the body for {@link #abort()}, or closes it if that came before. */
  private synchronized void opened(InputStream stream) {
    body = stream;
    if (result.isDone()) {
      close(stream);
    }
  }

  private Answer<E> perform() throws QueryFailure {
    try {
      guard.check(endpoint);
      HttpResponse<InputStream> response = http.send(authenticated(), BodyHandlers.ofInputStream());
      try (InputStream stream = response.body()) {
        opened(stream);
        return answer(response, stream);
      }
    } catch (IOException broken) {
      throw Failures.of(broken, endpoint);
    } catch (InterruptedException aborted) {
      throw new QueryFailure(
          Kind.CLOSED, "the query to " + endpoint.hostAndPort() + " was given up");
    } catch (RuntimeException defect) {
      throw Failures.unexpected(defect, endpoint);
    }
  }

  private HttpRequest authenticated() throws QueryFailure {
    try {
      endpoint
          .authentication()
          .header()
          .ifPresent(value -> request.setHeader("Authorization", value));
    } catch (Authentication.UnusableSecretException unusable) {
      throw new QueryFailure(
          Kind.CREDENTIALS,
          "cannot log in to " + endpoint.hostAndPort() + ": " + unusable.getMessage());
    }
    return request.build();
  }

  private Answer<E> answer(HttpResponse<InputStream> response, InputStream stream)
      throws IOException, QueryFailure {
    int status = response.statusCode();
    if (status == 200) {
      return read(response, stream, endpoint.maxResponse());
    }
    if (status >= 300 && status < 400) {
      throw new QueryFailure(
          Kind.REDIRECT,
          endpoint.hostAndPort()
              + " redirects (HTTP "
              + status
              + "), and redirects are not followed");
    }
    throw error(response, stream);
  }

  /**
   * The error that Prometheus' document names, or that of the status when there is no such
   * document.
   */
  private QueryFailure error(HttpResponse<InputStream> response, InputStream stream) {
    try {
      Answer<E> unused =
          read(response, stream, Math.min(MAX_ERROR_DOCUMENT, endpoint.maxResponse()));
    } catch (QueryFailure failure) {
      switch (failure.kind()) {
        case BAD_QUERY, SERVER_ERROR, TIMEOUT -> {
          return failure;
        }
        default -> {}
      }
    } catch (IOException noDocument) {
      // The status says what there is to say.
    }
    return new QueryFailure(
        Kind.HTTP_STATUS,
        endpoint.hostAndPort() + " answers with HTTP status " + response.statusCode());
  }

  private Answer<E> read(HttpResponse<InputStream> response, InputStream stream, int limit)
      throws IOException, QueryFailure {
    try (InputStream plain = new BoundedInputStream(decoded(response, stream, limit), limit);
        JsonParser parser = JSON.createParser(plain)) {
      AnswerReader<E> reader = new AnswerReader<>(parser, shape, endpoint.hostAndPort());
      reader.read();
      return new Answer<>(reader.elements(), reader.warnings(), reader.infos());
    } catch (StackOverflowError nested) {
      // GZIPInputStream descends once for each empty member of the stream.
      throw Tokens.malformed("the compressed answer cannot be unpacked");
    }
  }

  private InputStream decoded(HttpResponse<InputStream> response, InputStream stream, int limit)
      throws IOException {
    String encoding =
        response
            .headers()
            .firstValue("Content-Encoding")
            .orElse("identity")
            .toLowerCase(Locale.ROOT);
    return switch (encoding) {
      case "identity" -> stream;
      case "gzip" -> new GZIPInputStream(new BoundedInputStream(stream, limit), 8192);
      default -> throw Tokens.malformed("the content encoding is neither gzip nor identity");
    };
  }

  private static void close(@Nullable InputStream stream) {
    if (stream == null) {
      return;
    }
    try {
      stream.close();
    } catch (IOException alreadyBroken) {
      // Nothing is read from it any more.
    }
  }
}

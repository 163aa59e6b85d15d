package io.rlscaler.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Plain HTTP requests to the servers of the test environment. */
final class Probe {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private Probe() {}

  /** Returns whether a GET is answered with 200. */
  static boolean answers(URI uri) {
    return get(uri).statusCode() == 200;
  }

  /**
   * Returns the answer to a GET.
   *
   * @throws UncheckedIOException when there is none within 5 seconds
   */
  static HttpResponse<String> get(URI uri) {
    return send(HttpRequest.newBuilder(uri));
  }

  /**
   * Returns the answer to a GET with a bearer token.
   *
   * @throws UncheckedIOException when there is none within 5 seconds
   */
  static HttpResponse<String> get(URI uri, String token) {
    return send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token));
  }

  private static HttpResponse<String> send(HttpRequest.Builder builder) {
    HttpRequest request = builder.timeout(LIMIT).build();
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException("no answer from " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + request.uri(), e);
    }
  }
}

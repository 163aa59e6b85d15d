package io.rlscaler.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asking and waiting, as several tests do it. */
final class Queries {
  static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

  /** Only ends tests that would hang forever; no test is meant to come near it. */
  private static final Duration HANGING = Duration.ofSeconds(60);

  private Queries() {}

  static PrometheusEndpoint endpoint(RawServer server) {
    return PrometheusEndpoint.of(server.uri())
        .withAllowLoopback(true)
        .withTimeout(Duration.ofSeconds(30));
  }

  static InstantResult ask(PrometheusEndpoint endpoint) throws Exception {
    try (PrometheusClient client = new PrometheusClient(endpoint)) {
      return await(client.query("up", AT));
    }
  }

  static QueryFailure failureOf(PrometheusEndpoint endpoint) {
    try (PrometheusClient client = new PrometheusClient(endpoint)) {
      return failureOf(client.query("up", AT));
    }
  }

  static QueryFailure failureOf(CompletableFuture<?> query) {
    try {
      throw new AssertionError("expected a failure, found " + await(query));
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof QueryFailure failure) {
        return failure;
      }
      throw new AssertionError("expected a QueryFailure", failed);
    } catch (InterruptedException | TimeoutException hanging) {
      throw new AssertionError("expected a failure, found none in time", hanging);
    }
  }

  static <T> T await(CompletableFuture<T> query)
      throws ExecutionException, InterruptedException, TimeoutException {
    return query.get(HANGING.toSeconds(), TimeUnit.SECONDS);
  }
}

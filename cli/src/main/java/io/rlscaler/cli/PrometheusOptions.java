package io.rlscaler.cli;

import io.rlscaler.prometheus.Authentication;
import io.rlscaler.prometheus.PemTls;
import io.rlscaler.prometheus.PrometheusEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say where a Prometheus is and how to speak to it. */
final class PrometheusOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Base address of Prometheus, as http://localhost:9090.")
  private @Nullable URI url;

  @Option(
      names = "--bearer-token-file",
      paramLabel = "FILE",
      description = "File that holds the token to send.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "PEM file of the authorities to trust (default: those of the JDK).")
  private @Nullable Path authorities;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "Time limit of each request (default: 30s).")
  private Duration timeout = Duration.ofSeconds(30);

  /** Whether an address is given. */
  boolean isGiven() {
    return url != null;
  }

  /** The server that the flags name. */
  PrometheusEndpoint endpoint() {
    if (url == null) {
      throw new InputException("--url: missing, expected the address of Prometheus");
    }
    try {
      PrometheusEndpoint endpoint =
          PrometheusEndpoint.of(url)
              // a person who runs a command may name a forwarded port; a tenant's object may not
              .withAllowLoopback(true)
              .withTimeout(timeout)
              .withAuthentication(authentication());
      return authorities == null
          ? endpoint
          : endpoint.withTls(PemTls.trusting(Files.readAllBytes(authorities)));
    } catch (IllegalArgumentException e) {
      throw new InputException("Prometheus: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InputException("--ca-file: " + FailureHandler.describe(e), e);
    }
  }

  private Authentication authentication() {
    if (tokenFile == null) {
      return new Authentication.None();
    }
    Path file = tokenFile;
    return new Authentication.Bearer(() -> read(file));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

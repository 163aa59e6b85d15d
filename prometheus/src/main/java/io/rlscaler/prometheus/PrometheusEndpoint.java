package io.rlscaler.prometheus;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where a Prometheus is and under which limits it is asked.
 *
 * @param uri base of the server, http or https, with the path prefix if there is one; without user,
 *     query or fragment
 * @param timeout limit of one request from the call to the last byte of the answer, 1 ms to 1 h
 * @param maxResponse limit of one answer in bytes after decompression, 1 to 2 GiB - 1
 * @param authentication credentials sent with each request
 * @param tls trust and client certificate, see {@link PemTls}; empty for the JDK's default trust.
 *     The host name is checked against the certificate in both cases
 * @param allowLoopback whether the host may resolve to a loopback, link-local or unspecified
 *     address
 */
public record PrometheusEndpoint(
    URI uri,
    Duration timeout,
    int maxResponse,
    Authentication authentication,
    Optional<SSLContext> tls,
    boolean allowLoopback) {
  /** Limit of one request where none is given. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  /** Limit of one answer where none is given: 32 MiB. */
  public static final int DEFAULT_MAX_RESPONSE = 32 << 20;

  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

  /** Checks the form of the URI and the ranges of the limits. */
  public PrometheusEndpoint {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "expected an http or https URI, found scheme '" + scheme + "'");
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65535) {
      throw new IllegalArgumentException("expected a URI with a host and a valid port");
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("expected a URI without user, query and fragment");
    }
    if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException("expected a timeout of 1 ms to 1 h, found " + timeout);
    }
    if (maxResponse < 1) {
      throw new IllegalArgumentException(
          "expected a limit of at least 1 byte, found " + maxResponse);
    }
    Objects.requireNonNull(authentication, "authentication");
    Objects.requireNonNull(tls, "tls");
  }

  /** An endpoint with the default limits, without credentials, that refuses loopback. */
  public static PrometheusEndpoint of(URI uri) {
    return new PrometheusEndpoint(
        uri,
        DEFAULT_TIMEOUT,
        DEFAULT_MAX_RESPONSE,
        new Authentication.None(),
        Optional.empty(),
        false);
  }

  /** This endpoint with another limit of one request. */
  public PrometheusEndpoint withTimeout(Duration limit) {
    return new PrometheusEndpoint(uri, limit, maxResponse, authentication, tls, allowLoopback);
  }

  /** This endpoint with another limit of one answer, in bytes. */
  public PrometheusEndpoint withMaxResponse(int bytes) {
    return new PrometheusEndpoint(uri, timeout, bytes, authentication, tls, allowLoopback);
  }

  /** This endpoint with credentials. */
  public PrometheusEndpoint withAuthentication(Authentication credentials) {
    return new PrometheusEndpoint(uri, timeout, maxResponse, credentials, tls, allowLoopback);
  }

  /** This endpoint with its own trust and client certificate. */
  public PrometheusEndpoint withTls(SSLContext context) {
    return new PrometheusEndpoint(
        uri, timeout, maxResponse, authentication, Optional.of(context), allowLoopback);
  }

  /** This endpoint, allowed to be on loopback or link-local addresses or not. */
  public PrometheusEndpoint withAllowLoopback(boolean allowed) {
    return new PrometheusEndpoint(uri, timeout, maxResponse, authentication, tls, allowed);
  }

  /** Host and port as messages name them. */
  String hostAndPort() {
    int port = uri.getPort();
    if (port < 0) {
      port = uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }
    return uri.getHost() + ":" + port;
  }

  /** The URI of an API path that begins with a slash, below the endpoint's own path. */
  URI resolve(String apiPath) {
    String base = uri.toString();
    while (base.endsWith("/")) {
      base = base.substring(0, base.length() - 1);
    }
    return URI.create(base + apiPath);
  }
}

package io.rlscaler.integration.proxy;

import java.util.regex.Pattern;

/**
 * Which requests a rule is about.
 *
 * @param method regular expression for the whole method
 * @param target regular expression that must be found in path and query as sent, such as {@code
 *     /apis/apps/v1/namespaces/shop/deployments/web/scale}
 */
public record RequestFilter(Pattern method, Pattern target) {

  /**
   * A filter of regular expressions, such as {@code ("PUT|PATCH", "/deployments/[^/]+/scale$")}.
   */
  public static RequestFilter of(String method, String target) {
    return new RequestFilter(Pattern.compile(method), Pattern.compile(target));
  }

  /** Every request. */
  public static RequestFilter all() {
    return of(".*", "");
  }

  /** Every request to change something. */
  public static RequestFilter mutations() {
    return of("POST|PUT|PATCH|DELETE", "");
  }

  /** The creation and renewal of Leases. */
  public static RequestFilter leaseUpdates() {
    return of("POST|PUT|PATCH", "/apis/coordination\\.k8s\\.io/[^/]+/namespaces/[^/]+/leases");
  }

  /** Reads of the {@code scale} subresource of any kind. */
  public static RequestFilter scaleReads() {
    return of("GET", "/scale($|\\?)");
  }

  /** Writes of the {@code scale} subresource of any kind. */
  public static RequestFilter scaleWrites() {
    return of("PUT|PATCH", "/scale($|\\?)");
  }

  /** Watches, over HTTP and over WebSocket. */
  public static RequestFilter watches() {
    return of("GET", "[?&]watch=(true|1)");
  }

  boolean matches(String requestMethod, String requestTarget) {
    return method.matcher(requestMethod).matches() && target.matcher(requestTarget).find();
  }
}

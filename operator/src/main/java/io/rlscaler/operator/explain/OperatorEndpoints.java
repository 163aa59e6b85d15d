package io.rlscaler.operator.explain;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rlscaler.operator.telemetry.OperatorMetrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's HTTP server: {@code /metrics}, {@code /healthz} (this process answers), {@code
 * /readyz} (it can do its work), {@code /explain/NAMESPACE/NAME} for those who may read it.
 *
 * <p>At most {@value #THREADS} requests are served at a time; {@value #WAITING} wait, further
 * connections are closed. Requests have no body and a limited time and size.
 */
public final class OperatorEndpoints implements AutoCloseable {
  static final int THREADS = 8;
  static final int WAITING = 64;
  private static final int BACKLOG = 64;
  private static final Logger LOG = LoggerFactory.getLogger(OperatorEndpoints.class);

  // The JDK's server reads its limits from these, once per process and in seconds or bytes.
  private static final Map<String, String> LIMITS =
      Map.of(
          "sun.net.httpserver.maxReqTime", "5",
          "sun.net.httpserver.maxRspTime", "60",
          "sun.net.httpserver.maxReqHeaders", "64",
          "sun.net.httpserver.maxReqHeaderSize", "65536",
          "jdk.httpserver.maxConnections", "256");

  private final HttpServer server;
  private final ThreadPoolExecutor threads;

  private OperatorEndpoints(HttpServer server) {
    this.server = server;
    AtomicInteger count = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            60,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, "http-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    server.setExecutor(threads);
  }

  /**
   * Starts to serve. Sets the limits of the JDK's HTTP server as system properties, where they are
   * not set.
   *
   * @param address port 0 takes a free port
   * @param metrics shown under {@code /metrics}
   * @param unready the part that is not ready, in words; empty when all is
   * @param journal shown under {@code /explain}
   * @param authorizer says who may read the journal
   * @throws IOException when the address cannot be bound
   */
  public static OperatorEndpoints start(
      InetSocketAddress address,
      OperatorMetrics metrics,
      Supplier<Optional<String>> unready,
      DecisionJournal journal,
      TokenAuthorizer authorizer)
      throws IOException {
    LIMITS.forEach((name, value) -> System.getProperties().putIfAbsent(name, value));
    OperatorEndpoints endpoints = new OperatorEndpoints(HttpServer.create(address, BACKLOG));
    endpoints.route("/metrics", exchange -> new HttpAnswer.Metrics(metrics));
    endpoints.route("/healthz", exchange -> HttpAnswer.text(200, "ok"));
    endpoints.route("/readyz", exchange -> readiness(unready.get()));
    ExplainRoute explain = new ExplainRoute(journal, authorizer);
    endpoints.serve("/explain/", explain::answer);
    endpoints.serve("/", OperatorEndpoints::unknownPath);
    endpoints.server.start();
    return endpoints;
  }

  private static HttpAnswer readiness(Optional<String> unready) {
    return unready
        .map(part -> HttpAnswer.text(503, "not ready: " + part))
        .orElseGet(() -> HttpAnswer.text(200, "ok"));
  }

  private static HttpAnswer unknownPath(HttpExchange exchange) {
    return HttpAnswer.error(404, "expected /metrics, /healthz, /readyz or /explain/NAMESPACE/NAME");
  }

  /** Serves one path; the server itself would serve all that begin with it. */
  private void route(String path, Function<HttpExchange, HttpAnswer> route) {
    serve(
        path,
        exchange ->
            path.equals(exchange.getRequestURI().getPath())
                ? route.apply(exchange)
                : unknownPath(exchange));
  }

  private void serve(String prefix, Function<HttpExchange, HttpAnswer> route) {
    server.createContext(
        prefix,
        exchange -> {
          try (exchange) {
            answer(exchange, route).send(exchange);
          }
        });
  }

  private static HttpAnswer answer(
      HttpExchange exchange, Function<HttpExchange, HttpAnswer> route) {
    if (!exchange.getRequestMethod().equals("GET")) {
      return HttpAnswer.error(405, "expected GET", Map.of("Allow", "GET", "Connection", "close"));
    }
    if (hasBody(exchange)) {
      return HttpAnswer.error(413, "expected no request body", Map.of("Connection", "close"));
    }
    try {
      return route.apply(exchange);
    } catch (RuntimeException e) {
      LOG.error("Request for {} failed", exchange.getRequestURI().getPath(), e);
      return HttpAnswer.error(500, "internal error; the operator's log has the cause");
    }
  }

  private static boolean hasBody(HttpExchange exchange) {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    return exchange.getRequestHeaders().containsKey("Transfer-Encoding")
        || (length != null && !length.strip().equals("0"));
  }

  /** The port that is served. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Stops at once; requests under way are cut off. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

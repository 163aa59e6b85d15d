package io.rlscaler.prometheus;

import io.rlscaler.prometheus.QueryFailure.Kind;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Asks one Prometheus. Safe for use by several threads. At most {@value #PARALLEL_QUERIES} queries
 * are under way at a time; others wait, and their time limit runs while they do. Proxies of the
 * environment are not used, so that the address that was checked is the one that is spoken to.
 *
 * <p>A future of this class completes with a result or with a {@link QueryFailure}, nothing else.
 * Cancelling it ends the request. Stages that depend on it without {@code Async} run on the
 * client's threads and must be short.
 */
public final class PrometheusClient implements AutoCloseable {
  /**
   * Well below 20, from where on Prometheus itself lets queries wait ({@code
   * --query.max-concurrency}).
   */
  static final int PARALLEL_QUERIES = 8;

  private static final long IDLE_SECONDS = 30;

  private final PrometheusEndpoint endpoint;
  private final AddressGuard guard;
  private final HttpClient http;
  private final ThreadPoolExecutor workers;
  private final ScheduledThreadPoolExecutor deadlines;
  private final Set<Exchange<?>> inFlight = ConcurrentHashMap.newKeySet();

  /** A client without connections yet; nothing is looked up or sent before the first query. */
  public PrometheusClient(PrometheusEndpoint endpoint) {
    this(endpoint, InetAddress::getAllByName);
  }

  PrometheusClient(PrometheusEndpoint endpoint, AddressGuard.Resolver resolver) {
    this.endpoint = endpoint;
    this.guard = new AddressGuard(resolver, endpoint.allowLoopback());
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(endpoint.timeout());
    endpoint.tls().ifPresent(builder::sslContext);
    this.http = builder.build();
    this.workers =
        new ThreadPoolExecutor(
            PARALLEL_QUERIES,
            PARALLEL_QUERIES,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            daemons("prometheus-query"));
    workers.allowCoreThreadTimeOut(true);
    this.deadlines = new ScheduledThreadPoolExecutor(1, daemons("prometheus-deadline"));
    deadlines.setRemoveOnCancelPolicy(true);
  }

  /**
   * Evaluates an expression at one point of time.
   *
   * @param promql an expression whose value is a vector or a scalar
   * @param at the evaluation time, to the millisecond
   * @return the result, or a {@link QueryFailure}
   * @throws IllegalArgumentException for a time outside the years 1970 to 9999
   */
  public CompletableFuture<InstantResult> query(String promql, Instant at) {
    RangePages.requireRepresentable(at);
    Map<String, String> form = new LinkedHashMap<>();
    form.put("query", promql);
    form.put("time", seconds(at.toEpochMilli()));
    CompletableFuture<InstantResult> result = new CompletableFuture<>();
    send(
        "/api/v1/query",
        form,
        new InstantShape(),
        result,
        answer ->
            result.complete(
                new InstantResult(answer.elements(), answer.warnings(), answer.infos())));
    return result;
  }

  /**
   * Evaluates an expression at regular points of time. More than {@value RangePages#MAX_POINTS}
   * points are asked for in several requests, one after the other, each with the endpoint's limits;
   * one that fails fails the whole.
   *
   * @param promql an expression whose value is a vector or a scalar
   * @param start the first point
   * @param end no point is after it; not before the start
   * @param step distance of two points, whole milliseconds
   * @return the result, or a {@link QueryFailure}
   * @throws IllegalArgumentException for an end before the start, a time outside the years 1970 to
   *     9999, a step that is not positive, or more than 11 million points
   */
  public CompletableFuture<RangeResult> queryRange(
      String promql, Instant start, Instant end, Duration step) {
    CompletableFuture<RangeResult> result = new CompletableFuture<>();
    sendPages(promql, step, RangePages.of(start, end, step).iterator(), new RangePages(), result);
    return result;
  }

  /** Ends the queries that are under way, with {@link Kind#CLOSED}, and frees the threads. */
  @Override
  public void close() {
    workers.shutdownNow();
    deadlines.shutdownNow();
    inFlight.forEach(exchange -> exchange.fail(closed()));
  }

  private void sendPages(
      String promql,
      Duration step,
      Iterator<RangePages.Page> pages,
      RangePages received,
      CompletableFuture<RangeResult> result) {
    if (!pages.hasNext()) {
      result.complete(received.result());
      return;
    }
    RangePages.Page page = pages.next();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("query", promql);
    form.put("start", seconds(page.start().toEpochMilli()));
    form.put("end", seconds(page.end().toEpochMilli()));
    form.put("step", seconds(step.toMillis()));
    send(
        "/api/v1/query_range",
        form,
        new RangeShape(),
        result,
        answer -> {
          received.add(answer);
          sendPages(promql, step, pages, received, result);
        });
  }

  /**
   * Sends one request whose failure is the failure of {@code whole} and whose answer goes on to
   * {@code next}.
   */
  private <E> void send(
      String path,
      Map<String, String> form,
      AnswerReader.Shape<E> shape,
      CompletableFuture<?> whole,
      Consumer<Exchange.Answer<E>> next) {
    CompletableFuture<Exchange.Answer<E>> answer = new CompletableFuture<>();
    Exchange<E> exchange =
        new Exchange<>(http, guard, endpoint, request(path, form), shape, answer);
    inFlight.add(exchange);
    try {
      Future<?> deadline =
          deadlines.schedule(
              () -> exchange.fail(late()), endpoint.timeout().toMillis(), TimeUnit.MILLISECONDS);
      CompletableFuture<?> unused =
          answer.whenComplete(
              (received, failure) -> {
                deadline.cancel(false);
                inFlight.remove(exchange);
                exchange.abort();
                if (failure == null) {
                  proceed(next, received, whole);
                } else {
                  whole.completeExceptionally(failure);
                }
              });
      CompletableFuture<?> unusedToo =
          whole.whenComplete((received, failure) -> answer.cancel(false));
      workers.execute(exchange);
    } catch (RejectedExecutionException shutDown) {
      inFlight.remove(exchange);
      exchange.fail(closed());
      whole.completeExceptionally(closed());
    }
  }

  /**
   * Hands an answer on; what goes wrong there, be it a lack of memory, must not leave the caller
   * waiting.
   */
  private <E> void proceed(
      Consumer<Exchange.Answer<E>> next, Exchange.Answer<E> received, CompletableFuture<?> whole) {
    try {
      next.accept(received);
    } catch (RuntimeException | Error defect) {
      whole.completeExceptionally(Failures.unexpected(defect, endpoint));
    }
  }

  private HttpRequest.Builder request(String path, Map<String, String> form) {
    form.put("timeout", endpoint.timeout().toMillis() + "ms");
    String body =
        form.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return HttpRequest.newBuilder(endpoint.resolve(path))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json")
        .header("Accept-Encoding", "gzip")
        .header("User-Agent", "rlscaler")
        .POST(BodyPublishers.ofString(body));
  }

  private QueryFailure late() {
    return new QueryFailure(
        Kind.TIMEOUT,
        "no complete answer from "
            + endpoint.hostAndPort()
            + " within "
            + endpoint.timeout().toMillis()
            + " ms");
  }

  private QueryFailure closed() {
    return new QueryFailure(Kind.CLOSED, "the client of " + endpoint.hostAndPort() + " is closed");
  }

  private static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).toPlainString();
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}

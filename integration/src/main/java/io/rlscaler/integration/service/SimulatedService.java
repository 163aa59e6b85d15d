package io.rlscaler.integration.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The services behind Deployments whose pods do nothing, on one metrics page.
 *
 * <p>Each workload follows the ready replicas of its Deployment and runs {@link
 * io.rlscaler.simulator.workload.FastModel} in real time. The page at {@link #uri()} shows {@code
 * http_requests_total} (counter), {@code http_request_duration_seconds} (histogram), {@code
 * replica_utilization} (mean busy share of the ready replicas in the last complete tick) and {@code
 * request_queue_length}, all with the labels {@code namespace} and {@code workload}. Every request
 * counts when it arrives.
 */
public final class SimulatedService implements AutoCloseable {
  private final KubernetesClient client;
  private final InstantSource clock;
  private final HttpServer server;
  private final ScheduledExecutorService ticks;
  private final List<SimulatedWorkload> workloads = new CopyOnWriteArrayList<>();
  private final List<ReadyReplicas> followers = new CopyOnWriteArrayList<>();
  private volatile @Nullable RuntimeException failure;

  private SimulatedService(KubernetesClient client, InstantSource clock, HttpServer server) {
    this.client = client;
    this.clock = clock;
    this.server = server;
    this.ticks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "simulated-service");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts without workloads, on a free port of the loopback address.
   *
   * @param client may read Deployments; stays open
   * @param tick time during which rate and replicas of a workload are constant, positive
   * @param clock the time of the queues
   */
  public static SimulatedService start(
      KubernetesClient client, Duration tick, InstantSource clock) {
    SimulatedService service = new SimulatedService(client, clock, listen());
    service.server.createContext("/metrics", service::answer);
    service.server.start();
    service.schedule(tick);
    return service;
  }

  /** Adds a workload whose traffic begins now; the Deployment may still be missing. */
  public SimulatedWorkload add(ServiceProfile profile, ArrivalRate traffic) {
    ReadyReplicas follower = new ReadyReplicas(client, profile.namespace(), profile.workload());
    followers.add(follower);
    SimulatedWorkload workload = new SimulatedWorkload(profile, follower, traffic, clock.instant());
    workloads.add(workload);
    return workload;
  }

  /** Returns the address of the metrics page. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics");
  }

  /**
   * Ends the page, the ticks and the informers.
   *
   * @throws IllegalStateException when a tick failed, which also shows as status 500 of the page
   */
  @Override
  public void close() {
    ticks.shutdownNow();
    server.stop(0);
    followers.forEach(ReadyReplicas::close);
    RuntimeException cause = failure;
    if (cause != null) {
      throw new IllegalStateException("a tick of the simulated service failed", cause);
    }
  }

  // A tick keeps its failure for close() itself.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void schedule(Duration tick) {
    ticks.scheduleAtFixedRate(this::tick, tick.toNanos(), tick.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void tick() {
    Instant now = clock.instant();
    try {
      workloads.forEach(workload -> workload.tick(now));
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    RuntimeException failed = failure;
    byte[] body = (failed == null ? page() : failed.toString()).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", MetricsPage.CONTENT_TYPE);
    exchange.sendResponseHeaders(failed == null ? 200 : 500, body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  private String page() {
    Instant now = clock.instant();
    return MetricsPage.of(
        workloads.stream().map(workload -> workload.read(now)).flatMap(Optional::stream).toList());
  }

  private static HttpServer listen() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on the loopback address", e);
    }
  }
}

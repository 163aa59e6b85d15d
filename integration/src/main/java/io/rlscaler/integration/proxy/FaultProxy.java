package io.rlscaler.integration.proxy;

import io.rlscaler.integration.CertificateAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An HTTPS proxy on the loopback address that stands for an API server.
 *
 * <p>Requests and answers pass unchanged, watches as they come, WebSockets included; so clients
 * show who they are by a bearer token, not by a certificate. {@link Rule rules} make the faults.
 * One proxy per client tells several clients apart.
 */
public final class FaultProxy implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  private final InetSocketAddress upstream;
  private final LoopbackTls tls;
  private final ServerSocket listener;
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Throwable hookFailure;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "fault-proxy");
            thread.setDaemon(true);
            return thread;
          });

  private FaultProxy(URI upstream, LoopbackTls tls, ServerSocket listener) {
    this.upstream = new InetSocketAddress(upstream.getHost(), upstream.getPort());
    this.tls = tls;
    this.listener = listener;
  }

  /**
   * Starts a proxy on a free port.
   *
   * @param server address of the API server, {@code https://127.0.0.1:PORT}
   * @param authority which the API server's certificate comes from, and this proxy's
   */
  public static FaultProxy start(URI server, CertificateAuthority authority) {
    FaultProxy proxy = new FaultProxy(server, LoopbackTls.of(authority), listen());
    proxy.threads.execute(proxy::accept);
    return proxy;
  }

  /** Returns the address for the clients. */
  public URI uri() {
    return URI.create("https://127.0.0.1:" + listener.getLocalPort());
  }

  /** Adds a rule for all requests that match from now on. */
  public Rule add(RequestFilter filter, Fault fault) {
    return add(filter, fault, Integer.MAX_VALUE);
  }

  /** Adds a rule for the first requests that match from now on, so many. */
  public Rule add(RequestFilter filter, Fault fault, int times) {
    Rule rule = new Rule(filter, fault, times, rules::remove);
    rules.add(rule);
    return rule;
  }

  /** Cuts the connections over which watches run, and returns how many these were. */
  public int cutWatches() {
    List<ProxyConnection> watches =
        connections.stream().filter(ProxyConnection::isWatching).toList();
    watches.forEach(ProxyConnection::cut);
    return watches.size();
  }

  /**
   * Ends all connections.
   *
   * @throws IllegalStateException when a hook failed
   */
  @Override
  public void close() {
    closing.countDown();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop listening", e);
    }
    connections.forEach(ProxyConnection::cut);
    threads.shutdown();
    Throwable cause = hookFailure;
    if (cause != null) {
      throw new IllegalStateException("a hook of the proxy failed", cause);
    }
  }

  List<Rule.Match> matches(String method, String target) {
    return rules.stream()
        .map(rule -> rule.match(method, target))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Waits, at most until this proxy is closed. */
  void await(Duration delay) throws IOException {
    try {
      if (closing.await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("the proxy was closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Runs a hook; when it fails the connection ends and {@link #close} says why. */
  void runHook(Consumer<Exchange> hook, Exchange exchange) throws IOException {
    try {
      hook.accept(exchange);
    } catch (RuntimeException | AssertionError e) {
      hookFailure = e;
      throw new IOException("a hook failed", e);
    }
  }

  void execute(Runnable task) {
    threads.execute(task);
  }

  void ended(ProxyConnection connection) {
    connections.remove(connection);
  }

  Socket connectUpstream() throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(upstream, (int) CONNECT_LIMIT.toMillis());
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  SSLSocket secureUpstream(Socket plain) throws IOException {
    return secure(plain, true);
  }

  SSLSocket secureClient(Socket plain) throws IOException {
    return secure(plain, false);
  }

  private SSLSocket secure(Socket plain, boolean asClient) throws IOException {
    SSLContext context = asClient ? tls.client() : tls.server();
    SSLSocket secure =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(plain, upstream.getHostString(), plain.getPort(), true);
    secure.setUseClientMode(asClient);
    plain.setSoTimeout((int) CONNECT_LIMIT.toMillis());
    secure.startHandshake();
    plain.setSoTimeout(0);
    return secure;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        client.setTcpNoDelay(true);
        ProxyConnection connection = new ProxyConnection(this, client);
        connections.add(connection);
        threads.execute(connection);
      } catch (IOException closed) {
        // Only closing ends the loop: a client that left before it was accepted does not matter.
      }
    }
  }

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on the loopback address", e);
    }
  }
}

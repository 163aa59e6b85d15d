package io.rlscaler.integration.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What may stand in the place of a Prometheus: each path of this server misbehaves in its way. */
final class BrokenServers implements AutoCloseable {
  private static final int HUGE_BYTES = 200_000_000;
  private static final byte[] BEGINNING =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] SAMPLE =
      "{\"metric\":{\"workload\":\"x\"},\"value\":[1,\"1\"]},".getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);

  BrokenServers() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on the loopback address", e);
    }
    server.setExecutor(executor);
    server.createContext("/html", exchange -> answer(exchange, 200, "<html>Please log in</html>"));
    server.createContext("/failing", exchange -> answer(exchange, 500, "internal error"));
    server.createContext("/huge", this::endless);
    server.createContext("/silent", this::silence);
    server.start();
  }

  /** The address of a server: html, failing, huge or silent. */
  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + path);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  private void endless(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (exchange;
        OutputStream out = exchange.getResponseBody()) {
      out.write(BEGINNING);
      for (int sent = 0; sent < HUGE_BYTES; sent += SAMPLE.length) {
        out.write(SAMPLE);
      }
    }
  }

  private void silence(HttpExchange exchange) {
    try (exchange) {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    executor.shutdownNow();
  }
}

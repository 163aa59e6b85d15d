package io.rlscaler.integration;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A program with the outside of the operator: its variables, its pages, its way to end. */
final class SmallOperator {
  private SmallOperator() {}

  public static void main(String[] arguments) throws IOException {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    int port = Integer.parseInt(environment.get("RLSCALER_HTTP_PORT"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/readyz", exchange -> answer(exchange, "ok"));
    server.createContext(
        "/metrics",
        exchange ->
            answer(exchange, environment + " " + System.getProperty("onnxruntime.native.path")));
    server.createContext(
        "/explain",
        exchange ->
            answer(
                exchange,
                exchange.getRequestURI().getPath()
                    + " "
                    + exchange.getRequestHeaders().getFirst("Authorization")));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("ended politely")));
    server.start();
    System.out.println("leading as " + environment.get("RLSCALER_POD_NAME"));
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }
}

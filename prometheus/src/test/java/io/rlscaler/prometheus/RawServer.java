package io.rlscaler.prometheus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on loopback that sends exactly the bytes it is told, so that tests can break every rule
 * of HTTP.
 */
final class RawServer implements AutoCloseable {
  /** What is sent for a request; the connection is closed afterwards. */
  interface Reply {
    void send(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Reply> replies;
  private final AtomicInteger answered = new AtomicInteger();

  private RawServer(List<Reply> replies) throws IOException {
    this.replies = replies;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Sends one reply after the other, the last one again and again. */
  static RawServer answering(Reply... replies) throws IOException {
    return new RawServer(List.of(replies));
  }

  /** A complete HTTP response with a JSON body. */
  static Reply json(int status, String body) {
    return response(
        status, "Content-Type: application/json\r\n", body.getBytes(StandardCharsets.UTF_8));
  }

  /** A complete HTTP response; header lines end with CR LF. */
  static Reply response(int status, String headers, byte[] body) {
    return out -> {
      out.write(head(status, headers + "Content-Length: " + body.length + "\r\n"));
      out.write(body);
    };
  }

  static byte[] head(int status, String headers) {
    return ("HTTP/1.1 " + status + " Reason\r\nConnection: close\r\n" + headers + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The requests so far, head and body, as they came. */
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream()) {
      requests.add(request(in));
      replies.get(Math.min(answered.getAndIncrement(), replies.size() - 1)).send(out);
      out.flush();
    } catch (IOException | InterruptedException gone) {
      // The client may hang up whenever it wants.
    }
  }

  private static String request(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the request ends early");
      }
      head.append((char) next);
    }
    int length =
        head.toString()
            .lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .findFirst()
            .orElse(0);
    return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }
}

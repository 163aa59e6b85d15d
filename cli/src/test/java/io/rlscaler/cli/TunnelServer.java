package io.rlscaler.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of an API server as forwarding a port takes: prepared answers, and a WebSocket (RFC 6455)
 * with the framing of {@code v4.channel.k8s.io}, where the first byte of a message is its channel,
 * 0 for data and 1 for errors, and the first message of each channel names the port. Behind the
 * tunnel an operator gives one answer.
 */
final class TunnelServer implements AutoCloseable {
  private static final String WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, String> answers;
  private final String operatorAnswer;

  /** First lines of requests to the API server. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  /** Heads of requests to the operator. */
  final List<String> tunnelled = new CopyOnWriteArrayList<>();

  TunnelServer(Map<String, String> answers, String operatorAnswer) throws IOException {
    this.answers = answers;
    this.operatorAnswer = operatorAnswer;
    threads.execute(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        threads.execute(() -> serve(connection));
      }
    } catch (IOException e) {
      threads.shutdownNow();
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      DataInputStream in = new DataInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      while (true) {
        String head = readHead(in);
        requests.add(head.lines().findFirst().orElseThrow());
        in.readNBytes(Integer.parseInt(header(head, "Content-Length", "0")));
        String path = head.split("[ ?]", 3)[1];
        if (path.endsWith("/portforward")) {
          tunnel(head, in, out);
          return;
        }
        out.write(http(answers.containsKey(path) ? 200 : 404, answers.getOrDefault(path, "{}")));
      }
    } catch (IOException e) {
      // The client has closed the connection.
    }
  }

  private static String readHead(DataInputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(in.readUnsignedByte());
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static String header(String head, String name, String absent) {
    Matcher header = Pattern.compile("(?im)^" + name + ": *(.*?)\\r?$").matcher(head);
    return header.find() ? header.group(1) : absent;
  }

  private static byte[] http(int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %d Prepared\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(status, bytes.length);
    return (head + body).getBytes(StandardCharsets.UTF_8);
  }

  private void tunnel(String head, DataInputStream in, OutputStream out) throws IOException {
    String accept = base64Sha1(header(head, "Sec-WebSocket-Key", "") + WEBSOCKET_GUID);
    String protocol = header(head, "Sec-WebSocket-Protocol", "").split(",", 2)[0];
    String upgrade =
        """
        HTTP/1.1 101 Switching Protocols\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Accept: %s\r
        Sec-WebSocket-Protocol: %s\r
        \r
        """;
    out.write(upgrade.formatted(accept, protocol).getBytes(StandardCharsets.ISO_8859_1));
    byte[] port = {(byte) (8080 & 0xff), 8080 >> 8};
    send(out, 0, port);
    send(out, 1, port);
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      byte[] message = receive(in);
      request.append(new String(message, 1, message.length - 1, StandardCharsets.ISO_8859_1));
    }
    tunnelled.add(request.toString());
    send(out, 0, http(200, operatorAnswer));
    receive(in);
  }

  private static void send(OutputStream out, int channel, byte[] data) throws IOException {
    int length = data.length + 1;
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x82);
    if (length < 126) {
      frame.write(length);
    } else {
      frame.write(126);
      frame.write(length >> 8);
      frame.write(length & 0xff);
    }
    frame.write(channel);
    frame.write(data);
    out.write(frame.toByteArray());
    out.flush();
  }

  /** One masked message of the client. */
  private static byte[] receive(DataInputStream in) throws IOException {
    in.readUnsignedByte();
    int length = in.readUnsignedByte() & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    }
    byte[] mask = in.readNBytes(4);
    byte[] message = in.readNBytes(length);
    for (int i = 0; i < message.length; i++) {
      message[i] ^= mask[i % 4];
    }
    return message;
  }

  private static String base64Sha1(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    threads.shutdownNow();
  }
}

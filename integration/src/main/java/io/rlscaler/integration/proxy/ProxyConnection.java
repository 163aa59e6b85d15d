package io.rlscaler.integration.proxy;

import io.rlscaler.integration.proxy.Rule.Match;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client: its requests one after the other, each over a connection of its own
 * to the API server, so that neither side's idle limits matter.
 *
 * <p>All connections end by closing the plain socket below TLS: that never waits for a peer that is
 * stopped, or for a thread that is writing to it.
 */
final class ProxyConnection implements Runnable {
  private final FaultProxy proxy;
  private final Socket client;
  private volatile @Nullable Socket upstream;
  private volatile boolean watching;

  ProxyConnection(FaultProxy proxy, Socket client) {
    this.proxy = proxy;
    this.client = client;
  }

  /** Whether a watch runs over this connection at the moment. */
  boolean isWatching() {
    return watching;
  }

  /** Ends the connection on both sides without a farewell. */
  void cut() {
    closeQuietly(client);
    Socket server = upstream;
    if (server != null) {
      closeQuietly(server);
    }
  }

  @Override
  public void run() {
    try {
      SSLSocket secure = proxy.secureClient(client);
      InputStream in = new BufferedInputStream(secure.getInputStream());
      OutputStream out = secure.getOutputStream();
      Optional<HttpHead> request = HttpHead.read(in);
      while (request.isPresent() && serve(request.get(), in, out)) {
        request = HttpHead.read(in);
      }
    } catch (IOException endOfConnection) {
      // One side went away or was cut off; the other learns it from the closed sockets.
    } finally {
      cut();
      proxy.ended(this);
    }
  }

  /** Serves a request; returns whether the connection lives on. */
  private boolean serve(HttpHead request, InputStream in, OutputStream out) throws IOException {
    List<Match> matches = proxy.matches(request.method(), request.target());
    for (Match match : matches) {
      Fault fault = match.fault();
      if (fault instanceof Fault.Delay delay) {
        proxy.await(delay.duration());
      } else if (fault instanceof Fault.BeforeForwarding before) {
        proxy.runHook(before.hook(), match.exchange());
      } else if (fault instanceof Fault.Answer answer) {
        HttpBody.ofRequest(request).copy(in, OutputStream.nullOutputStream());
        out.write(FaultResponse.of(answer.status()));
        return !request.isLast();
      } else if (fault instanceof Fault.Disconnect) {
        return false;
      }
    }
    return forward(request, matches, in, out);
  }

  private boolean forward(HttpHead request, List<Match> matches, InputStream in, OutputStream out)
      throws IOException {
    try (Socket plain = proxy.connectUpstream()) {
      upstream = plain;
      requireClient();
      SSLSocket secure = proxy.secureUpstream(plain);
      OutputStream toServer = secure.getOutputStream();
      toServer.write(request.bytes());
      HttpBody.ofRequest(request).copy(in, toServer);
      InputStream fromServer = new BufferedInputStream(secure.getInputStream());
      HttpHead response =
          HttpHead.read(fromServer).orElseThrow(() -> new EOFException("no answer"));
      for (Match match : matches) {
        if (match.fault() instanceof Fault.BeforeDelivery before) {
          proxy.runHook(before.hook(), match.exchange().answered(response.status()));
        }
      }
      watching = RequestFilter.watches().matches(request.method(), request.target());
      out.write(response.bytes());
      if (response.status() == 101) {
        tunnel(in, out, fromServer, toServer);
        return false;
      }
      HttpBody body = HttpBody.ofResponse(request.method(), response);
      body.copy(fromServer, out);
      return body.framing() != HttpBody.Framing.CONNECTION_END
          && !response.isLast()
          && !request.isLast();
    } finally {
      watching = false;
      upstream = null;
    }
  }

  /** After an upgrade bytes pass both ways until one side ends. */
  private void tunnel(
      InputStream fromClient, OutputStream toClient, InputStream fromServer, OutputStream toServer)
      throws IOException {
    proxy.execute(
        () -> {
          try {
            HttpBody.copyAll(fromClient, toServer);
          } catch (IOException endOfConnection) {
            // As in run: the other side learns it from the closed sockets.
          } finally {
            cut();
          }
        });
    HttpBody.copyAll(fromServer, toClient);
  }

  // A cut that came before the connection to the server existed could not close that one.
  private void requireClient() throws IOException {
    if (client.isClosed()) {
      throw new EOFException("the client's connection was cut");
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      // Nothing is left to close.
    }
  }
}

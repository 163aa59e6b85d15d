package io.rlscaler.prometheus;

import static io.rlscaler.prometheus.Queries.ask;
import static io.rlscaler.prometheus.Queries.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.rlscaler.prometheus.QueryFailure.Kind;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Self-signed certificates are their own authority, which keeps the material of these tests small.
 */
class PemTlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final InstantResult NOTHING = new InstantResult(List.of(), List.of(), List.of());

  private static KeyStore serverKeys;
  private static KeyStore clientKeys;
  private static KeyStore wrongHostKeys;
  private static ExecutorService threads;

  @BeforeAll
  static void makeKeys(@TempDir Path directory) throws Exception {
    serverKeys = selfSigned(directory, "server", "san=ip:127.0.0.1,dns:localhost");
    clientKeys = selfSigned(directory, "client", "san=dns:client.example");
    wrongHostKeys = selfSigned(directory, "other", "san=dns:other.example");
    threads = Executors.newCachedThreadPool();
  }

  @AfterAll
  static void stopThreads() {
    threads.shutdownNow();
  }

  private static KeyStore selfSigned(Path directory, String name, String extension)
      throws Exception {
    Path file = directory.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                extension,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static byte[] pem(String type, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return ("-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] certificate(KeyStore keys) throws Exception {
    return pem("CERTIFICATE", keys.getCertificate(keys.aliases().nextElement()).getEncoded());
  }

  private static byte[] privateKey(KeyStore keys) throws Exception {
    return pem("PRIVATE KEY", keys.getKey(keys.aliases().nextElement(), PASSWORD).getEncoded());
  }

  /** A server with the given identity that wants a client certificate if {@code mutual}. */
  private static HttpsServer start(KeyStore identity, boolean mutual) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(identity, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("client", clientKeys.getCertificate("client"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);

    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters tls = getSSLContext().getDefaultSSLParameters();
            tls.setNeedClientAuth(mutual);
            parameters.setSSLParameters(tls);
          }
        });
    byte[] answer =
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}"
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/api/v1/query",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static PrometheusEndpoint endpoint(HttpsServer server) {
    return PrometheusEndpoint.of(URI.create("https://127.0.0.1:" + server.getAddress().getPort()))
        .withAllowLoopback(true)
        .withTimeout(Duration.ofSeconds(30));
  }

  @Test
  void aServerIsTrustedOnlyByTheAuthorityThatSignedIt() throws Exception {
    HttpsServer server = start(serverKeys, false);
    try {
      PrometheusEndpoint endpoint = endpoint(server);
      assertThat(failureOf(endpoint).kind()).isEqualTo(Kind.TLS);
      assertThat(failureOf(endpoint.withTls(PemTls.trusting(certificate(clientKeys)))).kind())
          .isEqualTo(Kind.TLS);
      assertThat(ask(endpoint.withTls(PemTls.trusting(certificate(serverKeys)))))
          .isEqualTo(NOTHING);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void severalAuthoritiesMayBeGiven() throws Exception {
    HttpsServer server = start(serverKeys, false);
    try {
      String bundle =
          new String(certificate(clientKeys), StandardCharsets.US_ASCII)
              + new String(certificate(serverKeys), StandardCharsets.US_ASCII);
      assertThat(
              ask(
                  endpoint(server)
                      .withTls(PemTls.trusting(bundle.getBytes(StandardCharsets.US_ASCII)))))
          .isEqualTo(NOTHING);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aTrustedCertificateForAnotherHostIsRefused() throws Exception {
    HttpsServer server = start(wrongHostKeys, false);
    try {
      QueryFailure failure =
          failureOf(endpoint(server).withTls(PemTls.trusting(certificate(wrongHostKeys))));

      assertThat(failure.kind()).isEqualTo(Kind.TLS);
      assertThat(failure).hasMessageNotContaining("other.example").hasNoCause();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aServerThatWantsAClientCertificateGetsIt() throws Exception {
    HttpsServer server = start(serverKeys, true);
    try {
      byte[] authority = certificate(serverKeys);
      SSLContext mutual = PemTls.mutual(authority, certificate(clientKeys), privateKey(clientKeys));
      SSLContext stranger =
          PemTls.mutual(authority, certificate(wrongHostKeys), privateKey(wrongHostKeys));

      assertThat(ask(endpoint(server).withTls(mutual))).isEqualTo(NOTHING);
      // Under TLS 1.3 the server refuses after the client's handshake is over, so the break may
      // look like any other.
      assertThat(failureOf(endpoint(server).withTls(PemTls.trusting(authority))).kind())
          .isIn(Kind.TLS, Kind.CONNECTION);
      assertThat(failureOf(endpoint(server).withTls(stranger)).kind())
          .isIn(Kind.TLS, Kind.CONNECTION);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aPlainServerUnderAnHttpsAddressIsATlsFailure() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Future<?> plain =
          threads.submit(
              () -> {
                try (Socket socket = listener.accept()) {
                  socket.getOutputStream().write(RawServer.head(400, ""));
                  return socket.getInputStream().readAllBytes();
                }
              });
      URI uri = URI.create("https://127.0.0.1:" + listener.getLocalPort());
      assertThat(failureOf(PrometheusEndpoint.of(uri).withAllowLoopback(true)).kind())
          .isEqualTo(Kind.TLS);
      plain.get();
    }
  }

  @Test
  void materialThatCannotBeUsedIsRefusedWithoutQuotingIt() throws Exception {
    byte[] secret = "secret".getBytes(StandardCharsets.US_ASCII);
    byte[] good = certificate(clientKeys);
    byte[] oldForm = pem("EC PRIVATE KEY", secret);
    byte[] broken = pem("PRIVATE KEY", secret);

    assertThatThrownBy(() -> PemTls.trusting(new byte[0]))
        .hasMessageContaining("at least one PEM certificate");
    assertThatThrownBy(() -> PemTls.trusting(pem("CERTIFICATE", secret)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> PemTls.mutual(good, oldForm))
        .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    assertThatThrownBy(() -> PemTls.mutual(good, broken))
        .hasMessage("expected a private key of type [RSA, EC, EdDSA]");
  }
}

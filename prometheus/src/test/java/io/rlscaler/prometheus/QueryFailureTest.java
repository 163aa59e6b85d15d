package io.rlscaler.prometheus;

import static io.rlscaler.prometheus.Queries.AT;
import static io.rlscaler.prometheus.Queries.ask;
import static io.rlscaler.prometheus.Queries.await;
import static io.rlscaler.prometheus.Queries.endpoint;
import static io.rlscaler.prometheus.Queries.failureOf;
import static io.rlscaler.prometheus.RawServer.head;
import static io.rlscaler.prometheus.RawServer.json;
import static io.rlscaler.prometheus.RawServer.response;
import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.prometheus.QueryFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client makes of servers that are down, slow, hostile or something else. */
class QueryFailureTest {
  private static final String GOOD =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}";
  private static final InstantResult NOTHING = new InstantResult(List.of(), List.of(), List.of());
  private static final Duration SHORT = Duration.ofMillis(300);

  private static QueryFailure failure(RawServer.Reply reply) throws Exception {
    try (RawServer server = RawServer.answering(reply)) {
      return failureOf(endpoint(server));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[]... parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      for (byte[] part : parts) {
        zip.write(part);
      }
    }
    return bytes.toByteArray();
  }

  /** Sends the head and then one byte after the other for as long as the client listens. */
  private static RawServer.Reply trickle(String headers) {
    return out -> {
      out.write(head(200, headers));
      out.write('{');
      CountDownLatch never = new CountDownLatch(1);
      while (!never.await(5, TimeUnit.MILLISECONDS)) {
        out.write(' ');
        out.flush();
      }
    };
  }

  private static void waitForHangup(OutputStream out) throws IOException, InterruptedException {
    out.flush();
    new CountDownLatch(1).await();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>secret</html>",
        "secret",
        "",
        "[]",
        "\"success\"",
        "{}",
        "{\"status\":\"Failure\"}"
      })
  void anotherDocumentIsNotPrometheusAndNotQuoted(String body) throws Exception {
    QueryFailure failure = failure(response(200, "Content-Type: text/html\r\n", bytes(body)));

    assertThat(failure.kind()).isEqualTo(Kind.NOT_PROMETHEUS);
    assertThat(failure)
        .hasMessageStartingWith("127.0.0.1:")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource({
    "400, bad_data, BAD_QUERY",
    "422, execution, SERVER_ERROR",
    "503, unavailable, SERVER_ERROR",
    "503, timeout, TIMEOUT",
    "200, bad_data, BAD_QUERY",
    "200, internal, SERVER_ERROR"
  })
  void theErrorTypeOfPrometheusDecides(int status, String errorType, Kind kind) throws Exception {
    String body =
        "{\"status\":\"error\",\"errorType\":\"" + errorType + "\",\"error\":\"secret query\"}";

    QueryFailure failure = failure(json(status, body));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessageNotContaining("secret");
  }

  @Test
  void anErrorTypeThatIsNotPrometheusOwnIsNotQuoted() throws Exception {
    QueryFailure failure = failure(json(500, "{\"status\":\"error\",\"errorType\":\"secret\"}"));

    assertThat(failure.kind()).isEqualTo(Kind.SERVER_ERROR);
    assertThat(failure).hasMessageEndingWith("of type unknown");
  }

  @ParameterizedTest
  @CsvSource({
    "500, oops",
    "401, ''",
    "403, {}",
    "404, <html>",
    "502, '{\"status\":'",
    "204, ''",
    "407, ''"
  })
  void anotherStatusWithoutPrometheusDocumentIsAnHttpStatus(int status, String body)
      throws Exception {
    RawServer.Reply reply =
        status == 204 ? out -> out.write(head(status, "")) : response(status, "", bytes(body));

    QueryFailure failure = failure(reply);

    assertThat(failure.kind()).isEqualTo(Kind.HTTP_STATUS);
    assertThat(failure).hasMessageEndingWith("HTTP status " + status);
  }

  @Test
  void aSuccessDocumentUnderAnErrorStatusIsNotAResult() throws Exception {
    assertThat(failure(json(500, GOOD)).kind()).isEqualTo(Kind.HTTP_STATUS);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) throws Exception {
    try (RawServer target = RawServer.answering(json(200, GOOD));
        RawServer server =
            RawServer.answering(
                response(status, "Location: " + target.uri() + "/secret\r\n", new byte[0]))) {
      QueryFailure failure = failureOf(endpoint(server));

      assertThat(failure.kind()).isEqualTo(Kind.REDIRECT);
      assertThat(failure).hasMessageContaining("redirects").hasMessageNotContaining("secret");
      assertThat(target.requests()).isEmpty();
    }
  }

  @Test
  void aServerThatSendsMoreThanTheLimitIsNotReadToItsEnd() throws Exception {
    byte[] sample = bytes("{\"metric\":{\"a\":\"b\"},\"value\":[0,\"1\"]},".repeat(1_000));
    long all = 200L << 20;
    CompletableFuture<Long> sent = new CompletableFuture<>();
    RawServer.Reply endless =
        out -> {
          out.write(head(200, ""));
          out.write(
              bytes("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["));
          long count = 0;
          try {
            for (; count < all; count += sample.length) {
              out.write(sample);
            }
          } finally {
            sent.complete(count);
          }
        };
    try (RawServer server = RawServer.answering(endless)) {
      QueryFailure failure = failureOf(endpoint(server).withMaxResponse(1 << 20));

      assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
      assertThat(failure).hasMessageContaining("1048576 bytes");
      // The rest fits into the socket buffers of both sides, a few MiB.
      assertThat(await(sent)).isLessThan(50L << 20);
    }
  }

  @Test
  void theLimitHoldsForUnpackedBytes() throws Exception {
    byte[] spaces = new byte[1 << 20];
    Arrays.fill(spaces, (byte) ' ');
    byte[][] parts = new byte[201][];
    Arrays.fill(parts, spaces);
    parts[0] = bytes("{");
    byte[] bomb = gzip(parts);
    assertThat(bomb).hasSizeLessThan(1 << 20);
    try (RawServer server =
        RawServer.answering(response(200, "Content-Encoding: gzip\r\n", bomb))) {
      assertThat(failureOf(endpoint(server).withMaxResponse(4 << 20)).kind())
          .isEqualTo(Kind.TOO_LARGE);
    }
  }

  @Test
  void compressedNothingWithoutEndIsAFailure() throws Exception {
    byte[] member = gzip();
    RawServer.Reply members =
        out -> {
          out.write(head(200, "Content-Encoding: gzip\r\n"));
          byte[] many = new byte[member.length * 1_000];
          for (int i = 0; i < 1_000; i++) {
            System.arraycopy(member, 0, many, i * member.length, member.length);
          }
          for (int i = 0; i < 1_000; i++) {
            out.write(many);
          }
        };
    assertThat(failure(members).kind()).isIn(Kind.MALFORMED, Kind.TOO_LARGE, Kind.NOT_PROMETHEUS);
  }

  @Test
  void aDamagedCompressedAnswerIsMalformed() throws Exception {
    byte[] whole = gzip(bytes(GOOD));
    byte[] cut = Arrays.copyOf(whole, whole.length - 12);

    assertThat(failure(response(200, "Content-Encoding: gzip\r\n", bytes(GOOD))).kind())
        .isEqualTo(Kind.MALFORMED);
    assertThat(failure(response(200, "Content-Encoding: gzip\r\n", cut)).kind())
        .isEqualTo(Kind.MALFORMED);
    assertThat(failure(response(200, "Content-Encoding: br\r\n", whole)).kind())
        .isEqualTo(Kind.MALFORMED);
  }

  @Test
  void aBodyShorterThanAnnouncedIsABrokenConnection() throws Exception {
    RawServer.Reply broken =
        out -> {
          out.write(head(200, "Content-Length: 1000\r\n"));
          out.write(bytes("{\"status\":"));
        };
    assertThat(failure(broken).kind()).isEqualTo(Kind.CONNECTION);
  }

  @Test
  void aServerThatDoesNotSpeakHttpIsABrokenConnection() throws Exception {
    QueryFailure failure = failure(out -> out.write(bytes("SSH-2.0-secret\r\n")));

    assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
    assertThat(failure).hasMessageNotContaining("secret").hasNoCause();
  }

  @Test
  void aPortWhereNobodyListensIsAConnectionFailure() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    QueryFailure failure =
        failureOf(
            PrometheusEndpoint.of(URI.create("http://127.0.0.1:" + port)).withAllowLoopback(true));

    assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
    assertThat(failure).hasMessage("cannot connect to 127.0.0.1:" + port);
  }

  @Test
  void aServerThatNeverAnswersTimesOut() throws Exception {
    try (RawServer server = RawServer.answering(QueryFailureTest::waitForHangup)) {
      QueryFailure failure = failureOf(endpoint(server).withTimeout(SHORT));

      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure).hasMessageEndingWith("within 300 ms");
    }
  }

  @Test
  void aBodyThatNeverComesTimesOut() throws Exception {
    RawServer.Reply silent =
        out -> {
          out.write(head(200, "Content-Length: 1000\r\n"));
          waitForHangup(out);
        };
    try (RawServer server = RawServer.answering(silent)) {
      assertThat(failureOf(endpoint(server).withTimeout(SHORT)).kind()).isEqualTo(Kind.TIMEOUT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Content-Length: 1000000\r\n"})
  void aBodyThatTricklesTimesOut(String headers) throws Exception {
    try (RawServer server = RawServer.answering(trickle(headers))) {
      assertThat(failureOf(endpoint(server).withTimeout(SHORT)).kind()).isEqualTo(Kind.TIMEOUT);
    }
  }

  @Test
  void queriesThatTimedOutDoNotUseUpTheClient() throws Exception {
    int hanging = 2 * PrometheusClient.PARALLEL_QUERIES;
    RawServer.Reply[] replies = new RawServer.Reply[hanging + 1];
    Arrays.fill(replies, trickle(""));
    replies[hanging] = json(200, GOOD);
    try (RawServer server = RawServer.answering(replies);
        PrometheusClient client =
            new PrometheusClient(endpoint(server).withTimeout(Duration.ofSeconds(2)))) {
      for (int round = 0; round < 2; round++) {
        List<CompletableFuture<InstantResult>> queries = new ArrayList<>();
        for (int i = 0; i < PrometheusClient.PARALLEL_QUERIES; i++) {
          queries.add(client.query("up", AT));
        }
        assertThat(queries)
            .allSatisfy(query -> assertThat(failureOf(query).kind()).isEqualTo(Kind.TIMEOUT));
      }
      assertThat(await(client.query("up", AT))).isEqualTo(NOTHING);
    }
  }

  @Test
  void cancellingAQueryHangsUp() throws Exception {
    CompletableFuture<Boolean> reached = new CompletableFuture<>();
    CompletableFuture<Boolean> hungUp = new CompletableFuture<>();
    RawServer.Reply watched =
        out -> {
          reached.complete(true);
          try {
            trickle("").send(out);
          } finally {
            hungUp.complete(true);
          }
        };
    try (RawServer server = RawServer.answering(watched);
        PrometheusClient client = new PrometheusClient(endpoint(server))) {
      CompletableFuture<InstantResult> query = client.query("up", AT);
      await(reached);
      assertThat(query.cancel(true)).isTrue();
      assertThat(await(hungUp)).isTrue();
    }
  }

  @Test
  void closingTheClientEndsItsQueriesAndRefusesNewOnes() throws Exception {
    CompletableFuture<Boolean> reached = new CompletableFuture<>();
    RawServer.Reply silent =
        out -> {
          reached.complete(true);
          waitForHangup(out);
        };
    try (RawServer server = RawServer.answering(silent)) {
      PrometheusClient client = new PrometheusClient(endpoint(server));
      CompletableFuture<InstantResult> waiting = client.query("up", AT);
      await(reached);
      client.close();

      assertThat(failureOf(waiting).kind()).isEqualTo(Kind.CLOSED);
      assertThat(failureOf(client.query("up", AT)).kind()).isEqualTo(Kind.CLOSED);
    }
  }

  @Test
  void aClientWorksAgainAfterAFailure() throws Exception {
    try (RawServer server = RawServer.answering(json(500, "oops"), json(200, GOOD));
        PrometheusClient client = new PrometheusClient(endpoint(server))) {
      assertThat(failureOf(client.query("up", AT)).kind()).isEqualTo(Kind.HTTP_STATUS);
      assertThat(await(client.query("up", AT))).isEqualTo(NOTHING);
    }
  }

  @Test
  void aDefectIsReportedAsSuchAndNotThrown() throws Exception {
    try (PrometheusClient client =
        new PrometheusClient(
            PrometheusEndpoint.of(URI.create("http://prometheus.example")),
            host -> {
              throw new IllegalStateException("secret");
            })) {
      QueryFailure failure = failureOf(client.query("up", AT));

      assertThat(failure.kind()).isEqualTo(Kind.UNEXPECTED);
      assertThat(failure)
          .hasMessage(
              "the query to prometheus.example:80 failed with java.lang.IllegalStateException");
    }
  }

  @Test
  void theBearerTokenIsReadForEachRequest() throws Exception {
    List<String> tokens = new ArrayList<>(List.of("first\n", "second"));
    try (RawServer server = RawServer.answering(json(200, GOOD));
        PrometheusClient client =
            new PrometheusClient(
                endpoint(server)
                    .withAuthentication(new Authentication.Bearer(() -> tokens.remove(0))))) {
      await(client.query("up", AT));
      await(client.query("up", AT));

      assertThat(server.requests().get(0)).contains("Authorization: Bearer first\r\n");
      assertThat(server.requests().get(1)).contains("Authorization: Bearer second\r\n");
    }
  }

  @Test
  void userAndPasswordAreSentAsTheBasicSchemeWants() throws Exception {
    try (RawServer server = RawServer.answering(json(200, GOOD))) {
      // The example of RFC 7617, section 2.
      ask(
          endpoint(server)
              .withAuthentication(new Authentication.Basic("Aladdin", () -> "open sesame")));

      assertThat(server.requests().get(0))
          .contains("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "secret\r\nX-Evil: 1", "secret token", "secr\u00e9t"})
  void aTokenThatNoHeaderCanCarryIsNeitherSentNorQuoted(String token) throws Exception {
    try (RawServer server = RawServer.answering(json(200, GOOD))) {
      QueryFailure failure =
          failureOf(endpoint(server).withAuthentication(new Authentication.Bearer(() -> token)));

      assertThat(failure.kind()).isEqualTo(Kind.CREDENTIALS);
      assertThat(failure).hasMessageNotContaining("secr");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aTokenThatCannotBeReadIsAFailure() throws Exception {
    try (RawServer server = RawServer.answering(json(200, GOOD))) {
      Authentication unreadable =
          new Authentication.Bearer(
              () -> {
                throw new IllegalStateException("secret");
              });
      QueryFailure failure = failureOf(endpoint(server).withAuthentication(unreadable));

      assertThat(failure.kind()).isEqualTo(Kind.CREDENTIALS);
      assertThat(failure).hasMessageNotContaining("secret");
    }
  }
}

package io.rlscaler.prometheus;

import static io.rlscaler.prometheus.Queries.AT;
import static io.rlscaler.prometheus.Queries.ask;
import static io.rlscaler.prometheus.Queries.await;
import static io.rlscaler.prometheus.Queries.endpoint;
import static io.rlscaler.prometheus.Queries.failureOf;
import static io.rlscaler.prometheus.RawServer.json;
import static io.rlscaler.prometheus.RawServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlscaler.prometheus.QueryFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client makes of answers that have the form of Prometheus' API. */
class QueryAnswerTest {
  private static final String VECTOR =
      """
      {"status":"success","data":{"resultType":"vector","result":[
        {"metric":{"__name__":"up","namespace":"shop","workload":"cart"},"value":[1767323045.678,"12.5"]},
        {"metric":{},"value":[1767323045,"-3e-7"]}]}}
      """;
  private static final InstantResult VECTOR_RESULT =
      new InstantResult(
          List.of(
              new Sample(
                  Map.of("__name__", "up", "namespace", "shop", "workload", "cart"),
                  Instant.parse("2026-01-02T03:04:05.678Z"),
                  12.5),
              new Sample(Map.of(), Instant.parse("2026-01-02T03:04:05Z"), -3e-7)),
          List.of(),
          List.of());

  private static InstantResult instant(String answer) throws Exception {
    try (RawServer server = RawServer.answering(json(200, answer))) {
      return ask(endpoint(server));
    }
  }

  private static QueryFailure failure(String answer) throws Exception {
    try (RawServer server = RawServer.answering(json(200, answer))) {
      return failureOf(endpoint(server));
    }
  }

  private static String vectorOf(String value) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":"
        + value
        + "}]}}";
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void aVectorBecomesOneSampleForEachElement() throws Exception {
    assertThat(instant(VECTOR)).isEqualTo(VECTOR_RESULT);
  }

  @Test
  void aQueryIsPostedAsAFormWithTheServersOwnTimeLimit() throws Exception {
    try (RawServer server = RawServer.answering(json(200, VECTOR))) {
      PrometheusEndpoint below =
          new PrometheusEndpoint(
              server.uri().resolve("/prefix/"),
              Duration.ofSeconds(30),
              1 << 20,
              new Authentication.None(),
              endpoint(server).tls(),
              true);
      try (PrometheusClient client = new PrometheusClient(below)) {
        await(client.query("sum by (a) (rate(x{b=\"c&d\"}[5m]))", AT));
      }
      assertThat(server.requests())
          .singleElement()
          .satisfies(
              request ->
                  assertThat(request)
                      .startsWith("POST /prefix/api/v1/query HTTP/1.1\r\n")
                      .contains("Content-Type: application/x-www-form-urlencoded\r\n")
                      .contains("Accept-Encoding: gzip\r\n")
                      .doesNotContain("Authorization")
                      .endsWith(
                          "\r\n\r\nquery=sum+by+%28a%29+%28rate%28x%7Bb%3D%22c%26d%22%7D%5B5m%5D%29%29"
                              + "&time=1767323045.678&timeout=30000ms"));
    }
  }

  @Test
  void notANumberAndTheInfinitiesAreKept() throws Exception {
    String answer =
        """
        {"status":"success","data":{"resultType":"vector","result":[
          {"metric":{"a":"1"},"value":[0,"NaN"]},
          {"metric":{"a":"2"},"value":[0,"+Inf"]},
          {"metric":{"a":"3"},"value":[0,"-Inf"]}]}}
        """;
    assertThat(instant(answer).samples())
        .containsExactly(
            new Sample(Map.of("a", "1"), Instant.EPOCH, Double.NaN),
            new Sample(Map.of("a", "2"), Instant.EPOCH, Double.POSITIVE_INFINITY),
            new Sample(Map.of("a", "3"), Instant.EPOCH, Double.NEGATIVE_INFINITY));
  }

  @Test
  void aScalarIsOneSampleWithoutLabels() throws Exception {
    assertThat(
            instant(
                "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1.5,\"42\"]}}"))
        .isEqualTo(
            new InstantResult(
                List.of(new Sample(Map.of(), Instant.ofEpochMilli(1500), 42)),
                List.of(),
                List.of()));
  }

  @Test
  void anEmptyVectorIsAResultWithoutSamples() throws Exception {
    assertThat(
            instant("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}"))
        .isEqualTo(new InstantResult(List.of(), List.of(), List.of()));
  }

  @Test
  void labelSetsThatOccurTwiceAreKeptTwice() throws Exception {
    String answer =
        """
        {"status":"success","data":{"resultType":"vector","result":[
          {"metric":{"a":"1"},"value":[0,"1"]},{"metric":{"a":"1"},"value":[0,"2"]}]}}
        """;
    assertThat(instant(answer).samples())
        .containsExactly(
            new Sample(Map.of("a", "1"), Instant.EPOCH, 1),
            new Sample(Map.of("a", "1"), Instant.EPOCH, 2));
  }

  @Test
  void warningsMakeAResultPartialAndInfosDoNot() throws Exception {
    String data = "\"data\":{\"resultType\":\"vector\",\"result\":[]}";
    InstantResult warned =
        instant("{\"status\":\"success\"," + data + ",\"warnings\":[\"store down\"]}");
    InstantResult informed =
        instant("{\"status\":\"success\"," + data + ",\"infos\":[\"no counter\"]}");

    assertThat(warned).isEqualTo(new InstantResult(List.of(), List.of("store down"), List.of()));
    assertThat(warned.partial()).isTrue();
    assertThat(informed).isEqualTo(new InstantResult(List.of(), List.of(), List.of("no counter")));
    assertThat(informed.partial()).isFalse();
  }

  @Test
  void theOrderOfMembersAndUnknownMembersDoNotMatter() throws Exception {
    String answer =
        """
        {"warnings":null,"data":{"stats":{"deep":[[{}]]},"result":[
            {"value":[1.5,"7"],"other":[1],"metric":{"a":"1"}}],"resultType":"vector"},
         "more":{"status":"error"},"status":"success"}
        """;
    assertThat(instant(answer).samples())
        .containsExactly(new Sample(Map.of("a", "1"), Instant.ofEpochMilli(1500), 7));
  }

  @Test
  void aCompressedAnswerIsUnpacked() throws Exception {
    try (RawServer server =
        RawServer.answering(response(200, "Content-Encoding: gzip\r\n", zipped(VECTOR)))) {
      assertThat(ask(endpoint(server))).isEqualTo(VECTOR_RESULT);
    }
  }

  @Test
  void anAnswerOfExactlyTheLimitIsRead() throws Exception {
    int length = VECTOR.getBytes(StandardCharsets.UTF_8).length;
    try (RawServer server = RawServer.answering(json(200, VECTOR))) {
      assertThat(ask(endpoint(server).withMaxResponse(length))).isEqualTo(VECTOR_RESULT);
      assertThat(failureOf(endpoint(server).withMaxResponse(length - 1)).kind())
          .isEqualTo(Kind.TOO_LARGE);
    }
  }

  @Test
  void aMatrixBecomesSeries() throws Exception {
    String answer =
        """
        {"status":"success","data":{"resultType":"matrix","result":[
          {"metric":{"a":"1"},"values":[[60,"1"],[75,"NaN"],[90,"3"]]},
          {"metric":{"a":"2"},"values":[[75,"5"]]},
          {"metric":{"a":"2"},"values":[]}]},"warnings":["w"],"infos":["i"]}
        """;
    try (RawServer server = RawServer.answering(json(200, answer));
        PrometheusClient client = new PrometheusClient(endpoint(server))) {
      assertThat(
              await(
                  client.queryRange(
                      "up",
                      Instant.ofEpochSecond(60),
                      Instant.ofEpochSecond(90),
                      Duration.ofSeconds(15))))
          .isEqualTo(
              new RangeResult(
                  List.of(
                      new Series(
                          Map.of("a", "1"),
                          new long[] {60_000, 75_000, 90_000},
                          new double[] {1, Double.NaN, 3}),
                      new Series(Map.of("a", "2"), new long[] {75_000}, new double[] {5}),
                      new Series(Map.of("a", "2"), new long[0], new double[0])),
                  List.of("w"),
                  List.of("i")));
      assertThat(server.requests())
          .singleElement()
          .satisfies(
              request ->
                  assertThat(request)
                      .startsWith("POST /api/v1/query_range HTTP/1.1\r\n")
                      .endsWith("query=up&start=60.000&end=90.000&step=15.000&timeout=30000ms"));
    }
  }

  @Test
  void aLongRangeIsAskedForInPagesAndItsSeriesAreJoined() throws Exception {
    String head =
        "{\"status\":\"success\",\"warnings\":[\"w\"],\"data\":{\"resultType\":\"matrix\",\"result\":[";
    String first =
        head
            + "{\"metric\":{\"a\":\"1\"},\"values\":[[0,\"1\"]]},{\"metric\":{\"a\":\"2\"},\"values\":[[5,\"2\"]]},"
            + "{\"metric\":{\"a\":\"2\"},\"values\":[[6,\"3\"]]}]}}";
    String second =
        head
            + "{\"metric\":{\"a\":\"3\"},\"values\":[[11001,\"9\"]]},"
            + "{\"metric\":{\"a\":\"2\"},\"values\":[[11000,\"4\"]]}]}}";
    try (RawServer server = RawServer.answering(json(200, first), json(200, second));
        PrometheusClient client = new PrometheusClient(endpoint(server))) {
      RangeResult result =
          await(
              client.queryRange(
                  "up", Instant.EPOCH, Instant.ofEpochSecond(11_001), Duration.ofSeconds(1)));

      assertThat(result)
          .isEqualTo(
              new RangeResult(
                  List.of(
                      new Series(Map.of("a", "1"), new long[] {0}, new double[] {1}),
                      new Series(
                          Map.of("a", "2"), new long[] {5000, 11_000_000}, new double[] {2, 4}),
                      new Series(Map.of("a", "2"), new long[] {6000}, new double[] {3}),
                      new Series(Map.of("a", "3"), new long[] {11_001_000}, new double[] {9})),
                  List.of("w"),
                  List.of()));
      assertThat(server.requests()).hasSize(2);
      assertThat(server.requests().get(0)).contains("start=0.000&end=10999.000&step=1.000");
      assertThat(server.requests().get(1)).contains("start=11000.000&end=11001.000&step=1.000");
    }
  }

  @Test
  void aPageThatFailsFailsTheWholeRange() throws Exception {
    String empty = "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}";
    try (RawServer server = RawServer.answering(json(200, empty), json(500, "no"));
        PrometheusClient client = new PrometheusClient(endpoint(server))) {
      assertThat(
              failureOf(
                      client.queryRange(
                          "up",
                          Instant.EPOCH,
                          Instant.ofEpochSecond(11_000),
                          Duration.ofSeconds(1)))
                  .kind())
          .isEqualTo(Kind.HTTP_STATUS);
    }
  }

  @Test
  void aRangeWithoutPointsOrWithTooManyIsRefusedBeforeAnythingIsSent() throws Exception {
    try (RawServer server = RawServer.answering(json(200, VECTOR));
        PrometheusClient client = new PrometheusClient(endpoint(server))) {
      Instant later = Instant.EPOCH.plusSeconds(1);
      Duration second = Duration.ofSeconds(1);
      assertRefused(
          () -> client.queryRange("up", later, Instant.EPOCH, second), "an end at or after");
      assertRefused(
          () -> client.queryRange("up", Instant.EPOCH, later, Duration.ZERO), "found PT0S");
      assertRefused(
          () -> client.queryRange("up", Instant.EPOCH, later, Duration.ofNanos(1_500_000)),
          "whole milliseconds");
      assertRefused(
          () -> client.queryRange("up", Instant.EPOCH, later, Duration.ofSeconds(Long.MAX_VALUE)),
          "up to");
      assertRefused(
          () -> client.queryRange("up", Instant.EPOCH, Instant.ofEpochSecond(11_000_000), second),
          "at most 11000000 points of time, found 11000001");
      assertRefused(
          () -> client.queryRange("up", Instant.MIN, Instant.EPOCH, second),
          "expected a time from");
      assertRefused(
          () -> client.queryRange("up", Instant.EPOCH, Instant.MAX, second),
          "expected a time from");
      assertRefused(() -> client.query("up", Instant.MAX), "expected a time from");
      assertThat(server.requests()).isEmpty();
    }
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aTypeThatTheCallCannotReturnIsAFailureOfItsOwn() throws Exception {
    String matrix =
        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{}}]}}";
    String text =
        "{\"status\":\"success\",\"data\":{\"resultType\":\"string\",\"result\":[0,\"secret\"]}}";
    String none = "{\"status\":\"success\",\"data\":{\"result\":[]}}";

    assertThat(failure(matrix).kind()).isEqualTo(Kind.RESULT_TYPE);
    assertThat(failure(matrix)).hasMessageContaining("of type matrix");
    assertThat(failure(text).kind()).isEqualTo(Kind.RESULT_TYPE);
    assertThat(failure(none).kind()).isEqualTo(Kind.RESULT_TYPE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[0,1]",
        "[\"0\",\"1\"]",
        "[0,\"\"]",
        "[0,\"0x1p3\"]",
        "[0,\"1d\"]",
        "[0,\" 1\"]",
        "[0,\"1.2.3\"]",
        "[0]",
        "[0,\"1\",2]",
        "[1e300,\"1\"]",
        "[1e999,\"1\"]",
        "[]",
        "{}",
        "null",
        "\"secret\"",
        "[0,\"secret\"]"
      })
  void aValueOfAnotherFormIsMalformedAndNotQuoted(String value) throws Exception {
    QueryFailure failure = failure(vectorOf(value));

    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(failure)
        .hasMessageContaining("127.0.0.1:")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":{}}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[1,2,3,4]}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[],\"result\":[]}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\"}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"a\":1}}]}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"a\":\"1\",\"a\":\"2\"}}]}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"histogram\":[0,{}]}]}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]},\"warnings\":[1]}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}} trailing",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}{}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"na",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[",
        "{\"status\":\"success\"",
        "{"
      })
  void anAnswerThatBreaksItsFormIsMalformed(String answer) throws Exception {
    assertThat(failure(answer).kind()).isEqualTo(Kind.MALFORMED);
  }

  @Test
  void nestingWithoutEndIsMalformed() throws Exception {
    assertThat(failure("{\"data\":{\"x\":" + "[".repeat(100_000)).kind()).isEqualTo(Kind.MALFORMED);
  }
}

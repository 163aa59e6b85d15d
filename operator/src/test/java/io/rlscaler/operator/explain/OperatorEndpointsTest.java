package io.rlscaler.operator.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rlscaler.engine.Workload;
import io.rlscaler.engine.WorkloadId;
import io.rlscaler.engine.WriteOutcome;
import io.rlscaler.operator.explain.TokenAuthorizer.Access;
import io.rlscaler.operator.telemetry.OperatorMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorEndpointsTest {
  private final DecisionJournal journal = new DecisionJournal();
  private final Workload checkout = Examples.workload("shop", "checkout");
  private final HttpClient http = HttpClient.newHttpClient();
  private volatile Optional<String> unready = Optional.empty();
  private final CompletableFuture<Access> slow = new CompletableFuture<>();
  private OperatorEndpoints endpoints;

  /** Ada may read the scalers of her shop; Eve may read nothing; nobody else is known. */
  private Access authorize(String token, WorkloadId scaler) {
    return switch (token) {
      case "ada" -> scaler.namespace().equals("shop") ? Access.ALLOWED : Access.FORBIDDEN;
      case "eve" -> Access.FORBIDDEN;
      case "outage" -> Access.UNAVAILABLE;
      case "defect" -> throw new IllegalStateException("a defect");
      case "slow" -> slow.join();
      default -> Access.UNAUTHENTICATED;
    };
  }

  @BeforeEach
  void start() throws IOException {
    endpoints =
        OperatorEndpoints.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new OperatorMetrics("1.2.3", true),
            () -> unready,
            journal,
            this::authorize);
    journal.record(
        checkout,
        Examples.observation(Examples.TIME),
        Examples.byPolicy(Examples.TIME),
        WriteOutcome.WRITTEN);
  }

  @AfterEach
  void stop() {
    endpoints.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoints.port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> explain(String path, String token) throws Exception {
    return send(request(path).header("Authorization", "Bearer " + token));
  }

  @Test
  void showsMetricsInTheTextFormat() throws Exception {
    HttpResponse<String> answer = send(request("/metrics"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.body()).contains("rlscaler_build_info{version=\"1.2.3\",} 1.0");
  }

  @Test
  void livesWhetherReadyOrNot() throws Exception {
    unready = Optional.of("informers have not synced");

    assertThat(send(request("/healthz")).statusCode()).isEqualTo(200);
  }

  @Test
  void readinessNamesThePartThatIsNot() throws Exception {
    HttpResponse<String> ready = send(request("/readyz"));
    unready = Optional.of("informers have not synced");
    HttpResponse<String> notReady = send(request("/readyz"));

    assertThat(List.of(ready.statusCode(), notReady.statusCode())).containsExactly(200, 503);
    assertThat(notReady.body()).isEqualTo("not ready: informers have not synced\n");
  }

  @Test
  void explainsToWhoMayRead() throws Exception {
    HttpResponse<String> answer = explain("/explain/shop/checkout", "ada");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    JsonNode document = new JsonMapper().readTree(answer.body());
    assertThat(document.at("/schema").asText()).isEqualTo("rlscaler.explain/v1");
    assertThat(document.at("/decisions/0/to").asInt()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "/explain/shop/checkout, mallory, 401, the token is not valid",
    "/explain/shop/checkout, eve, 403, expected the permission to get rlscalers/explain in group"
        + " rlscaler.io for shop/checkout",
    "/explain/bank/vault, ada, 403, expected the permission to get rlscalers/explain in group"
        + " rlscaler.io for bank/vault",
    "/explain/shop/unseen, ada, 404, this process has decided nothing for shop/unseen yet",
    "/explain/shop/unseen, mallory, 401, the token is not valid",
    "/explain/shop/checkout, outage, 503,"
        + " the API server did not say whether the token is valid",
    "/explain/shop/checkout, defect, 500, internal error; the operator's log has the cause"
  })
  void answersWithAJsonError(String path, String token, int status, String error) throws Exception {
    HttpResponse<String> answer = explain(path, token);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(new JsonMapper().readTree(answer.body()))
        .isEqualTo(new JsonMapper().createObjectNode().put("status", status).put("error", error));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic YWRhOmFkYQ==", "ada", "Bearer a b"})
  void wantsABearerToken(String header) throws Exception {
    HttpResponse<String> answer =
        send(request("/explain/shop/checkout").header("Authorization", header));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
  }

  @Test
  void wantsAnAuthorizationAtAll() throws Exception {
    assertThat(send(request("/explain/shop/checkout")).statusCode()).isEqualTo(401);
  }

  @Test
  void doesNotCheckATokenOfUnreasonableLength() throws Exception {
    assertThat(explain("/explain/shop/checkout", "a".repeat(20_000)).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/metrics/more",
        "/healthzz",
        "/explain",
        "/explain/shop",
        "/explain/shop/checkout/",
        "/explain/shop/checkout/more",
        "/explain/shop/..",
        "/explain/shop%2Fcheckout/x",
        "/explain/Shop/checkout"
      })
  void knowsNoOtherPath(String path) throws Exception {
    assertThat(explain(path, "ada").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "HEAD", "OPTIONS"})
  void allowsNothingButGet(String method) throws Exception {
    HttpResponse<String> answer = send(request("/metrics").method(method, BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
  }

  @Test
  void refusesARequestBody() throws Exception {
    HttpResponse<String> answer =
        send(request("/healthz").method("GET", BodyPublishers.ofString("x".repeat(100_000))));

    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void servesAFewAtATimeAndClosesWhatItCannotQueue() throws Exception {
    int tooMany = OperatorEndpoints.THREADS + OperatorEndpoints.WAITING + 10;
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    CountDownLatch refused = new CountDownLatch(10);
    for (int i = 0; i < tooMany; i++) {
      HttpRequest request =
          request("/explain/shop/checkout").header("Authorization", "Bearer slow").build();
      answers.add(
          http.sendAsync(request, BodyHandlers.discarding())
              .handle(
                  (response, failure) -> {
                    if (failure != null) {
                      refused.countDown();
                    }
                    return failure == null ? response.statusCode() : -1;
                  }));
    }
    refused.await();
    slow.complete(Access.ALLOWED);

    List<Integer> results = answers.stream().map(CompletableFuture::join).toList();
    assertThat(results).containsOnly(200, -1);
    assertThat(results.stream().filter(status -> status == 200))
        .hasSizeLessThanOrEqualTo(OperatorEndpoints.THREADS + OperatorEndpoints.WAITING);
    assertThat(send(request("/healthz")).statusCode()).isEqualTo(200);
  }
}

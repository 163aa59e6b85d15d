package io.rlscaler.operator.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.rlscaler.engine.WorkloadId;
import io.rlscaler.operator.explain.TokenAuthorizer.Access;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real client against an API server that gives prepared answers. */
class KubernetesTokenAuthorizerTest {
  private static final String TOKEN_REVIEWS = "/apis/authentication.k8s.io/v1/tokenreviews";
  private static final String ACCESS_REVIEWS = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
  private static final WorkloadId CHECKOUT = new WorkloadId("shop", "checkout");
  private static final String KNOWN =
      """
      {"authenticated": true,
       "user": {"username": "ada", "uid": "7", "groups": ["dev"], "extra": {"scope": ["x"]}}}
      """;

  private final Map<String, String> statuses = new HashMap<>();
  private final List<JsonNode> questions = Collections.synchronizedList(new ArrayList<>());
  private HttpServer apiServer;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    apiServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    apiServer.createContext(
        "/",
        exchange -> {
          try (exchange) {
            JsonNode question = new JsonMapper().readTree(exchange.getRequestBody());
            questions.add(question);
            String status = statuses.get(exchange.getRequestURI().getPath());
            String review =
                "{\"apiVersion\": %s, \"kind\": %s, \"status\": %s}"
                    .formatted(question.get("apiVersion"), question.get("kind"), status);
            byte[] answer = review.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status == null ? 500 : 201, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    apiServer.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withAutoConfigure(false)
                    .withMasterUrl("http://127.0.0.1:" + apiServer.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    apiServer.stop(0);
  }

  private Access check() {
    return new KubernetesTokenAuthorizer(client).check("secret", CHECKOUT);
  }

  @Test
  void asksWhoItIsAndWhetherTheyMayReadThisScaler() throws IOException {
    statuses.put(TOKEN_REVIEWS, KNOWN);
    statuses.put(ACCESS_REVIEWS, "{\"allowed\": true}");

    assertThat(check()).isEqualTo(Access.ALLOWED);
    assertThat(questions.stream().map(question -> question.get("spec")))
        .containsExactly(
            new JsonMapper().readTree("{\"token\": \"secret\"}"),
            new JsonMapper()
                .readTree(
                    """
                    {"user": "ada", "uid": "7", "groups": ["dev"], "extra": {"scope": ["x"]},
                     "resourceAttributes": {
                       "verb": "get", "group": "rlscaler.io", "resource": "rlscalers",
                       "subresource": "explain", "namespace": "shop", "name": "checkout"}}
                    """));
  }

  @Test
  void refusesAnInvalidTokenWithoutAskingFurther() {
    statuses.put(TOKEN_REVIEWS, "{\"authenticated\": false}");

    assertThat(check()).isEqualTo(Access.UNAUTHENTICATED);
    assertThat(questions).hasSize(1);
  }

  @Test
  void refusesWhoMayNotRead() {
    statuses.put(TOKEN_REVIEWS, KNOWN);
    statuses.put(ACCESS_REVIEWS, "{\"allowed\": false}");

    assertThat(check()).isEqualTo(Access.FORBIDDEN);
  }

  @Test
  void anAnswerWithoutStatusAllowsNothing() {
    statuses.put(TOKEN_REVIEWS, KNOWN);
    statuses.put(ACCESS_REVIEWS, "null");

    assertThat(check()).isEqualTo(Access.FORBIDDEN);
  }

  @Test
  void aFailingApiServerIsNoAnswer() {
    assertThat(check()).isEqualTo(Access.UNAVAILABLE);
  }
}

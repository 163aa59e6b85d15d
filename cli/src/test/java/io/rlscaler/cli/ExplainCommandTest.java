package io.rlscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ExplainCommandTest {
  private static final String BY_POLICY =
      """
      {"time": "2026-03-01T12:00:15Z", "from": 6, "to": 7,
       "reason": "PolicyDecision", "sentence": "the policy chose a headroom level",
       "outcome": "written", "baseline": 11, "policyDigest": "sha256:abc",
       "action": {"index": 7, "description": "level 1.5 (+6.6 %)"},
       "probability": 0.42, "risk": 0.0125,
       "constraints": [{"constraint": "risk", "before": 4, "after": 5},
                       {"constraint": "authority", "before": 5, "after": 7}],
       "detail": "", "replicas": {"desired": 6, "ready": 5},
       "signals": {"arrivalRate": {"value": 123.456, "ageSeconds": 12.5},
                   "goodRatio": {"value": 0.9995, "ageSeconds": 20.0},
                   "utilization": {"unknown": "STALE"},
                   "inFlight": {"unknown": "NEVER_SEEN"},
                   "queueLength": {"value": 0.0, "ageSeconds": 0.0}},
       "forecast": {"load": 3.5274, "growth": 0.048790164},
       "features": {"load_per_ready": 0.7}}""";
  private static final String HOLD =
      """
      {"time": "2026-03-01T12:00:00Z", "from": 6, "to": 6,
       "reason": "HoldUnknownData", "sentence": "a required signal is unknown: holding",
       "outcome": "unchanged", "baseline": null, "policyDigest": null, "action": null,
       "probability": null, "risk": null, "constraints": [], "detail": "",
       "replicas": {"desired": 6, "ready": 6},
       "signals": {"arrivalRate": {"unknown": "SOURCE_DOWN"},
                   "goodRatio": {"unknown": "SOURCE_DOWN"},
                   "utilization": {"unknown": "SOURCE_DOWN"},
                   "inFlight": {"unknown": "NEVER_SEEN"},
                   "queueLength": {"unknown": "NEVER_SEEN"}},
       "forecast": {"load": null, "growth": null}, "features": {}}""";

  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private HttpServer operator;
  private int status = 200;
  private String answer = document(BY_POLICY, HOLD);

  private record Result(int exit, String out, String err) {}

  private static String document(String... decisions) {
    return """
        {"schema": "rlscaler.explain/v1",
         "scaler": {"namespace": "shop", "name": "checkout"}, "decisions": [%s]}"""
        .formatted(String.join(",", decisions));
  }

  @BeforeEach
  void start() throws IOException {
    operator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    operator.createContext(
        "/",
        exchange -> {
          try (exchange) {
            requests.add(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestURI()
                    + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    operator.start();
  }

  @AfterEach
  void stop() {
    operator.stop(0);
  }

  private static Result run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        new CommandLine(new ExplainCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args);
    return new Result(exit, out.toString(), err.toString());
  }

  private Result explain(String... more) {
    String[] first = {"shop/checkout", "--url", url(), "--token", "secret"};
    return run(Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray(String[]::new));
  }

  private String url() {
    return "http://127.0.0.1:" + operator.getAddress().getPort();
  }

  @Test
  void answersWhyInSentencesAndShowsTheDecisionsBefore() {
    assertThat(explain())
        .isEqualTo(
            new Result(
                0,
                """
                shop/checkout: why 7?

                  Decision:    from 6 to 7 replicas at 2026-03-01T12:00:15Z (written)
                  Reason:      the policy chose a headroom level
                  Inputs:      arrival rate 123.456 requests/s, 12.5 s old; good ratio 99.95 %, 20 s\
                 old; utilization unknown (stale); in flight unknown (never seen); queue 0, 0 s old
                  Replicas:    6 desired, 5 ready
                  Forecast:    the load of 3.527 replicas changes by +5 % at most within one start-up\
                 time
                  Action:      level 1.5 (+6.6 %), probability 42 %, risk 1.25 %
                  Baseline:    the HPA algorithm would ask for 11
                  Constraints:
                    4 -> 5 the most probable action was riskier than allowed (risk)
                    5 -> 7 not further below the baseline than allowed (authority)
                  Policy:      sha256:abc

                TIME                  FROM  TO  BASELINE  REASON           OUTCOME    CONSTRAINTS
                2026-03-01T12:00:15Z  6     7   11        PolicyDecision   written    risk 4->5,\
                 authority 5->7
                2026-03-01T12:00:00Z  6     6   -         HoldUnknownData  unchanged  -
                """,
                ""));
    assertThat(requests).containsExactly("GET /explain/shop/checkout Bearer secret");
  }

  @Test
  void saysWhatIsNotKnown() {
    answer = document(HOLD);

    assertThat(explain().out())
        .contains("Decision:    keep 6 replicas at")
        .contains("arrival rate unknown (source down)")
        .contains("Forecast:    none, for the load is not known yet")
        .contains("Action:      none, for the policy did not decide")
        .contains("Baseline:    unknown, for its input is")
        .contains("Constraints: none acted")
        .contains("Policy:      none was asked");
  }

  @Test
  void namesAConstraintThatItDoesNotKnow() {
    answer = document(BY_POLICY.replace("\"authority\"", "\"gravity\""));

    assertThat(explain().out()).contains("    5 -> 7 gravity\n");
  }

  @Test
  void doesNotLetTextsSteerTheTerminal() {
    answer = document(HOLD.replace("\"detail\": \"\"", "\"detail\": \"\\u001b[2Jgone\""));

    assertThat(explain().out()).contains("holding (?[2Jgone)");
  }

  @Test
  void printsTheDocumentAsJson() throws IOException {
    JsonNode printed = new JsonMapper().readTree(explain("--json").out());

    assertThat(printed).isEqualTo(new JsonMapper().readTree(answer));
  }

  @Test
  void showsOnlyTheLastDecisionsWhenAsked() throws IOException {
    JsonNode printed = new JsonMapper().readTree(explain("--json", "--last", "1").out());

    assertThat(printed.at("/decisions")).hasSize(1);
    assertThat(printed.at("/decisions/0/to").asInt()).isEqualTo(7);
    assertThat(explain("--last", "1").out()).doesNotContain("HoldUnknownData");
  }

  @Test
  void showsTenDecisionsAsTextAndAllAsJson() throws IOException {
    answer = document(Collections.nCopies(14, HOLD).toArray(String[]::new));

    assertThat(explain().out().lines().filter(line -> line.startsWith("2026-"))).hasSize(10);
    assertThat(new JsonMapper().readTree(explain("--json").out()).at("/decisions")).hasSize(14);
  }

  @Test
  void saysWhenThereIsNoDecisionYet() {
    answer = document();

    assertThat(explain()).isEqualTo(new Result(0, "shop/checkout: no decision yet\n", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "401, the operator does not accept the token: because",
    "403, forbidden: because",
    "404, not found: because"
  })
  void saysInWordsWhyThereIsNoAnswer(int code, String words) {
    status = code;
    answer = "{\"status\": " + code + ", \"error\": \"because\"}";

    assertThat(explain()).isEqualTo(new Result(1, "", "explain shop/checkout: " + words + "\n"));
  }

  @Test
  void saysWhenTheAnswerIsNotAnExplanation() {
    answer = "<html>sign in</html>";

    Result result = explain();

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "explain shop/checkout: the answer of "
                + url()
                + " is not a document rlscaler.explain/v1 but something else\n");
  }

  @Test
  void saysWhenNobodyListens() {
    operator.stop(0);

    Result result = explain();

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("explain shop/checkout: cannot reach the operator at " + url());
  }

  @ParameterizedTest
  @ValueSource(strings = {"checkout", "shop/", "shop/checkout/more", "../secrets", "Shop/checkout"})
  void wantsNamespaceAndName(String scaler) {
    Result result = run(scaler, "--url", url(), "--token", "secret");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("found \"" + scaler + "\", expected NAMESPACE/NAME of an RLScaler");
    assertThat(requests).isEmpty();
  }

  @Test
  void wantsAtLeastOneDecision() {
    assertThat(explain("--last", "0").err()).startsWith("--last: found 0, expected at least 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host", "localhost:8080", "http://", "no url"})
  void wantsAnHttpUrl(String url) {
    Result result = run("shop/checkout", "--url", url, "--token", "secret");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).startsWith("--url: found \"" + url + "\", expected http://HOST:PORT");
  }

  @Test
  void doesNotSendTheClustersTokenToAnUrl() {
    Result result = run("shop/checkout", "--url", url());

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).startsWith("--url needs --token");
  }

  @Test
  void neverShowsTheToken() {
    status = 500;
    answer = "{}";

    Result result = explain();

    assertThat(result.out() + result.err()).doesNotContain("secret");
    assertThat(result.exit()).isEqualTo(1);
  }

  @Test
  void isACommandOfRlscaler() {
    assertThat(Rlscaler.createCommandLine().getSubcommands()).containsKey("explain");
  }
}

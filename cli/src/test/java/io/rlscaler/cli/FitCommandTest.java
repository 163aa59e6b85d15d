package io.rlscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rlscaler.simulator.workload.FastModel;
import io.rlscaler.simulator.workload.ServiceModel;
import io.rlscaler.simulator.workload.ServiceModel.Distribution;
import io.rlscaler.simulator.workload.ServiceModel.Routing;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FitCommandTest {
  private static final ServiceModel TRUTH =
      new ServiceModel(4, .04, .5, Distribution.LOG_NORMAL, Routing.CENTRAL);
  private static final int STEPS = 400;
  private static final long FIRST = 1_700_000_000;

  private static final String SOURCE =
      """
      apiVersion: rlscaler.io/v1alpha1
      kind: MetricSource
      metadata: {name: platform}
      spec:
        prometheus: {url: "http://prometheus.monitoring:9090"}
        period: 60s
        signals:
          arrivalRate: {query: "sum by (namespace, workload) (rate(requests_total[$window]))"}
          goodRatio: {query: 'good{le="$latency"}'}
          utilization: {query: "busy"}
      ---
      kind: RLScaler
      """;

  private final Path directory;

  FitCommandTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /** Answers of query_range by series, in minutes, of a service under a slow wave of load. */
  private static Map<String, String> answers() {
    Map<String, StringBuilder> values = new LinkedHashMap<>();
    List<Double> latencies = List.of(.05, .1, .25);
    List<FastModel> models = latencies.stream().map(t -> FastModel.of(TRUTH, t)).toList();
    List<FastModel.State> states = latencies.stream().map(t -> new FastModel.State()).toList();
    int desired = 6;
    int ready = 6;
    for (int i = 0; i <= STEPS; i++) {
      double rate = 500 + 300 * Math.sin(i / 17.0) + 60 * Math.sin(i / 2.0);
      for (int k = 0; k < models.size(); k++) {
        models.get(k).step(states.get(k), rate, ready, 60);
        if (i > 0) {
          put(values, "good@" + latencies.get(k), i - 1, 1 - states.get(k).violationShare());
        }
      }
      if (i < STEPS) {
        put(values, "rate", i, rate);
        put(values, "ready", i, ready);
        put(values, "desired", i, desired);
        put(values, "utilization", i, states.get(0).utilization());
      }
      ready = desired;
      desired = Math.max(2, (int) Math.ceil(rate / 88));
      ready = Math.min(ready, desired);
    }
    Map<String, String> answers = new LinkedHashMap<>();
    values.forEach(
        (name, points) ->
            answers.put(
                name,
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":"
                    + "{},\"values\":["
                    + points
                    + "]}]}}"));
    return answers;
  }

  private static void put(Map<String, StringBuilder> values, String name, int i, double value) {
    StringBuilder points = values.computeIfAbsent(name, key -> new StringBuilder());
    points.append(points.isEmpty() ? "" : ",");
    points.append(String.format(Locale.ROOT, "[%d,\"%.9f\"]", FIRST + 60L * i, value));
  }

  private List<Object> saved() throws IOException {
    List<Object> arguments = new ArrayList<>(List.of("fit", "--window", "60s"));
    for (Map.Entry<String, String> answer : answers().entrySet()) {
      String name = answer.getKey();
      Path file = directory.resolve(name.replace('@', '_') + ".json");
      Files.writeString(file, answer.getValue());
      arguments.add("--saved");
      arguments.add((name.startsWith("good") ? name + "s" : name) + "=" + file);
    }
    return arguments;
  }

  private static String saved(String series) {
    return Objects.requireNonNull(answers().get(series));
  }

  private static CommandRun run(List<Object> arguments, Object... more) {
    List<Object> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return CommandRun.of(all.toArray());
  }

  private static List<String> names(JsonNode node) {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }

  @Test
  void printsTheContractsDocumentAndNothingElse() throws IOException {
    CommandRun run = run(saved(), "--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.fields())
        .containsExactly(
            "schema",
            "capacityPerReplica",
            "slots",
            "serviceMeanSeconds",
            "serviceVariation",
            "routing",
            "startUpSeconds",
            "metricLagSeconds",
            "model",
            "error",
            "remarks",
            "cannotTell",
            "flags");
    JsonNode fit = run.json();
    assertThat(fit.path("schema").asText()).isEqualTo("rlscaler.fit/v1");
    assertThat(names(fit.path("slots"))).containsExactly("value", "interval");
    assertThat(names(fit.path("startUpSeconds"))).containsExactly("median", "p90");
    assertThat(names(fit.path("model")))
        .containsExactly("slots", "serviceMeanSeconds", "serviceVariation", "routing");
    assertThat(names(fit.path("error")))
        .containsExactly("heldOutSeconds", "violationShares", "latencyQuantiles");
    assertThat(names(fit.at("/error/violationShares/0")))
        .containsExactly("latencySeconds", "predicted", "observed", "difference");
    // without noise only the unknown course of the rate inside a minute is in the way
    assertThat(fit.at("/slots/value").asInt()).isEqualTo(4);
    assertThat(fit.at("/serviceMeanSeconds/value").asDouble()).isCloseTo(.04, within(.0004));
    assertThat(fit.at("/startUpSeconds/median/value").asDouble()).isEqualTo(60);
    assertThat(fit.path("cannotTell").isNull()).isTrue();
  }

  @Test
  void theFlagsAreThoseOfASimulation() throws IOException {
    List<Object> flags = new ArrayList<>();
    run(saved(), "--json").json().path("flags").forEach(flag -> flags.add(flag.asText()));
    assertThat(flags)
        .startsWith("--slots", "4", "--service-mean")
        .contains("--service-cv", "--routing", "central", "--start-up", "--metric-lag");
    Path trace = directory.resolve("trace.csv");
    Files.writeString(trace, "t_seconds,requests_per_second\n0,500\n60,600\n120,700\n");
    List<Object> simulate =
        new ArrayList<>(List.of("simulate", "--trace", trace, "--controller", "hpa"));
    simulate.addAll(flags);
    assertThat(run(simulate).err()).isEmpty();
  }

  @Test
  void theTableNamesFiguresAndError() throws IOException {
    CommandRun run = run(saved());
    assertThat(run.out())
        .contains("slots              4 per replica (4 to 4)\n")
        .contains("slower than 250 ms: predicted ")
        .contains("flags              --slots 4 --service-mean PT0.0");
  }

  @Test
  void aHistoryThatCannotTellIsANegativeVerdict() throws IOException {
    List<Object> paired = new ArrayList<>(List.of("fit", "--window", "60s"));
    saved().stream()
        .map(String::valueOf)
        .filter(argument -> argument.contains("=") && !argument.startsWith("utilization="))
        .forEach(argument -> paired.addAll(List.of("--saved", argument)));
    CommandRun run = run(paired, "--json");
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.json().path("cannotTell").asText())
        .startsWith("the capacity of a replica is unknown");
    assertThat(run.json().path("slots").isNull()).isTrue();
    assertThat(run.json().path("flags")).isEmpty();

    CommandRun told = run(paired, "--json", "--capacity", "100");
    assertThat(told.exit()).isZero();
    assertThat(told.json().at("/slots/value").asInt()).isEqualTo(4);
  }

  /** A server that knows the series by what their queries begin with. */
  private static CommandRun ask(List<String> asked, Path source, Object... more)
      throws IOException {
    Map<String, String> answers = answers();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/query_range", exchange -> answer(exchange, answers, asked));
    server.start();
    try {
      List<Object> arguments = new ArrayList<>(List.of("fit", "--source", source, "--url"));
      arguments.add("http://127.0.0.1:" + server.getAddress().getPort());
      arguments.addAll(List.of("--from", FIRST, "--to", FIRST + 60L * (STEPS - 1)));
      return run(arguments, more);
    } finally {
      server.stop(0);
    }
  }

  private static void answer(HttpExchange exchange, Map<String, String> answers, List<String> asked)
      throws IOException {
    String body =
        URLDecoder.decode(
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            StandardCharsets.UTF_8);
    asked.add(body.substring("query=".length(), body.indexOf("&start")));
    String name = "utilization";
    if (body.contains("requests_total")) {
      name = "rate";
    } else if (body.contains("status_replicas_ready")) {
      name = "ready";
    } else if (body.contains("spec_replicas")) {
      name = "desired";
    } else if (body.contains("le=")) {
      name = "good@" + body.replaceAll("(?s).*le=\"([0-9.]+)\".*", "$1");
    }
    byte[] bytes = answers.getOrDefault(name, "none").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private Path source(String text) throws IOException {
    return Files.writeString(directory.resolve("source.yaml"), text);
  }

  @Test
  void asksTheQueriesOfTheMetricSourceForOneWorkload() throws IOException {
    List<String> asked = new ArrayList<>();
    CommandRun run =
        ask(
            asked,
            source(SOURCE),
            "--workload",
            "shop/checkout",
            "--latency",
            "250ms,100ms,50ms",
            "--window",
            "1m",
            "--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.json().at("/slots/value").asInt()).isEqualTo(4);
    String one =
        " and on(namespace,workload)"
            + " label_replace(label_replace(vector(1),\"namespace\",\"shop\",\"\",\"\"),"
            + "\"workload\",\"checkout\",\"\",\"\")";
    assertThat(asked)
        .containsExactly(
            "(sum by (namespace, workload) (rate(requests_total[60s])))" + one,
            "max(kube_deployment_status_replicas_ready{namespace=\"shop\",deployment=\"checkout\"})",
            "max(kube_deployment_spec_replicas{namespace=\"shop\",deployment=\"checkout\"})",
            "(busy)" + one,
            "(good{le=\"0.05\"})" + one,
            "(good{le=\"0.1\"})" + one,
            "(good{le=\"0.25\"})" + one);
  }

  @Test
  void replicasComeFromKubeStateMetricsOrAQuery() throws IOException {
    CommandRun none = ask(new ArrayList<>(), source(SOURCE));
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).startsWith("rlscaler: ready: missing, expected the arrival rate");
    CommandRun own =
        ask(
            new ArrayList<>(),
            source(SOURCE),
            "--query",
            "ready=my_status_replicas_ready",
            "--json");
    // no latency was asked for
    assertThat(own.exit()).isEqualTo(3);
    assertThat(own.json().path("cannotTell").asText()).startsWith("no latency was measured");
    assertThat(own.json().at("/capacityPerReplica/value").asDouble()).isCloseTo(100, within(1.0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kind: RLScaler                        | 0 objects of kind MetricSource, expected one
          kind: MetricSource                    | spec.signals.arrivalRate is missing, expected a query
          '{kind: MetricSource, spec: {signals: 5}}' | source.yaml:
          '{kind: '                             | source.yaml:
          """)
  void aSourceThatCannotBeUsedIsNamed(String text, String message) throws IOException {
    CommandRun run = ask(new ArrayList<>(), source(text));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("source.yaml").contains(message);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --saved rate=none.json                 | rate: none.json: no such file
          --saved speed=a.json                   | found "speed", expected rate, ready, desired
          --saved good@fast=a.json               | found "fast", expected a duration
          --saved quantile@1=a.json              | found probability "1", expected between 0 and 1
          --saved rate=a.json --url http://a     | --saved: found with --url
          --window 1m                            | --source: missing
          --source none.yaml                     | none.yaml
          """)
  void refusesWhatItCannotUseAndNamesIt(String arguments, String message) {
    List<Object> all = new ArrayList<>(List.of("fit"));
    all.addAll(List.of((Object[]) arguments.split(" +")));
    CommandRun run = run(all);
    assertThat(run.err()).contains(message);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void savedSeriesMustBeOfTheSameTimes() throws IOException {
    List<Object> arguments = saved();
    Path shifted = directory.resolve("shifted.json");
    Files.writeString(shifted, saved("ready").replace("0,\"", "7,\""));
    CommandRun run = run(arguments, "--saved", "ready=" + shifted);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("ready: times from ").contains("expected those of the rate");
  }

  @Test
  void utilizationInPercentIsRefused() throws IOException {
    Path percent = directory.resolve("percent.json");
    Files.writeString(percent, saved("utilization").replaceAll("\"0\\.", "\"50."));
    CommandRun run = run(saved(), "--saved", "utilization=" + percent);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("history: utilization at point 0 is 50.");
  }
}

package io.rlscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateCommandTest {
  private final Path directory;
  private final Path trace;

  SimulateCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    StringBuilder csv = new StringBuilder("t_seconds,requests_per_second\n");
    for (int minute = 0; minute < 60; minute++) {
      csv.append(60 * minute).append(',').append(5000 + 20 * minute).append('\n');
    }
    trace = Files.writeString(directory.resolve("steady climb.csv"), csv);
  }

  private CommandRun simulate(String controller, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("simulate", "--trace", trace, "--controller", controller));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray());
  }

  @Test
  void printsTheContractsDocumentAndNothingElse() throws IOException {
    CommandRun run = simulate("hpa", "--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.fields())
        .containsExactly(
            "schema",
            "trace",
            "controller",
            "settings",
            "model",
            "seed",
            "durationSeconds",
            "requests",
            "violatingRequests",
            "violationShare",
            "meetsObjective",
            "replicaSeconds",
            "costOverBound",
            "latencySeconds",
            "replicaChanges",
            "peakReplicas");
    assertThat(run.json().path("schema").asText()).isEqualTo("rlscaler.simulate/v1");
    assertThat(run.json().path("trace").asText()).isEqualTo("steady climb");
    assertThat(run.json().at("/settings/target").asDouble()).isEqualTo(.6);
    assertThat(run.json().path("durationSeconds").asDouble()).isEqualTo(3600);
  }

  @ParameterizedTest
  @CsvSource({"headroom", "spread"})
  void aFixedControllerTakesTheForecastPriorsOfAPolicyThatIsGiven(String controller)
      throws IOException {
    assertThat(simulate(controller, "--json").json().path("settings").has("forecastPriors"))
        .isFalse();
    CommandRun run = simulate(controller, "--policy", "builtin:headroom-v1", "--json");
    assertThat(run.json().at("/settings/forecastPriors").asText()).startsWith("sha256:");
  }

  @Test
  void sameSeedPrintsTheSameText() {
    String first = simulate("policy", "--json").out();
    assertThat(simulate("policy", "--json").out()).isEqualTo(first);
    assertThat(simulate("policy", "--json", "--seed", 2).out()).isNotEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({
    "static, replicas=50",
    "hpa, target=65%",
    "hpa, scaleDownWindow=2m",
    "hpa, floor=0.5",
    "kpa, target=0.5",
    "kpa, stableWindow=2m",
    "kpa, panicThreshold=300%",
    "headroom, level=3",
    "headroom, hold=60s",
    "spread, z=2.5",
    "spread, cap=1.2",
    "policy, hold=10m"
  })
  void runsEveryController(String controller, String setting) throws IOException {
    CommandRun run = simulate(controller, "--set", setting, "--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.json().path("controller").asText()).isEqualTo(controller);
  }

  @Test
  void noControllerCostsLessThanTheBoundAndTheOracleHardlyMore() throws IOException {
    CommandRun oracle = simulate("oracle", "--json");
    assertThat(oracle.err()).isEmpty();
    assertThat(oracle.exit()).isZero();
    assertThat(oracle.json().path("controller").asText()).isEqualTo("oracle");
    double least = oracle.json().path("costOverBound").asDouble();
    assertThat(least).isBetween(0.99, 1.1); // start-ups are drawn, the bound has their median
    CommandRun hpa = simulate("hpa", "--json", "--bound");
    assertThat(hpa.json().path("costOverBound").asDouble()).isGreaterThan(least);
    assertThat(simulate("hpa", "--json").json().path("costOverBound").isNull()).isTrue();
    assertThat(simulate("hpa", "--bound").out())
        .containsPattern("cost over bound +1\\.\\d+ \\(bound .* replica-h, its plan .*duality gap");
  }

  @Test
  void readsRatiosAndDurationsInBothForms() {
    String percent =
        simulate("hpa", "--good-ratio", "99.9%", "--start-up", "60s", "--period", "15s").out();
    assertThat(
            simulate("hpa", "--good-ratio", "0.999", "--start-up", "1m", "--period", "PT15S").out())
        .isEqualTo(percent);
  }

  @ParameterizedTest
  @CsvSource({
    "--start-up-tail, 4",
    "--warm-up, 2m@30%",
    "--crashes, 3",
    "--shortage, 30/d@10m",
    "--scrape, 60s",
    "--rate-window, 5m",
    "--noise, 0.3",
    "--dropouts, 90%"
  })
  void everyTroubleThatIsSwitchedOnShows(String flag, String value) {
    String calm = simulate("hpa", "--json").out();
    CommandRun troubled = simulate("hpa", flag, value, "--json");
    assertThat(troubled.err()).isEmpty();
    assertThat(troubled.exit()).isZero();
    assertThat(troubled.out()).isNotEqualTo(calm);
  }

  @Test
  void requestModelAgreesWithTheFastOne() throws IOException {
    double fast = simulate("hpa", "--json").json().path("violationShare").asDouble();
    CommandRun run = simulate("hpa", "--model", "request", "--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.json().path("model").asText()).isEqualTo("request");
    double share = run.json().path("violationShare").asDouble();
    // within the tolerance that the fast model claims
    assertThat(share).isCloseTo(fast, within(Math.max(.0005, .15 * fast)));
    assertThat(run.json().at("/latencySeconds/p99").asDouble()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "--routing, random",
    "--routing, power-of-two",
    "--routing, least-loaded",
    "--timeout, 100ms",
    "--queue-limit, 0"
  })
  void requestModelKnowsRoutingAndImpatientClients(String flag, String value) {
    CommandRun run = hot(flag, value);
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.out()).isNotEqualTo(hot("--timeout", "1h").out());
  }

  @Test
  void retriesMakeMoreWork() throws IOException {
    double without = hot("--timeout", "100ms").json().path("violationShare").asDouble();
    CommandRun with = hot("--timeout", "100ms", "--retries", "5");
    assertThat(with.json().path("violationShare").asDouble()).isGreaterThan(without);
  }

  /** Ten minutes whose first load is that of 33 replicas, served by 34. */
  private CommandRun hot(String... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("--set", "replicas=34", "--model", "request", "--to", "10m"));
    arguments.add("--json");
    arguments.addAll(List.of(more));
    return simulate("static", arguments.toArray());
  }

  @ParameterizedTest
  @CsvSource({
    "--warm-up, 0s@100%",
    "--crashes, 0",
    "--shortage, 0/d@5m",
    "--scrape, 0s",
    "--rate-window, 15s",
    "--noise, 0",
    "--dropouts, 0%"
  })
  void troublesAreOffByDefault(String flag, String value) {
    assertThat(simulate("hpa", flag, value, "--json").out())
        .isEqualTo(simulate("hpa", "--json").out());
  }

  @Test
  void helpGroupsTheFlags() {
    assertThat(CommandRun.of("simulate", "--help").out())
        .containsSubsequence(
            "--replicas-at-p99",
            "The life of a replica:",
            "--shortage",
            "What a controller sees:",
            "--scrape");
  }

  @Test
  void randomRoutingIsWorseThanOneQueue() throws IOException {
    double central = simulate("hpa", "--json").json().path("violationShare").asDouble();
    double random =
        simulate("hpa", "--json", "--routing", "random").json().path("violationShare").asDouble();
    assertThat(random).isGreaterThan(central);
  }

  @Test
  void takesAPartOfTheTrace() throws IOException {
    CommandRun run = simulate("hpa", "--json", "--from", "10m", "--to", "PT40M");
    assertThat(run.json().path("durationSeconds").asDouble()).isEqualTo(1800);
  }

  @Test
  void writesTheTimeline() throws IOException {
    Path file = directory.resolve("timeline.csv");
    assertThat(simulate("hpa", "--timeline", file).exit()).isZero();
    assertThat(Files.readAllLines(file)).hasSize(241);
  }

  @Test
  void timelineThatCannotBeWrittenIsAFailure() {
    CommandRun run = simulate("hpa", "--timeline", directory.resolve("none/timeline.csv"));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("none").contains("no such file");
  }

  @Test
  void readsAnHpaManifest() throws IOException {
    Path spec =
        Files.writeString(
            directory.resolve("hpa.yaml"),
            """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            spec: {minReplicas: 4, maxReplicas: 90}
            """);
    CommandRun run = simulate("hpa", "--set", "spec=" + spec, "--json");
    assertThat(run.exit()).isZero();
    assertThat(run.json().at("/settings/target").asDouble()).isEqualTo(.8);
    assertThat(run.json().at("/settings/maxReplicas").asInt()).isEqualTo(90);
  }

  @Test
  void saysHowMuchOfTheTraceWasCutOff() {
    CommandRun run = simulate("hpa", "--max", "40", "--replicas-at-p99", "40");
    assertThat(run.err()).contains("% of the trace needs more than --max replicas");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hpa    | --strat-up        | 60s              | --start-up
          hpa    | --start-up        | soon             | --start-up': found "soon", expected a duration
          hpa    | --good-ratio      | 999              | --good-ratio': found "999", expected a ratio
          hpa    | --good-ratio      | 100%             | objective.goodRatio: found 1.0
          hpa    | --latency         | 100ms            | the service time alone exceeds
          hpa    | --min             | 300              | replicas: found min 300 and max 200
          hpa    | --start-up-tail   | 0.5              | expected at least 1 times
          hpa    | --warm-up         | 90s              | found "90s", expected a duration and a speed as 90s@50%
          hpa    | --warm-up         | 90s@0%           | speed during warm-up is 0.0
          hpa    | --crashes         | 61               | expected 0 to 60
          hpa    | --shortage        | 5m               | expected a number per day and a duration as 2/d@5m
          hpa    | --shortage        | 2/d@0s           | expected a positive time
          hpa    | --scrape          | 2h               | scrape interval: found PT2H
          hpa    | --rate-window     | 0s               | rate window: found PT0S
          hpa    | --noise           | 2                | noise: found 2.0
          hpa    | --dropouts        | 2                | found "2", expected a ratio
          hpa    | --model           | slow             | found "slow", expected fast or request
          hpa    | --routing         | nearest          | expected one of central, random, power-of-two, least-loaded
          hpa    | --routing         | least-loaded     | the fast model knows no routing LEAST_LOADED: use --model request
          hpa    | --timeout         | 1s               | the fast model knows no client timeouts: use --model request
          hpa    | --timeout         | 0s               | client timeout is 0.0 s
          hpa    | --retries         | 21               | retries are 21
          hpa    | --queue-limit     | 5                | the fast model knows no queue limit
          hpa    | --set             | tarject=0.5      | not a setting of controller hpa, expected one of [floor, scaleDownWindow, spec, target, tolerance]
          hpa    | --set             | target=0.625     | expected a whole percentage
          hpa    | --set             | target=much      | found "much", expected a ratio
          hpa    | --set             | spec=none.yaml   | none.yaml: no such file
          hpa    | --policy          | builtin:x        | expected only with --controller policy, headroom or spread
          hpa    | --from            | 2h               | steady climb
          static | --seed            | 1                | expected --set replicas=N
          static | --set             | replicas=few     | found "few", expected a number
          policy | --policy          | builtin:none     | which this build lacks
          policy | --policy          | none             | cannot be read
          policy | --period          | 90s              | which the contract of policy
          kpa    | --set             | target=150%      | target: found "150%", expected a ratio
          kpa    | --set             | stableWindow=2s  | stableWindow: found PT2S, expected 6 s to 1 h
          kpa    | --set             | z=1              | not a setting of controller kpa
          oracle | --set             | z=1              | not a setting of controller oracle
          magic  | --seed            | 1                | found "magic", expected static
          """)
  void refusesWhatItCannotUseAndNamesIt(
      String controller, String flag, String value, String message) {
    CommandRun run = simulate(controller, flag, value);
    assertThat(run.err()).contains(message);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void namesFileAndLineOfABadTrace() throws IOException {
    Path bad =
        Files.writeString(
            directory.resolve("bad.csv"), "t_seconds,requests_per_second\n0,5\n60,-3\n");
    CommandRun run = CommandRun.of("simulate", "--trace", bad, "--controller", "hpa");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(bad + ", line 3:");
  }

  @Test
  void missingTraceIsNamed() {
    Path none = directory.resolve("none.csv");
    CommandRun run = CommandRun.of("simulate", "--trace", none, "--controller", "hpa");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("rlscaler: " + none + ": no such file\n");
  }
}

package io.rlscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracesImportTest {
  private static final String ANSWER =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},"
          + "\"values\":[[60,\"1\"],[75,\"2.5\"],[105,\"4\"]]}]}}";

  private final Path directory;

  TracesImportTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  /** A server that gives every query the same answer. */
  private static CommandRun ask(String answer, List<String> queries, Object... more)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/query_range",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          queries.add(
              URLDecoder.decode(new String(body, StandardCharsets.UTF_8), StandardCharsets.UTF_8));
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, bytes.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
    server.start();
    try {
      List<Object> arguments = new ArrayList<>(List.of("traces", "import", "prometheus", "--url"));
      arguments.add("http://127.0.0.1:" + server.getAddress().getPort());
      arguments.addAll(List.of("--query", "sum(rate(a[1m]))", "--from", "60", "--to"));
      arguments.addAll(List.of("1970-01-01T00:02:14Z", "--step", "15s"));
      arguments.addAll(List.of(more));
      return CommandRun.of(arguments.toArray());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void prometheusIsAskedForTheRange() throws IOException {
    List<String> queries = new ArrayList<>();
    CommandRun run = ask(ANSWER, queries);
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                0,
                "t_seconds,requests_per_second\n60,1\n75,2.5\n105,4\n",
                "5 steps of 15.0 s, 2 of them unknown\n"));
    // the client ends at the last whole step
    assertThat(queries)
        .containsExactly(
            "query=sum(rate(a[1m]))&start=60.000&end=120.000&step=15.000&timeout=30000ms");
  }

  @Test
  void anAnswerThatIsNoTraceIsAUsageErrorThatSaysWhy() throws IOException {
    String two =
        ANSWER.replace(
            "\"result\":[", "\"result\":[{\"metric\":{\"pod\":\"b\"},\"values\":[[60,\"1\"]]},");
    CommandRun run = ask(two, new ArrayList<>());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "rlscaler: Prometheus: 2 series, {pod=\"b\"}, {}, expected one: let the query choose"
                + " or sum, or ask for the sum of all\n");
    assertThat(ask(two, new ArrayList<>(), "--sum").out())
        .isEqualTo("t_seconds,requests_per_second\n60,2\n75,2.5\n105,4\n");
  }

  @Test
  void aRefusedQueryIsAUsageErrorAndAnUnreachableServerAFailure() throws IOException {
    CommandRun refused =
        ask("{\"status\":\"error\",\"errorType\":\"bad_data\"}", new ArrayList<>());
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("--query: ").contains("bad_data");
    CommandRun nobody =
        CommandRun.of(
            "traces",
            "import",
            "prometheus",
            "--url",
            "http://127.0.0.1:1",
            "--query",
            "a",
            "--from",
            0,
            "--to",
            60,
            "--step",
            "15s",
            "--timeout",
            "5s");
    assertThat(nobody.exit()).isEqualTo(1);
    assertThat(nobody.err()).startsWith("rlscaler: Prometheus: ").contains("127.0.0.1:1");
  }

  @Test
  void whatIsMissingOrContradictoryIsNamed() throws IOException {
    assertThat(CommandRun.of("traces", "import", "prometheus", "--query", "a").err())
        .isEqualTo(
            "rlscaler: --from: missing, expected --url, --query, --from, --to and --step, or"
                + " --saved\n");
    Path saved = file("q.json", ANSWER);
    assertThat(
            CommandRun.of("traces", "import", "prometheus", "--saved", saved, "--query", "a").err())
        .isEqualTo(
            "rlscaler: --saved: found with --url, --query, --from or --to, expected one or the"
                + " other\n");
    CommandRun time = CommandRun.of("traces", "import", "prometheus", "--from", "yesterday");
    assertThat(time.exit()).isEqualTo(2);
    assertThat(time.err())
        .contains("found \"yesterday\", expected a time as 2026-01-31T00:00:00Z or 1769817600");
    assertThat(
            CommandRun.of(
                    "traces",
                    "import",
                    "prometheus",
                    "--url",
                    "http://127.0.0.1:1",
                    "--query",
                    "a",
                    "--from",
                    60,
                    "--to",
                    0,
                    "--step",
                    "15s")
                .err())
        .startsWith("rlscaler: Prometheus: expected an end at or after");
  }

  @Test
  void aFileIsWrittenWholeOrNotAtAll() throws IOException {
    Path saved = file("q.json", ANSWER);
    Path out = directory.resolve("new.csv.gz");
    CommandRun run =
        CommandRun.of("traces", "import", "prometheus", "--saved", saved, "--out", out);
    assertThat(run).isEqualTo(new CommandRun(0, "", "4 steps of 15.0 s, 1 of them unknown\n"));
    assertThat(CommandRun.of("traces", "describe", out).out()).contains("\nunknown_steps,1\n");

    Path bad = file("bad.json", ANSWER.replace("2.5", "-2.5"));
    Path never = directory.resolve("never.csv");
    CommandRun failed =
        CommandRun.of("traces", "import", "prometheus", "--saved", bad, "--out", never);
    assertThat(failed.exit()).isEqualTo(2);
    assertThat(failed.err())
        .isEqualTo(
            "rlscaler: %s: series {} is -2.5 at 1970-01-01T00:01:15Z, expected a rate of 0 or more\n"
                .formatted(bad));
    assertThat(directory.toFile().list()).containsOnly("q.json", "bad.json", "new.csv.gz");
    assertThat(
            CommandRun.of(
                    "traces",
                    "import",
                    "prometheus",
                    "--saved",
                    saved,
                    "--out",
                    directory.resolve("no/such.csv"))
                .err())
        .isEqualTo("rlscaler: --out: " + directory.resolve("no") + ": no such directory\n");
  }

  @Test
  void badLogLinesAreErrorsUnlessSkippedAndThenSaid() throws IOException {
    Path log = file("a.log", "{\"ts\":0}\n{\"ts\":59.9}\noops\n{\"ts\":1}\n{\"ts\":300}\n");
    Object[] command = {"traces", "import", "log", "--format", "json", "--time-field", "ts", log};
    CommandRun refused = CommandRun.of(command);
    assertThat(refused)
        .isEqualTo(
            new CommandRun(
                2, "", "rlscaler: " + log + ", line 3: \"oops\", expected a JSON object\n"));
    List<Object> skipping = new ArrayList<>(List.of(command));
    skipping.addAll(List.of("--skip-bad-lines", 1, "--unknown-after", "2m", "--step", "30s"));
    assertThat(CommandRun.of(skipping.toArray()))
        .isEqualTo(
            new CommandRun(
                0,
                "t_seconds,requests_per_second\n0,%s\n30,%s\n300,%s\n"
                    .formatted(2 / 30.0, 1 / 30.0, 1 / 30.0),
                "11 steps of 30.0 s, 8 of them unknown; requests: 4, bad lines skipped: 1,"
                    + " longest stretch without a line: 240 s\n"));
  }

  @Test
  void optionsOfALogOutsideTheirRangeAreUsageErrors() throws IOException {
    Path log = file("a.log", "");
    assertThat(CommandRun.of("traces", "import", "log", "--format", "iis", log).err())
        .isEqualTo("rlscaler: --format: found \"iis\", expected common, combined or json\n");
    assertThat(
            CommandRun.of("traces", "import", "log", "--format", "common", "--time-field", "t", log)
                .err())
        .isEqualTo("rlscaler: --time-field: expected only with --format json\n");
    CommandRun none = CommandRun.of("traces", "import", "log", "--format", "common", "gone.log");
    assertThat(none).isEqualTo(new CommandRun(2, "", "rlscaler: gone.log: no such file\n"));
    assertThat(CommandRun.of("traces", "import", "log", "--format", "common", directory).err())
        .isEqualTo("rlscaler: " + directory + ": found a directory, expected a file\n");
  }
}

package io.rlscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateCommandTest {
  private final Path directory;
  private final Path traces;
  private final Path out;

  EvaluateCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    traces = Files.createDirectory(directory.resolve("traces"));
    out = directory.resolve("out");
    write("good_b_1min.csv", 60, i -> 20 + 10 * Math.sin(i / 30.0));
  }

  private Path write(String name, int minutes, IntToDoubleFunction rate) throws IOException {
    StringBuilder csv = new StringBuilder("t_seconds,requests_per_second\n");
    for (int minute = 0; minute < minutes; minute++) {
      csv.append(60 * minute).append(',').append(rate.applyAsDouble(minute)).append('\n');
    }
    return Files.writeString(traces.resolve(name), csv);
  }

  private CommandRun evaluate(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("evaluate", "--out", out));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray());
  }

  private void assertRefused(CommandRun run, String message) {
    assertThat(run.err()).contains(message);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(out).doesNotExist();
  }

  @Test
  void anEmptyTraceAmongGoodOnesIsNamedBeforeAnythingRuns() throws IOException {
    Path empty = Files.createFile(traces.resolve("a_empty.csv"));
    assertRefused(evaluate("--traces", traces), empty + ": empty, expected a header");
  }

  @Test
  void aTraceOfZeroesIsNamed() throws IOException {
    write("zero.csv", 60, i -> 0);
    assertRefused(evaluate("--traces", traces), "zero: found no request behind its first third");
  }

  @Test
  void aTraceShorterThanTheStartUpIsNamed() throws IOException {
    write("short.csv", 3, i -> 5);
    assertRefused(
        evaluate("--traces", traces, "--start-ups", "60s,180s"),
        "trace short: found 120.0 s behind its first third, expected more than the start-up time");
  }

  @Test
  void twoTracesOfOneNameAreRefused() throws IOException {
    Path file = traces.resolve("good_b_1min.csv");
    assertRefused(evaluate("--traces", traces, file), "traces: found good_b_1min twice");
  }

  @Test
  void aDirectoryWithoutTracesIsNamed() throws IOException {
    Path none = Files.createDirectory(directory.resolve("none"));
    assertRefused(evaluate("--traces", none), "found no file *.csv or *.csv.gz in " + none);
  }

  @Test
  void aPolicyOfAnotherSchemaIsNamed() throws IOException {
    Path policy = Files.createDirectory(directory.resolve("policy"));
    assertThat(CommandRun.of("policy", "headroom", "--level", "2", "--out", policy).exit())
        .isZero();
    Path contract = policy.resolve("policy.json");
    Files.writeString(
        contract,
        Files.readString(contract).replace("rlscaler.contract/v1", "rlscaler.contract/v9"));
    assertRefused(evaluate("--traces", traces, "--policy", policy), "rlscaler.contract/v9");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --start-up-s       | 60s        | Unknown option: '--start-up-s'
          --objective        | 99%        | Unknown option: '--objective'
          --start-ups        | 60s,soon   | found "soon", expected a duration
          --start-ups        | 60s,60s    | start-ups: found PT1M twice
          --objectives       | 100%       | objective.goodRatio: found 1.0
          --objectives       | 99.9999%   | the service time alone exceeds
          --seeds            | 1          | seeds: found 1, expected 2 to 100
          --audit-seconds    | -1         | --audit-seconds: found -1.0
          --price            | -0.1       | found -0.1, expected 0 or more
          --model            | request    | expected fast
          --policy           | none       | cannot be read
          --period           | 90s        | which the contract of policy
          """)
  void refusesWhatItCannotUseAndNamesIt(String flag, String value, String message) {
    assertRefused(evaluate("--traces", traces, flag, value), message);
  }

  @Test
  void oneStartUpBesideSeveralIsRefused() {
    assertRefused(
        evaluate("--traces", traces, "--start-up", "60s", "--start-ups", "60s,180s"),
        "--start-ups: found it beside --start-up");
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsRefusedBeforeTheWork() throws IOException {
    write("day.csv", 1440, i -> 100 + i % 7);
    Path file = Files.createFile(directory.resolve("file"));
    CommandRun run = CommandRun.of("evaluate", "--traces", traces, "--out", file.resolve("in"));
    assertThat(run.err()).contains("--out: found " + file.resolve("in")).contains("can be written");
    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsRefused() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    CommandRun run = CommandRun.of("evaluate", "--traces", traces, "--out", file);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--out: found the file " + file);
  }

  /** A trace of one hour with a decision a minute, so that it takes seconds. */
  private CommandRun small(Path place, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "evaluate", "--traces", traces, "--out", place, "--period", "60s", "--seeds", "2"));
    arguments.addAll(List.of("--objectives", "99.9%,99%", "--audit-seconds", "0.5"));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray());
  }

  @Test
  void printsOneDocumentAndWritesItBesideReportAndManifests() throws IOException {
    Path manifests = directory.resolve("hpa");
    CommandRun run = small(out, "--json", "--hpa-out", manifests);
    // a single short trace can never tell
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.json().path("schema").asText()).isEqualTo("rlscaler.evaluation/v1");
    assertThat(run.json().at("/verdict/passes").asBoolean()).isFalse();
    assertThat(run.json().path("rows")).hasSize(2 * 11);
    assertThat(run.out().strip())
        .isEqualTo(Files.readString(out.resolve("evaluation.json")).strip());
    assertThat(out.resolve("report.html")).isNotEmptyFile();
    assertThat(manifests).isDirectoryContaining("glob:**.yaml");
    assertThat(run.err()).contains("1/1 good_b_1min, start-up 60.0 s").contains("Report: ");
  }

  @Test
  void aResumedRunPrintsTheSameAndSaysWhatItReused() throws IOException {
    String first = small(out, "--json").out();
    byte[] document = Files.readAllBytes(out.resolve("evaluation.json"));
    Files.delete(out.resolve("evaluation.json"));
    CommandRun again = small(out, "--json", "--resume");
    assertThat(again.err()).contains("1/1 good_b_1min, start-up 60.0 s: was finished before");
    assertThat(again.out()).isEqualTo(first);
    assertThat(Files.readAllBytes(out.resolve("evaluation.json"))).isEqualTo(document);
  }

  @Test
  void anObjectiveThatNobodyMeetsIsNamed() throws IOException {
    // the only replica that is allowed is busy for 80 % of the time, too much for this latency
    CommandRun run = small(out, "--min", "1", "--max", "1", "--latency", "225ms");
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err())
        .contains("good_b_1min, start-up 60.0 s: no controller met the objective of 0.999");
  }
}

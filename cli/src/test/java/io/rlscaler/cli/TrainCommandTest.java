package io.rlscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.engine.artifact.PolicyTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainCommandTest {
  private final Path directory;
  private final Path config;
  private final Path traces;
  private final Path validation;
  private final Path out;

  TrainCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    config = Files.writeString(directory.resolve("train.yaml"), "");
    traces = Files.createDirectory(directory.resolve("train"));
    validation = Files.createDirectory(directory.resolve("validation"));
    out = directory.resolve("out");
    write(traces.resolve("a.csv"), 5);
    write(traces.resolve("c.csv"), 6);
    write(validation.resolve("v.csv"), 7);
    RecordingTrainer.REQUESTS.clear();
  }

  private static Path write(Path file, int rate) throws IOException {
    StringBuilder csv = new StringBuilder("t_seconds,requests_per_second\n");
    for (int minute = 0; minute < 60; minute++) {
      csv.append(60 * minute).append(',').append(rate).append('\n');
    }
    return Files.writeString(file, csv);
  }

  private CommandRun train(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("--config", config, "--traces", traces));
    arguments.addAll(List.of("--validation", validation, "--out", out));
    arguments.addAll(List.of(more));
    return run(arguments.toArray());
  }

  /** As {@link Rlscaler#createCommandLine} sets a command up. */
  static CommandRun run(Object... arguments) {
    StringWriter output = new StringWriter();
    StringWriter error = new StringWriter();
    CommandLine line = new CommandLine(new TrainCommand());
    TextConverters.register(line);
    FailureHandler failures = new FailureHandler();
    line.setParameterExceptionHandler(failures).setExecutionExceptionHandler(failures);
    line.setOut(new PrintWriter(output)).setErr(new PrintWriter(error));
    int exit = line.execute(Stream.of(arguments).map(String::valueOf).toArray(String[]::new));
    return new CommandRun(exit, output.toString(), error.toString());
  }

  private PolicyTrainer.Request request(List<Path> used) {
    return new PolicyTrainer.Request(
        config,
        used,
        List.of(validation.resolve("v.csv")),
        out,
        OptionalLong.empty(),
        Optional.empty(),
        false);
  }

  @Test
  void theTrainerIsAskedWithAllTracesOfTheDirectories() {
    CommandRun run = train();
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                0,
                "",
                """
                iteration 1
                a message
                Wrote the policy to %s; it closes 52.5 %% of the gap on the validation traces.
                """
                    .formatted(out.resolve("policy"))));
    assertThat(RecordingTrainer.REQUESTS)
        .containsExactly(request(List.of(traces.resolve("a.csv"), traces.resolve("c.csv"))));
  }

  @Test
  void everyOptionReachesTheTrainer() throws IOException {
    Path more = write(directory.resolve("more.csv"), 9);
    CommandRun run = train("--seed", -3, "--budget", "10m", "--resume", "--traces", more);
    assertThat(run.exit()).isZero();
    assertThat(run.err()).contains("Stopped early. Wrote the policy to ");
    assertThat(RecordingTrainer.REQUESTS)
        .containsExactly(
            new PolicyTrainer.Request(
                config,
                List.of(traces.resolve("a.csv"), traces.resolve("c.csv"), more),
                List.of(validation.resolve("v.csv")),
                out,
                OptionalLong.of(-3),
                Optional.of(Duration.ofMinutes(10)),
                true));
  }

  @Test
  void aMissingConfigurationIsBadUsage() throws IOException {
    Files.delete(config);
    assertRefused(train(), "--config: " + config + ": no such file");
  }

  private static void assertRefused(CommandRun run, String message) {
    assertThat(run.err()).contains(message);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(RecordingTrainer.REQUESTS).isEmpty();
  }

  @Test
  void everyPlaceMustBeNamed() {
    assertRefused(run("--config", config), "--traces: found none, expected it");
    assertRefused(run("--traces", traces), "--config: found none, expected it");
  }

  @Test
  void anEmptyTraceAmongGoodOnesIsNamed() throws IOException {
    Path empty = Files.createFile(traces.resolve("b.csv"));
    assertRefused(train(), "--traces: " + empty + ": empty, expected a header");
  }

  @Test
  void badTracesAreLeftOutByNameWhenAsked() throws IOException {
    Path empty = Files.createFile(traces.resolve("b.csv"));
    Path broken =
        Files.writeString(traces.resolve("d.csv"), "t_seconds,requests_per_second\n0,x\n");
    CommandRun run = train("--skip-bad-traces");
    assertThat(run.exit()).isZero();
    assertThat(run.err()).contains("Leaves out " + empty + ": ", "Leaves out " + broken);
    assertThat(RecordingTrainer.REQUESTS)
        .containsExactly(request(List.of(traces.resolve("a.csv"), traces.resolve("c.csv"))));
  }

  @Test
  void onlyBadTracesAreRefusedAlsoWhenTheyMayBeSkipped() throws IOException {
    Files.writeString(validation.resolve("v.csv"), "");
    assertRefused(
        train("--skip-bad-traces"), "--validation: found no usable trace, expected at least one");
  }

  @Test
  void aTraceToTrainOnCannotSelectThePolicy() throws IOException {
    Path copy = Files.copy(traces.resolve("a.csv"), validation.resolve("other-name.csv"));
    assertRefused(
        train(), "--validation: found the trace " + copy + " also as " + traces.resolve("a.csv"));
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsRefused() throws IOException {
    Files.createFile(out);
    assertRefused(train(), "--out: found the file " + out);
  }

  @Test
  void aDurationWithoutUnitIsRefused() {
    assertRefused(train("--budget", 10), "found \"10\", expected a duration as 90s");
  }

  @Test
  void whatTheTrainerCannotUseIsAUsageError() throws IOException {
    Files.writeString(config, "bad");
    CommandRun run = train();
    assertThat(run)
        .isEqualTo(new CommandRun(2, "", "rlscaler: " + config + ", line 1: found no section\n"));
  }

  @Test
  void anInstallationWithoutTrainerSaysSo() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      assertThat(train())
          .isEqualTo(
              new CommandRun(
                  1,
                  "",
                  "rlscaler: this installation cannot train policies, expected rlscaler-trainer"
                      + " beside it\n"));
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}

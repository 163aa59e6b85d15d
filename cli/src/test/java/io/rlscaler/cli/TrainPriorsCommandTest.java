package io.rlscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainPriorsCommandTest {
  private final Path directory;
  private final Path traces;
  private final Path out;

  TrainPriorsCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    traces = Files.createDirectory(directory.resolve("train"));
    out = directory.resolve("priors.json");
    write("a", 5);
    write("b", 6);
    RecordingPriorTrainer.REQUESTS.clear();
  }

  private Path write(String name, int rate) throws IOException {
    String csv = "t_seconds,requests_per_second\n0,%d\n60,%d\n120,%d\n180,%d\n";
    return Files.writeString(traces.resolve(name + ".csv"), csv.formatted(rate, rate, rate, rate));
  }

  private static CommandRun run(Object... arguments) {
    return TrainCommandTest.run(Stream.concat(Stream.of("priors"), Stream.of(arguments)).toArray());
  }

  @Test
  void theTrainerIsAskedWithAllTracesOfTheDirectories() {
    assertThat(run("--traces", traces, "--out", out))
        .isEqualTo(new CommandRun(0, "", "a message\nWrote the priors to " + out + ".\n"));
    assertThat(RecordingPriorTrainer.REQUESTS)
        .containsExactly(
            new RecordingPriorTrainer.Request(
                List.of(traces.resolve("a.csv"), traces.resolve("b.csv")), out));
  }

  @Test
  void whatTheTrainerCannotUseIsAUsageError() {
    CommandRun run = run("--traces", traces.resolve("a.csv"), "--out", out);
    assertThat(run)
        .isEqualTo(new CommandRun(2, "", "rlscaler: traces: found one source, expected two\n"));
  }

  private static void assertRefused(CommandRun run, String message) {
    assertThat(run.err()).contains(message);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(RecordingPriorTrainer.REQUESTS).isEmpty();
  }

  @Test
  void anUnusablePlaceIsRefusedBeforeTheWork() {
    assertRefused(
        run("--traces", traces, "--out", directory), "--out: found the directory " + directory);
    assertRefused(
        run("--traces", traces, "--out", directory.resolve("none").resolve("p.json")),
        "--out: found no directory " + directory.resolve("none"));
  }

  @Test
  void bothOptionsAreNeeded() {
    assertRefused(run("--out", out), "--traces");
    assertRefused(run("--traces", traces), "--out");
  }

  @Test
  void anInstallationWithoutTrainerSaysSo() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      assertThat(run("--traces", traces, "--out", out))
          .isEqualTo(
              new CommandRun(
                  1,
                  "",
                  "rlscaler: this installation cannot learn priors, expected rlscaler-trainer"
                      + " beside it\n"));
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}

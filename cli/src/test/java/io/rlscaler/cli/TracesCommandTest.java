package io.rlscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracesCommandTest {
  @Test
  void synthesizedTraceCanBeDescribed(@TempDir Path directory) throws IOException {
    CommandRun made =
        CommandRun.of(
            "traces", "synthesize", "--family", "constant", "--seed", 1, "--length", "10m");
    assertThat(made.exit()).isZero();
    assertThat(made.out().lines())
        .hasSize(11)
        .startsWith("t_seconds,requests_per_second", "0,100", "60,100");
    Path file = Files.writeString(directory.resolve("made.csv"), made.out());
    assertThat(CommandRun.of("traces", "describe", file).out())
        .isEqualTo(
            """
            figure,value
            name,made
            step_seconds,60
            length_seconds,600
            steps,10
            unknown_steps,0
            requests,60000
            mean_requests_per_second,100
            p0_requests_per_second,100
            p50_requests_per_second,100
            p95_requests_per_second,100
            p99_requests_per_second,100
            p100_requests_per_second,100
            median_day,
            """);
  }

  @Test
  void sameSeedSynthesizesTheSameTrace() {
    String[] arguments = {"traces", "synthesize", "--family", "burst", "--seed", "7"};
    String first = CommandRun.of((Object[]) arguments).out();
    assertThat(CommandRun.of((Object[]) arguments).out()).isEqualTo(first);
    arguments[5] = "8";
    assertThat(CommandRun.of((Object[]) arguments).out()).isNotEqualTo(first);
  }

  @Test
  void unknownFamilyIsAUsageErrorThatListsTheFamilies() {
    CommandRun run = CommandRun.of("traces", "synthesize", "--family", "wave", "--seed", 1);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("\"wave\"").contains("diurnal").contains("timer-comb");
  }

  @Test
  void fileThatIsNoTraceIsAUsageError(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("no.csv"), "a,b\n1,2\n");
    CommandRun run = CommandRun.of("traces", "describe", file);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(file + ", line 1");
    assertThat(run.out()).isEmpty();
  }
}

package io.rlscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.TraceAugmentation;
import io.rlscaler.simulator.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracesCommandTest {
  private static final String HEADER = "t_seconds,requests_per_second\n";

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
            gaps,0
            longest_gap_seconds,0
            requests,60000
            mean_requests_per_second,100
            p0_requests_per_second,100
            p50_requests_per_second,100
            p95_requests_per_second,100
            p99_requests_per_second,100
            p100_requests_per_second,100
            median_day,
            daily_correlation,
            weekly_correlation,
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

  @Test
  void augmentedTrafficIsWhatTheFlagsAndTheSeedSay(@TempDir Path directory) throws IOException {
    Path day = directory.resolve("day.csv");
    Path other = directory.resolve("other.csv");
    CommandRun.of("traces", "synthesize", "--family", "diurnal", "--seed", 1, "--out", day);
    CommandRun.of("traces", "synthesize", "--family", "burst", "--seed", 1, "--out", other);
    Trace trace = TraceReader.read(day);
    SplittableRandom seeds = new SplittableRandom(5);
    Trace expected = TraceAugmentation.timeWarp(trace, .5, seeds.nextLong());
    expected =
        TraceAugmentation.splice(
            expected, TraceReader.read(other), Duration.ofHours(2), seeds.nextLong());
    expected = TraceAugmentation.bursts(expected, 12, 3, seeds.nextLong());
    expected = TraceAugmentation.amplitude(expected, 2);
    Path out = directory.resolve("day-augmented.csv");
    CommandRun run =
        CommandRun.of(
            "traces",
            "augment",
            day,
            "--amplitude",
            2,
            "--time-warp",
            .5,
            "--splice",
            other,
            "--piece",
            "2h",
            "--bursts-per-day",
            12,
            "--burst-height",
            3,
            "--seed",
            5,
            "--out",
            out);
    assertThat(run).isEqualTo(new CommandRun(0, "", ""));
    assertThat(TraceReader.read(out).quantile(.5)).isEqualTo(expected.quantile(.5));
    assertThat(TraceReader.read(out).requests()).isEqualTo(expected.requests());
  }

  @Test
  void augmentingNothingIsAUsageError(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("a.csv"), HEADER + "0,1\n60,2\n");
    assertThat(CommandRun.of("traces", "augment", file))
        .isEqualTo(
            new CommandRun(
                2,
                "",
                "rlscaler: nothing to change, expected --amplitude, --time-warp, --splice or"
                    + " --bursts-per-day\n"));
    assertThat(CommandRun.of("traces", "augment", "--time-warp", 9, file).err())
        .isEqualTo("rlscaler: time warp is 9.0, expected 0 to 3\n");
  }
}

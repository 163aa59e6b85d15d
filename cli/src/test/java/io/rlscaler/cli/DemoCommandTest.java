package io.rlscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  private final Path directory;

  DemoCommandTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void comparesOnASyntheticDayAndSaysSo() throws IOException {
    Path out = directory.resolve("with space");
    CommandRun run = CommandRun.of("demo", "--out", out);
    assertThat(run.exit()).isZero();
    assertThat(run.err()).startsWith("Traffic: a synthetic day").contains("fixed headroom");
    assertThat(run.out())
        .contains("policy", "best HPA", "tolerance 0.1")
        .contains("This is a single day with one seed");
    assertThat(out.resolve("report.html")).content().contains("fixed headroom, not learned");
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).containsExactly(out.resolve("report.html"));
    }
  }

  @Test
  void takesTheMedianDayOfARealTraceAndNamesIt() throws IOException {
    StringBuilder csv = new StringBuilder("t_seconds,requests_per_second\n");
    for (int step = 0; step < 3 * 288; step++) {
      int day = step / 288;
      // the second day has a gap, the third the fewest requests
      if (step != 300) {
        csv.append(300 * step).append(',').append(1000 - 100 * day + step % 288).append('\n');
      }
    }
    Path trace = Files.writeString(directory.resolve("three.csv"), csv);
    CommandRun run = CommandRun.of("demo", "--trace", trace, "--out", directory.resolve("out"));
    assertThat(run.exit()).isZero();
    assertThat(run.err()).contains("day 3 of three, the median by requests");
  }

  @Test
  void refusesAFileAsOutputDirectory() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    CommandRun run = CommandRun.of("demo", "--out", file);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--out: found the file").contains("expected a directory");
  }

  @Test
  void refusesAPartOfASyntheticDay() {
    CommandRun run = CommandRun.of("demo", "--from", "1h", "--out", directory.resolve("out"));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("expected only with --trace");
    assertThat(directory.resolve("out")).doesNotExist();
  }
}

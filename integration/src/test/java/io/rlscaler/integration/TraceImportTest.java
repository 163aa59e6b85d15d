package io.rlscaler.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.cli.Rlscaler;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.TraceReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code rlscaler traces import prometheus} against a real server. */
@Tag("integration")
class TraceImportTest {
  /** Two limits of 11,000 points and a third request. */
  private static final int STEPS = 25_000;

  private static final long FIRST = 1_700_000_000;

  @BeforeEach
  void needsPrometheus() {
    Assumptions.assumeTrue(PrometheusServer.isInstalled(), "no program 'prometheus' on the PATH");
  }

  private record Run(int exit, String err) {}

  private static Run importing(PrometheusServer server, String query, Path out, String... more) {
    CommandLine line = Rlscaler.createCommandLine();
    StringWriter err = new StringWriter();
    line.setErr(new PrintWriter(err));
    List<String> arguments = new ArrayList<>(List.of("traces", "import", "prometheus"));
    arguments.addAll(List.of("--url", server.uri().toString(), "--query", query));
    arguments.addAll(List.of("--from", Long.toString(FIRST)));
    arguments.addAll(List.of("--to", Long.toString(FIRST + 15L * (STEPS - 1))));
    arguments.addAll(List.of("--step", "15s", "--out", out.toString()));
    arguments.addAll(List.of(more));
    int exit = line.execute(arguments.toArray(String[]::new));
    return new Run(exit, err.toString());
  }

  @Test
  void moreThan11000PointsAreImportedWithTheirGaps(@TempDir Path directory) throws IOException {
    Path out = directory.resolve("long.csv.gz");
    try (PrometheusServer server = PrometheusServer.start(List.of())) {
      // the clock of the query itself, but for the last tenth of every 1,500 s
      Run run = importing(server, "vector(time()) % 1500 < 1350", out);
      assertThat(run).isEqualTo(new Run(0, "25000 steps of 15.0 s, 2500 of them unknown\n"));
    }
    double[] rates = new double[STEPS];
    int last = 0;
    for (int i = 0; i < STEPS; i++) {
      double value = (FIRST + 15L * i) % 1500;
      rates[i] = value < 1350 ? value : Double.NaN;
      last = value < 1350 ? i : last;
    }
    // a file does not show a gap at its end
    double[] written = Arrays.copyOf(rates, last + 1);
    assertThat(TraceReader.read(out))
        .isEqualTo(Trace.of("long", Duration.ofSeconds(FIRST), Duration.ofSeconds(15), written));
  }

  @Test
  void severalSeriesOverManyPagesAreRefusedOrSummed(@TempDir Path directory) throws IOException {
    String two =
        "label_replace(vector(1), \"pod\", \"a\", \"\", \"\")"
            + " or label_replace(vector(2), \"pod\", \"b\", \"\", \"\")";
    Path out = directory.resolve("two.csv");
    try (PrometheusServer server = PrometheusServer.start(List.of())) {
      Run refused = importing(server, two, out);
      assertThat(refused.exit()).isEqualTo(2);
      assertThat(refused.err()).contains("2 series, {pod=\"a\"}, {pod=\"b\"}, expected one");
      assertThat(out).doesNotExist();
      assertThat(importing(server, two, out, "--sum").exit()).isZero();
    }
    Trace sum = TraceReader.read(out);
    assertThat(sum.size()).isEqualTo(STEPS);
    assertThat(sum.quantile(0)).isEqualTo(3);
    assertThat(sum.quantile(1)).isEqualTo(3);
  }

  @Test
  void aQueryThatPrometheusRefusesIsAUsageError(@TempDir Path directory) {
    try (PrometheusServer server = PrometheusServer.start(List.of())) {
      Run run = importing(server, "sum(", directory.resolve("none.csv"));
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.err()).startsWith("rlscaler: --query: ").contains("bad_data");
    }
    assertThat(directory).isEmptyDirectory();
  }
}

package io.rlscaler.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs on the trace files that the property or environment variable RLSCALER_TRACES points to. */
class RealTracesTest {
  private static final String LOCATION = "RLSCALER_TRACES";

  private static List<Path> files() throws IOException {
    Optional<String> location =
        Optional.ofNullable(System.getProperty(LOCATION))
            .or(() -> Optional.ofNullable(System.getenv(LOCATION)));
    assumeTrue(
        location.isPresent(),
        LOCATION + " names no directory of trace files: nothing was checked on real traces");
    try (Stream<Path> files = Files.walk(Path.of(location.orElseThrow()))) {
      return files.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
    }
  }

  @Test
  void everyFileIsReadAndScaledToTheSizeOfAService() throws IOException {
    List<Path> files = files();
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      Trace trace = TraceReader.read(file);
      Trace scaled = trace.scaledToReplicas(40, 100);
      assertThat(scaled.quantile(.99)).as(trace.name()).isCloseTo(4000, within(1e-6));
      assertThat(scaled.knownSteps()).as(trace.name()).isEqualTo(trace.knownSteps());
      trace.medianDay().ifPresent(day -> assertThat(day.trace().length()).hasDays(1));
    }
  }

  @Test
  void smoothingKeepsTheRequestsOfEveryFile() throws IOException {
    for (Path file : files()) {
      Trace trace = TraceReader.read(file);
      Trace smooth = RateSmoother.DEFAULT.smooth(trace);
      assertThat(smooth.requests() / trace.requests()).as(trace.name()).isCloseTo(1, within(1e-9));
    }
  }
}

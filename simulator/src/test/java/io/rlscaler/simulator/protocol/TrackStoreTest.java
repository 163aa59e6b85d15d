package io.rlscaler.simulator.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.simulator.episode.DaySums;
import io.rlscaler.simulator.evaluation.Audit;
import io.rlscaler.simulator.evaluation.Cell;
import io.rlscaler.simulator.evaluation.CellResult;
import io.rlscaler.simulator.evaluation.CellTimeline;
import io.rlscaler.simulator.evaluation.ControllerRun;
import io.rlscaler.simulator.evaluation.FrontPoint;
import io.rlscaler.simulator.evaluation.SeedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackStoreTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final TrackResult TRACK = track();

  private final Path directory;

  TrackStoreTest(@TempDir Path directory) {
    this.directory = directory.resolve("partial");
  }

  private static TrackResult track() {
    Cell cell = new Cell("a_b_1min", "a", Duration.ofMillis(60_500), .999, true);
    SeedRun seed =
        new SeedRun(
            Long.MAX_VALUE,
            List.of(new DaySums(0, 86400, 1 / 3.0, 0, 1e300), new DaySums(2, 5, 6, 7, 8)),
            9,
            OptionalDouble.of(Math.PI),
            OptionalDouble.of(Double.MIN_VALUE),
            OptionalDouble.empty());
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("target", .625);
    settings.put("replicas", 3);
    settings.put("behavior", Map.of("scaleUp", Map.of("policies", List.of("4 pods"))));
    ControllerRun audited =
        new ControllerRun(
            "hpa-tuned",
            true,
            settings,
            List.of(seed),
            Optional.of(new Audit(.1 + .2, .25, .35, 17, .3)),
            true,
            List.of("on the edge", "of it"));
    ControllerRun plain =
        new ControllerRun(
            "policy", false, Map.of(), List.of(seed), Optional.empty(), false, List.of());
    CellResult result =
        new CellResult(
            cell, List.of(audited, plain), 1.1, 2.2, List.of(new FrontPoint(.1, 3.3)), 86405);
    CellTimeline timeline =
        new CellTimeline(
            cell, List.of(0.0, 2.5), List.of(1.7, Double.NaN), Map.of("oracle", List.of(4, 5)));
    return new TrackResult(List.of(result), List.of(timeline));
  }

  private TrackStore store() {
    return new TrackStore(directory, true);
  }

  @Test
  void whatWasStoredIsReadBackExactly() throws IOException {
    assertThat(store().write(KEY, TRACK)).isEqualTo(TRACK);
    assertThat(store().read(KEY)).contains(TRACK);
  }

  @Test
  void nothingElseIsLeftInTheDirectory() throws IOException {
    store().write(KEY, TRACK);
    store().write(KEY, TRACK);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files)
          .extracting(file -> file.getFileName().toString())
          .containsExactly("0123456789abcdef01234567.json");
    }
  }

  @Test
  void anotherKeyAndAnEmptyDirectoryGiveNothing() throws IOException {
    assertThat(store().read(KEY)).isEmpty();
    store().write(KEY, TRACK);
    assertThat(store().read(KEY.replace('0', '1'))).isEmpty();
    // the same file name, another key
    assertThat(store().read(KEY.substring(0, 24) + "00000000")).isEmpty();
  }

  @Test
  void damagedFilesCountAsAbsent() throws IOException {
    store().write(KEY, TRACK);
    Path file = directory.resolve("0123456789abcdef01234567.json");
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() / 2));
    assertThat(store().read(KEY)).isEmpty();
    Files.writeString(file, text.replace("\"seeds\":[{", "\"sowings\":[{"));
    assertThat(store().read(KEY)).isEmpty();
  }

  @Test
  void withoutReuseNothingIsRead() throws IOException {
    store().write(KEY, TRACK);
    assertThat(new TrackStore(directory, false).read(KEY)).isEmpty();
  }
}

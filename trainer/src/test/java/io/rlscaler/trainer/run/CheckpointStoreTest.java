package io.rlscaler.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointStoreTest {
  private static final String CONFIG = "sha256:c";
  private static final String FEATURES = "sha256:f";

  private final Path directory;
  private final CheckpointStore store;

  CheckpointStoreTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    store = new CheckpointStore(directory);
  }

  private static Checkpoint checkpoint(long iteration) {
    float[] weights = new float[1000];
    Arrays.fill(weights, iteration + 0.1f);
    return new Checkpoint(
        new Checkpoint.Header(
            CONFIG,
            FEATURES,
            iteration,
            16_384 * iteration,
            0.1 * iteration,
            Map.of("rollout", Long.MIN_VALUE + iteration, "shuffle", -1L)),
        Map.of("actor.w0", weights, "empty", new float[0]),
        Map.of("norm.mean", new double[] {-0.0, Double.MIN_VALUE, Math.PI}),
        Map.of("levels", new long[] {Long.MAX_VALUE, 0}));
  }

  private static void assertSame(Checkpoint found, Checkpoint expected) {
    assertThat(found.header()).isEqualTo(expected.header());
    assertThat(found).usingRecursiveComparison().isEqualTo(expected);
  }

  private Path file(int iteration) {
    return directory.resolve("iteration-00000000" + iteration + ".ckpt");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private CheckpointStore.Restored restored() throws IOException {
    return store.restore(CONFIG, FEATURES).orElseThrow();
  }

  private void damage(int iteration, int length) throws IOException {
    Files.write(file(iteration), Arrays.copyOf(Files.readAllBytes(file(iteration)), length));
  }

  @Test
  void whatIsSavedIsRestoredToTheBit() throws IOException {
    store.save(checkpoint(1));
    assertSame(restored().checkpoint(), checkpoint(1));
    assertThat(restored().warnings()).isEmpty();
  }

  @Test
  void equalCheckpointsHaveEqualBytes() throws IOException {
    assertThat(CheckpointFile.encode(checkpoint(3)))
        .isEqualTo(CheckpointFile.encode(checkpoint(3)));
  }

  @Test
  void theLastTwoAreKept() throws IOException {
    for (int iteration = 1; iteration <= 4; iteration++) {
      store.save(checkpoint(iteration));
    }
    assertThat(files()).containsExactly(file(3), file(4));
    assertSame(restored().checkpoint(), checkpoint(4));
  }

  @Test
  void whatAResumedRunDoesAgainReplacesLaterCheckpoints() throws IOException {
    for (int iteration : List.of(3, 5, 4)) {
      store.save(checkpoint(iteration));
    }
    assertThat(files()).containsExactly(file(3), file(4));
  }

  @Test
  void anEmptyDirectoryHasNone() throws IOException {
    assertThat(store.restore(CONFIG, FEATURES)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 12, 44, 500, 4000})
  void aTruncatedFileFallsBackToTheOneBeforeAndSaysSo(int length) throws IOException {
    store.save(checkpoint(1));
    store.save(checkpoint(2));
    damage(2, length);

    assertSame(restored().checkpoint(), checkpoint(1));
    assertThat(restored().warnings())
        .hasSize(2)
        .first()
        .asString()
        .startsWith(file(2) + ": found ")
        .contains("expected a");
    assertThat(restored().warnings().get(1))
        .isEqualTo("Goes on from " + file(1) + ", iteration 1.");
  }

  @Test
  void aSingleChangedBitIsNoticed() throws IOException {
    store.save(checkpoint(1));
    byte[] bytes = Files.readAllBytes(file(1));
    for (int at : List.of(0, 9, 30, bytes.length / 2, bytes.length - 1)) {
      byte[] changed = bytes.clone();
      changed[at] ^= 1;
      assertThatThrownBy(() -> CheckpointFile.decode(changed))
          .isInstanceOf(DamagedCheckpointException.class);
    }
  }

  @Test
  void aForeignFileIsNamed() throws IOException {
    Files.writeString(file(1), "not a checkpoint");
    assertThatThrownBy(this::restored)
        .isInstanceOf(IOException.class)
        .hasMessage(
            "no checkpoint is whole: "
                + file(1)
                + ": found another kind of file, expected a checkpoint");
  }

  @Test
  void anotherConfigurationIsRefusedNamingBoth() throws IOException {
    store.save(checkpoint(1));
    assertThatThrownBy(() -> store.restore("sha256:other", FEATURES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            file(1)
                + ": found the configuration sha256:c, expected that of this run, sha256:other");
  }

  @Test
  void anotherFeatureTableIsRefusedNamingBoth() throws IOException {
    store.save(checkpoint(1));
    assertThatThrownBy(() -> store.restore(CONFIG, "sha256:other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            file(1)
                + ": found the feature table sha256:f, expected that of this run, sha256:other");
  }

  /** A disk with room for so many bytes. */
  private static OutputStream limited(OutputStream out, int room) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, Math.min(length, room));
        if (length > room) {
          throw new IOException("No space left on device");
        }
      }
    };
  }

  @Test
  void aFullDiskLeavesTheCheckpointsBeforeAndNothingElse() throws IOException {
    store.save(checkpoint(1));
    CheckpointStore full = new CheckpointStore(directory, out -> limited(out, 100));
    assertThatThrownBy(() -> full.save(checkpoint(2)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file(2)
                + ": cannot be written: No space left on device; earlier checkpoints are untouched");
    assertThat(files()).containsExactly(file(1));
    assertSame(restored().checkpoint(), checkpoint(1));
  }

  @Test
  void whatAKilledWriterLeftIsRemoved() throws IOException {
    Files.writeString(directory.resolve(".iteration-000000001.ckpt.part"), "half");
    assertThat(store.restore(CONFIG, FEATURES)).isEmpty();
    store.save(checkpoint(2));
    assertThat(files()).containsExactly(file(2));
  }

  /** Saves checkpoints until it is killed, and prints the iteration of each that is saved. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws IOException {
      CheckpointStore store = new CheckpointStore(Path.of(arguments[0]));
      for (int iteration = 1; ; iteration++) {
        store.save(checkpoint(iteration));
        System.out.println(iteration);
      }
    }
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void aKilledProcessLeavesItsLastCheckpoint() throws Exception {
    long printed = 0;
    try (JavaProcess writer = JavaProcess.start(Writer.class, directory.toString())) {
      while (printed < 20) {
        printed = Long.parseLong(writer.line());
      }
      writer.signal("KILL");
      assertThat(writer.exit()).isEqualTo(137);
    }
    Checkpoint last = restored().checkpoint();
    assertThat(restored().warnings()).isEmpty();
    assertThat(last.header().iteration()).isGreaterThanOrEqualTo(printed);
    assertSame(last, checkpoint(last.header().iteration()));
  }

  @Test
  void anArrayThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> checkpoint(1).floats("actor.w1"))
        .hasMessage(
            "checkpoint: found the float arrays [actor.w0, empty], expected actor.w1 among them");
  }
}

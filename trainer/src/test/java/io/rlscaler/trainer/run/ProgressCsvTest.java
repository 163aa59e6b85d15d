package io.rlscaler.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressCsvTest {
  private static final String ONE =
      "1,16384,0.25,65536.0,0.35,0.00125,0.0,0.0113,2.5,-0.01,0.75,3.0E-4,\n";
  private static final String TWO =
      "2,32768,0.5,65536.0,0.35,0.00125,0.0,0.0113,2.5,-0.01,0.75,3.0E-4,0.5\n";
  private static final String HEADER = ProgressCsv.HEADER + "\n";

  private final Path file;

  ProgressCsvTest(@TempDir Path directory) {
    file = directory.resolve("progress.csv");
  }

  private void resumed(long iteration) throws IOException {
    try (ProgressCsv csv = ProgressCsv.resume(file, iteration)) {
      csv.add(Reports.of(iteration + 1));
    }
  }

  @Test
  void eachRowIsInTheFileAtOnce() throws IOException {
    try (ProgressCsv csv = ProgressCsv.create(file)) {
      assertThat(file).hasContent(HEADER);
      csv.add(Reports.of(1));
      assertThat(Files.readString(file)).isEqualTo(HEADER + ONE);
      csv.add(Reports.of(2));
      assertThat(Files.readString(file)).isEqualTo(HEADER + ONE + TWO);
    }
  }

  @Test
  void resumingCutsWhatIsDoneAgain() throws IOException {
    Files.writeString(file, HEADER + ONE + TWO + TWO.replace("2,3", "3,3"));
    resumed(1);
    assertThat(Files.readString(file)).isEqualTo(HEADER + ONE + TWO);
  }

  @Test
  void resumingCutsHalfALine() throws IOException {
    Files.writeString(file, HEADER + ONE + "2,327");
    resumed(1);
    assertThat(Files.readString(file)).isEqualTo(HEADER + ONE + TWO);
  }

  @Test
  void resumingWithoutAFileBeginsOne() throws IOException {
    resumed(0);
    assertThat(Files.readString(file)).isEqualTo(HEADER + ONE);
  }

  @Test
  void otherColumnsAreRefused() throws IOException {
    Files.writeString(file, "iteration,loss\n1,2\n");
    assertThatThrownBy(() -> ProgressCsv.resume(file, 1))
        .hasMessage(
            file + ", line 1: found \"iteration,loss\", expected the header " + ProgressCsv.HEADER);
    assertThat(Files.readString(file)).isEqualTo("iteration,loss\n1,2\n");
  }

  @Test
  void aRowWithoutIterationIsNamed() throws IOException {
    Files.writeString(file, HEADER + ONE + "x,2\n");
    assertThatThrownBy(() -> ProgressCsv.resume(file, 1))
        .hasMessage(file + ", line 3: found no iteration, expected a whole number first");
  }
}

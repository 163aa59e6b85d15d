package io.rlscaler.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrthogonalMatrixTest {
  @ParameterizedTest
  @CsvSource({"64, 28", "28, 64", "64, 64", "1, 5"})
  void theFewerOfRowsAndColumnsAreOrthogonalAndAsLongAsTheGain(int rows, int columns) {
    double gain = Math.sqrt(2);
    float[] matrix = OrthogonalMatrix.random(rows, columns, gain, new SplittableRandom(4));
    int vectors = Math.min(rows, columns);
    for (int a = 0; a < vectors; a++) {
      for (int b = 0; b < vectors; b++) {
        double dot = 0;
        for (int i = 0; i < Math.max(rows, columns); i++) {
          dot +=
              rows <= columns
                  ? (double) matrix[a * columns + i] * matrix[b * columns + i]
                  : (double) matrix[i * columns + a] * matrix[i * columns + b];
        }
        // entries are rounded to float32
        assertThat(dot).isCloseTo(a == b ? gain * gain : 0, offset(1e-6));
      }
    }
  }
}

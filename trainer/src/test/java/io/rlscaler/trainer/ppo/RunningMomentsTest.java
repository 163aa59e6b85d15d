package io.rlscaler.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.rlscaler.trainer.golden.GoldenNumbers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RunningMomentsTest {
  // sums of 20 doubles below 100
  private static final double GOLDEN = 1e-9;

  @Test
  void givesTheGoldenMomentsAfterEachBatch() throws Exception {
    GoldenNumbers golden = new GoldenNumbers("running_norm");
    double[] shape = golden.doubles("shape");
    int size = (int) (shape[1] * shape[2]);
    double[] batches = golden.doubles("batches");
    RunningMoments moments = new RunningMoments((int) shape[2]);
    for (int batch = 0; batch < (int) shape[0]; batch++) {
      moments.update(Arrays.copyOfRange(batches, batch * size, (batch + 1) * size));

      String key = "after_each." + batch;
      assertThat(moments.mean()).containsExactly(golden.doubles(key + ".mean"), offset(GOLDEN));
      assertThat(moments.variance()).containsExactly(golden.doubles(key + ".var"), offset(GOLDEN));
      assertThat(moments.count()).isCloseTo(golden.number(key + ".count"), offset(GOLDEN));
    }
  }

  @Test
  void restoredMomentsGoOnAsTheOnesTheyWereTakenFrom() {
    RunningMoments first = new RunningMoments(2);
    first.update(new double[] {1, 2, 3, 5});
    RunningMoments second = new RunningMoments(first.mean(), first.variance(), first.count());
    first.update(new double[] {4, 4});
    second.update(new double[] {4, 4});
    assertThat(second.mean()).containsExactly(first.mean());
    assertThat(second.variance()).containsExactly(first.variance());
  }

  @Test
  void aFeatureThatNeverChangedCanBeDividedBy() {
    assertThat(new RunningMoments(new double[1], new double[1], 5).deviation())
        .containsExactly(1e-4);
  }

  @Test
  void refusesAPartOfARow() {
    assertThatThrownBy(() -> new RunningMoments(2).update(new double[3]))
        .hasMessage("batch: found 3 values, expected rows of 2");
  }
}

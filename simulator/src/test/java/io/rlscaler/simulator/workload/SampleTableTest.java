package io.rlscaler.simulator.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.rlscaler.simulator.workload.ServiceModel.Distribution;
import io.rlscaler.simulator.workload.ServiceModel.Routing;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTableTest {

  @ParameterizedTest
  @CsvSource({
    "GAMMA, .01", "GAMMA, .3", "GAMMA, 1", "GAMMA, 2", "GAMMA, 5",
    "LOG_NORMAL, .01", "LOG_NORMAL, .5", "LOG_NORMAL, 1", "LOG_NORMAL, 2", "LOG_NORMAL, 5"
  })
  void everyQuantileHasItsProbability(Distribution distribution, double variation) {
    SampleTable table = SampleTable.of(distribution, variation);
    ServiceModel unit = new ServiceModel(1, 1, variation, distribution, Routing.CENTRAL);
    for (int octave = 0; octave < 33; octave++) {
      for (int cell = 0; cell < 64; cell += 7) {
        // one bit ends the zeros that are the octave
        long bits = (1L << (octave + 7)) | cell;
        double tail = Math.scalb(1 + cell / 64.0, -octave - 2);
        // lower probabilities cancel below 1e-9; the scaling to a mean of 1 shifts tails by 1e-4
        assertThat(1 - unit.exceedance(table.value(bits)))
            .isCloseTo(tail, within(1e-9 + .01 * tail));
        assertThat(unit.exceedance(table.value(bits | (1L << 6))))
            .isCloseTo(tail, withinPercentage(1));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"GAMMA, .5", "GAMMA, 1", "GAMMA, 2", "LOG_NORMAL, .3", "LOG_NORMAL, 1"})
  void drawsHaveTheMomentsOfTheFamily(Distribution distribution, double variation) {
    SampleTable table = SampleTable.of(distribution, variation);
    SplittableRandom random = new SplittableRandom(5);
    int count = 4_000_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double value = table.draw(random);
      sum += value;
      squares += value * value;
    }
    // four standard errors of the mean
    assertThat(sum / count).isCloseTo(1, within(4 * variation / Math.sqrt(count)));
    // the fourth moment of the widest one is 61: a standard error of .3 % of a second moment of 5
    assertThat(squares / count).isCloseTo(1 + variation * variation, withinPercentage(1.2));
  }
}

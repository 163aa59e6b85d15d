package io.rlscaler.simulator.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HourlySumsTest {
  private static final double CAPACITY = Scenario.DEFAULT.service().capacity();

  private static HourlySums hours(double atSeconds) {
    double nan = Double.NaN;
    double[] halfHours = {1, 2, nan, 4, 5};
    for (int i = 0; i < halfHours.length; i++) {
      halfHours[i] *= CAPACITY;
    }
    Trace trace = Trace.of("test", Duration.ofMinutes(30), halfHours);
    try (Episode episode =
        new Episode(Scenario.DEFAULT, new OfferedLoad(trace, 0), new ControllerSetup.Static(4))) {
      episode.finish();
      return episode.hours(atSeconds);
    }
  }

  @Test
  void hoursBeginWhereTheEpisodeDoes() {
    HourlySums hours = hours(7200);
    assertThat(hours.seconds()).containsExactly(3600, 1800, 1800);
    assertThat(hours.replicaSeconds()).containsExactly(14_400, 7200, 7200);
    assertThat(hours.requests())
        .containsExactly(
            new double[] {3 * 1800 * CAPACITY, 4 * 1800 * CAPACITY, 5 * 1800 * CAPACITY},
            within(1e-6));
    // four replicas are overloaded in the last half hour only
    assertThat(hours.violatingRequests()[0]).isLessThan(.001 * hours.requests()[0]);
    assertThat(hours.violatingRequests()[2]).isGreaterThan(.9 * hours.requests()[2]);
  }

  @Test
  void anHourBeginsAtTheGivenTime() {
    HourlySums hours = hours(9000 - 3600);
    assertThat(hours.size()).isEqualTo(3);
    assertThat(hours.seconds()).containsExactly(1800, 1800, 3600);
    assertThat(hours.requests()[2]).isCloseTo(9 * 1800 * CAPACITY, within(1e-6));
  }
}

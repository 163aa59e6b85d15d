package io.rlscaler.simulator.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.simulator.workload.ServiceModel.Distribution;
import io.rlscaler.simulator.workload.ServiceModel.Routing;
import org.junit.jupiter.api.Test;

class ServiceModelTest {
  private static ServiceModel service(int slots, double mean, double variation) {
    return new ServiceModel(slots, mean, variation, Distribution.GAMMA, Routing.CENTRAL);
  }

  @Test
  void capacityIsSlotsOverTheMean() {
    assertThat(service(4, .04, .5).capacity()).isCloseTo(100, within(1e-9));
  }

  @Test
  void exceedanceMeetsTheClosedForms() {
    // exponential; Erlang-4: exp(-4t)(1 + 4t + 8t^2 + 32/3 t^3) at t = 2 means
    assertThat(service(1, .2, 1).exceedance(.6)).isCloseTo(Math.exp(-3), within(1e-10));
    assertThat(service(1, 1, .5).exceedance(2))
        .isCloseTo(Math.exp(-8) * (1 + 8 + 32 + 256.0 / 3), within(1e-10));
    // the median of a log-normal variable is its mean over sqrt(1 + cv^2)
    ServiceModel logNormal = new ServiceModel(1, 1, 1, Distribution.LOG_NORMAL, Routing.CENTRAL);
    assertThat(logNormal.exceedance(1 / Math.sqrt(2))).isCloseTo(.5, within(1e-10));
    assertThat(logNormal.exceedance(0)).isEqualTo(1);
  }

  @Test
  void refusesValuesOutsideTheirRange() {
    assertThatThrownBy(() -> service(0, 1, 1)).hasMessage("slots is 0, expected 1 to 4096");
    assertThatThrownBy(() -> service(1, 0, 1))
        .hasMessage("mean service time is 0.0 s, expected a positive time");
    assertThatThrownBy(() -> service(1, Double.NaN, 1))
        .hasMessage("mean service time is NaN s, expected a positive time");
    assertThatThrownBy(() -> service(1, 1, 0))
        .hasMessage("coefficient of variation is 0.0, expected .01 to 5");
  }
}

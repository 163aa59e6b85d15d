package io.rlscaler.simulator.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.rlscaler.simulator.workload.ServiceModel.Distribution;
import io.rlscaler.simulator.workload.ServiceModel.Routing;
import org.junit.jupiter.api.Test;

class LatencyCurveTest {
  private static LatencyCurve run(ServiceModel service, double rho, int replicas) {
    FastModel model = FastModel.of(service, 1);
    FastModel.State state = new FastModel.State();
    LatencyCurve curve = new LatencyCurve(service);
    for (int k = 0; k < 200; k++) {
      model.step(state, rho * replicas * service.capacity(), replicas, 15);
      curve.add(state, replicas);
    }
    return curve;
  }

  @Test
  void anIdleServiceHasTheQuantilesOfItsServiceTime() {
    LatencyCurve curve =
        run(new ServiceModel(8, .2, 1, Distribution.GAMMA, Routing.CENTRAL), .1, 20);
    // exponential with mean .2; thresholds a fifth apart are interpolated to better than 2 %
    assertThat(curve.quantile(.5)).isCloseTo(.2 * Math.log(2), withinPercentage(2));
    assertThat(curve.quantile(.99)).isCloseTo(.2 * Math.log(100), withinPercentage(2));
  }

  @Test
  void aBusySingleServerHasTheExponentialSojournOfTheMM1Queue() {
    LatencyCurve curve =
        run(new ServiceModel(1, .2, 1, Distribution.GAMMA, Routing.CENTRAL), .5, 1);
    // mean m / (1 - rho) = .4; quantiles of the closure are within a few percent
    assertThat(curve.quantile(.5)).isCloseTo(.4 * Math.log(2), withinPercentage(5));
    assertThat(curve.quantile(.95)).isCloseTo(.4 * Math.log(20), withinPercentage(5));
    assertThat(curve.quantile(.99)).isCloseTo(.4 * Math.log(100), withinPercentage(5));
  }

  @Test
  void refusesQuantilesOfNothingAndOutsideTheirRange() {
    LatencyCurve curve =
        new LatencyCurve(new ServiceModel(1, .2, 1, Distribution.GAMMA, Routing.CENTRAL));
    assertThatThrownBy(() -> curve.quantile(.5))
        .hasMessage("no request was added, expected one to have a latency");
    assertThatThrownBy(() -> curve.quantile(1))
        .hasMessage("probability is 1.0, expected more than 0 and less than 1");
  }
}

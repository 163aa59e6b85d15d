package io.rlscaler.trainer.prior;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.engine.forecast.Forecaster;
import io.rlscaler.engine.policy.Limits;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicyContract;
import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.Episode;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.episode.TimelineStep;
import io.rlscaler.trainer.export.HeadroomPolicy;
import io.rlscaler.trainer.export.PolicyArtifactWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedPriorTest {
  private static final HeadroomPolicy HEADROOM = new HeadroomPolicy(2);

  private static List<ForecastPrior> priors() {
    List<Double> coefficients = new ArrayList<>(Collections.nCopies(Forecaster.REGRESSORS, 0.0));
    coefficients.set(0, 0.3);
    coefficients.set(1, 0.5);
    return List.of(new ForecastPrior(60, coefficients, 0.1));
  }

  private static PolicyContract contract() {
    PolicyContract plain = HEADROOM.contract("test", LocalDate.of(2026, 1, 1));
    return new PolicyContract(
        plain.schema(),
        plain.name(),
        plain.version(),
        plain.decisionPeriodSeconds(),
        plain.features(),
        plain.actions(),
        plain.risk(),
        plain.defaults(),
        priors(),
        plain.calibrationPrior(),
        plain.network(),
        plain.training(),
        plain.evaluation());
  }

  private static List<Integer> desired(ControllerSetup setup) {
    Scenario world = Scenario.DEFAULT;
    OfferedLoad load = OfferedLoad.of(Alternation.trace("a", 0.5, 120).trace(), world);
    return Episode.run(world, load, setup).timeline().stream().map(TimelineStep::desired).toList();
  }

  @Test
  void aFixedHeadroomWithThePriorOfAPolicyOfTheSameHeadroomDecidesAsItDoes(@TempDir Path directory)
      throws Exception {
    Path place = directory.resolve("p");
    PolicyArtifactWriter.write(contract(), HEADROOM.network(), place);
    PolicyArtifact artifact = PolicyArtifact.read(place);
    try (OnnxPolicy policy =
        OnnxPolicy.load(artifact.contract(), artifact.model(), artifact.digest())) {
      List<Integer> fixed = desired(new ControllerSetup.Headroom(2, Limits.DEFAULT, priors()));
      assertThat(fixed)
          .isEqualTo(desired(ControllerSetup.Policy.withDefaults("p", policy)))
          .isNotEqualTo(desired(new ControllerSetup.Headroom(2)));
    }
  }
}

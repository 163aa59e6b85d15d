package io.rlscaler.simulator.episode;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicyRejectedException;
import io.rlscaler.simulator.trace.SyntheticTraces;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Pins what the default scenario leads to, so that no feature of the simulator that is switched off
 * by default changes a number. Changing these on purpose means that results of different versions
 * no longer compare.
 */
class DefaultWorldTest {
  private static EpisodeScore score(ControllerSetup setup) {
    SyntheticTraces.Extent extent =
        new SyntheticTraces.Extent(Duration.ofHours(30), Duration.ofMinutes(1), 100);
    OfferedLoad load = OfferedLoad.of(SyntheticTraces.burst(extent, 11), Scenario.DEFAULT);
    return Episode.score(Scenario.DEFAULT, load, setup);
  }

  @Test
  void hpaInTheDefaultWorld() {
    assertThat(score(new ControllerSetup.Hpa(HpaSettings.DEFAULT)))
        .isEqualTo(
            new EpisodeScore(
                108_000,
                1.1224983070999816E8,
                3.3256974028403923E7,
                0.2962763847219032,
                false,
                1776660,
                284,
                92));
  }

  @Test
  void spreadInTheDefaultWorld() {
    assertThat(score(new ControllerSetup.Spread(2)))
        .isEqualTo(
            new EpisodeScore(
                108_000,
                1.1224983070999928E8,
                1.2157359677764084E7,
                0.10830626292143797,
                false,
                3140370,
                644,
                178));
  }

  @Test
  void policyInTheDefaultWorld() throws PolicyRejectedException {
    PolicyArtifact artifact = PolicyArtifact.builtin("headroom-v1");
    try (OnnxPolicy policy =
        OnnxPolicy.load(artifact.contract(), artifact.model(), artifact.digest())) {
      assertThat(score(ControllerSetup.Policy.withDefaults("headroom-v1", policy)))
          .isEqualTo(
              new EpisodeScore(
                  108_000,
                  1.1224983070999943E8,
                  1.4938192957541384E7,
                  0.13307987070496902,
                  false,
                  2044395,
                  485,
                  100));
    }
  }
}

package io.rlscaler.simulator.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rlscaler.engine.Controller;
import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.engine.policy.Limits;
import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ControllerSetupTest {
  private static final Limits LIMITS = new Limits(60, .3, OptionalDouble.of(1.2));

  @Test
  void settingsNameHoldFloorAndCap() {
    assertThat(new ControllerSetup.Hpa(HpaSettings.DEFAULT, .4).settings())
        .isEqualTo(Map.of("target", .8, "tolerance", .1, "scaleDownWindow", "300s", "floor", .4));
    assertThat(new ControllerSetup.Headroom(2, LIMITS).settings())
        .isEqualTo(Map.of("level", 2.0, "hold", "60s", "floor", .3, "cap", 1.2));
    assertThat(new ControllerSetup.Spread(1).settings())
        .isEqualTo(Map.of("z", 1.0, "hold", "300s", "floor", 0.0));
  }

  @Test
  void limitsReachTheEngine() {
    assertThat(new ControllerSetup.Hpa(HpaSettings.DEFAULT, .4).controller())
        .isEqualTo(new Controller.Baseline(.4));
    assertThat(new ControllerSetup.Headroom(2, LIMITS).controller())
        .isEqualTo(new Controller.FixedHeadroom(2, LIMITS));
    assertThat(new ControllerSetup.Spread(1, LIMITS).controller())
        .isEqualTo(new Controller.FixedSpread(1, LIMITS));
  }

  @Test
  void forecastPriorsReachTheEngineAndAreNamedByTheirDigest() {
    List<ForecastPrior> priors = List.of(ForecastPrior.persistence(60));
    ControllerSetup headroom = new ControllerSetup.Headroom(2, LIMITS, priors);
    ControllerSetup spread = new ControllerSetup.Spread(1, LIMITS, priors);
    assertThat(headroom.controller()).isEqualTo(new Controller.FixedHeadroom(2, LIMITS, priors));
    assertThat(spread.controller()).isEqualTo(new Controller.FixedSpread(1, LIMITS, priors));
    String digest = ControllerSetup.digest(priors);
    assertThat(headroom.settings()).containsEntry("forecastPriors", digest);
    assertThat(spread.settings()).containsEntry("forecastPriors", digest);
    assertThat(digest)
        .startsWith("sha256:")
        .isNotEqualTo(ControllerSetup.digest(List.of(ForecastPrior.persistence(61))));
  }

  @Test
  void aHoldBelowTheStandardWindowShortensTheWindowBesideIt() {
    assertThat(new ControllerSetup.Spread(1, LIMITS).baseline())
        .isEqualTo(HpaSettings.DEFAULT.withScaleDownWindow(Duration.ofSeconds(60)));
    assertThat(new ControllerSetup.Spread(1).baseline()).isEqualTo(HpaSettings.DEFAULT);
  }

  @Test
  void datedSettingsTakeOverAtTheirTimeAndKeepTheReplicas() {
    double[] rates = new double[40];
    Arrays.fill(rates, 500);
    ControllerSetup dated =
        new ControllerSetup.Dated(
            List.of(
                new DatedSetup(0, new ControllerSetup.Static(10)),
                new DatedSetup(600, new ControllerSetup.Static(20)),
                new DatedSetup(1200, new ControllerSetup.Static(25))));
    List<Integer> desired =
        Episode.run(
                Scenario.DEFAULT,
                new OfferedLoad(Trace.of("test", Duration.ofMinutes(1), rates), 0),
                dated)
            .timeline()
            .stream()
            .map(TimelineStep::desired)
            .toList();
    assertThat(desired.subList(0, 40)).containsOnly(10);
    assertThat(desired.subList(40, 80)).containsOnly(20);
    assertThat(desired.subList(80, 160)).containsOnly(25);
  }

  @Test
  void datedSettingsOfOneAreThatOne() {
    ControllerSetup one = new ControllerSetup.Spread(2, LIMITS);
    ControllerSetup dated = new ControllerSetup.Dated(List.of(new DatedSetup(0, one)));
    assertThat(dated.name()).isEqualTo(one.name());
    assertThat(dated.settings()).isEqualTo(one.settings());
    assertThat(dated.controller()).isEqualTo(one.controller());
    assertThat(dated.baseline()).isEqualTo(one.baseline());
  }

  @Test
  void datedSettingsWithoutOrderAreRefused() {
    DatedSetup first = new DatedSetup(0, new ControllerSetup.Static(10));
    DatedSetup later = new DatedSetup(60, new ControllerSetup.Static(11));
    DatedSetup other = new DatedSetup(60, new ControllerSetup.Spread(1));
    for (List<DatedSetup> wrong :
        List.of(
            List.<DatedSetup>of(),
            List.of(later),
            List.of(first, first),
            List.of(first, other),
            List.of(first, later, later))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ControllerSetup.Dated(wrong))
          .withMessageStartingWith("dated settings: found ");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DatedSetup(-1, new ControllerSetup.Static(10)))
        .withMessage("from: found -1.0 s, expected zero or more seconds");
  }
}

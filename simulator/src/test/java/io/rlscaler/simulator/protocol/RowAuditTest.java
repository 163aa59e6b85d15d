package io.rlscaler.simulator.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.Episode;
import io.rlscaler.simulator.episode.HpaSettings;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.episode.ServedSteps;
import io.rlscaler.simulator.evaluation.Audit;
import io.rlscaler.simulator.trace.SyntheticTraces;
import io.rlscaler.simulator.workload.RequestLevelModel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowAuditTest {
  private static final double FROM = 3600;
  private static final Scenario SCENARIO = Scenario.DEFAULT.withSeed(3);

  private static ServedSteps served() {
    OfferedLoad load =
        OfferedLoad.of(
            SyntheticTraces.burst(
                new SyntheticTraces.Extent(Duration.ofHours(3), Duration.ofSeconds(15), 100), 4),
            SCENARIO);
    ControllerSetup hpa = new ControllerSetup.Hpa(HpaSettings.DEFAULT);
    try (Episode episode = new Episode(SCENARIO, load, hpa)) {
      episode.finish();
      return episode.served();
    }
  }

  /** The share by the request-level model over the whole scored part. */
  private static double exact(ServedSteps steps) {
    RequestLevelModel model =
        new RequestLevelModel(SCENARIO.service(), SCENARIO.latencySeconds(), 99);
    for (int i = 0; i < steps.size(); i++) {
      model.step(steps.rate(i), steps.serving(i), steps.seconds(i));
    }
    model.finish();
    return model.violationShare(steps.firstFrom(FROM), steps.size());
  }

  private static double fastShare(ServedSteps steps) {
    double violations = 0;
    double requests = 0;
    for (int i = steps.firstFrom(FROM); i < steps.size(); i++) {
      violations += steps.violations(i);
      requests += steps.requests(i);
    }
    return violations / requests;
  }

  @Test
  void aSampleOfWindowsEstimatesTheShareOfTheWholeEpisode() {
    ServedSteps steps = served();
    double exact = exact(steps);
    // a third of the requests
    Audit audit = new RowAudit(SCENARIO, List.of(steps), FROM).run(7e6, 1).orElseThrow();
    assertThat(exact).isGreaterThan(.001);
    double estimate = fastShare(steps) + audit.correction();
    // six standard errors: one realisation of the arrivals against another
    double tolerance = 6 * (audit.high() - audit.low()) / (2 * 1.64);
    assertThat(estimate).isCloseTo(exact, within(tolerance));
    assertThat(tolerance).isLessThan(.02 * exact);
    assertThat(audit.windows()).isGreaterThan(10);
  }

  @Test
  void theSameSeedGivesTheSameAudit() {
    RowAudit rows = new RowAudit(SCENARIO, List.of(served(), served()), FROM);
    Audit audit = rows.run(3e6, 1).orElseThrow();
    assertThat(rows.run(3e6, 1)).contains(audit);
    assertThat(rows.run(3e6, 2).orElseThrow()).isNotEqualTo(audit);
  }

  @Test
  void withoutABudgetThereIsNoAudit() {
    assertThat(new RowAudit(SCENARIO, List.of(served()), FROM).run(0, 1)).isEmpty();
  }
}

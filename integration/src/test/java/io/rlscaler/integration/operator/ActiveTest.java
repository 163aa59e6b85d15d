package io.rlscaler.integration.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.engine.Decision;
import io.rlscaler.integration.ControlPlane;
import io.rlscaler.integration.ControlPlaneExtension;
import io.rlscaler.integration.service.ArrivalRate;
import io.rlscaler.integration.service.LoadSample;
import io.rlscaler.integration.service.SimulatedWorkload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("integration")
@ExtendWith(ControlPlaneExtension.class)
class ActiveTest {
  private static final int INITIAL = 3;
  private static final double VALLEY = 40;
  private static final double PEAK = 140;
  private static final double LAST = 80;
  private static final double RAMP_SECONDS = 15;
  private static final double SECONDS_TO_LAST = 6;
  private static final Duration TRAFFIC = Duration.ofSeconds(46);

  @Test
  void replicasFollowMovingTrafficAsTheLoopInThisProcessWould(ControlPlane plane) {
    try (Scenario scenario = Scenario.start(plane)) {
      SimulatedWorkload web = scenario.workload("web", INITIAL, ArrivalRate.constant(VALLEY));
      scenario.scaler("web", "Active", "");
      Instant first = scenario.firstDecision(scenario.operator("active"), "web");

      Instant begun = web.series().get(web.series().size() - 1).time();
      web.follow(ActiveTest::traffic);
      Scenario.await(TRAFFIC.multipliedBy(2))
          .until(() -> end(web.series()).isAfter(begun.plus(TRAFFIC)));
      List<LoadSample> series = web.series();
      int last = scenario.desired("web");
      ReplicaHistory written = ReplicaHistory.recorded(INITIAL, scenario.scaleWrites());

      assertThat(written.raises()).as("%s", written.counts()).hasSizeGreaterThanOrEqualTo(6);
      assertThat(written.reductions()).as("%s", written.counts()).hasSizeGreaterThanOrEqualTo(4);
      assertThat(shareServed(ticksOutsideStartUps(series, begun))).isGreaterThanOrEqualTo(0.9);
      assertThat(last).isCloseTo(inProcess(scenario, series, first), within(1));
    }
  }

  /** Up, down, and half way up again, where it stays. */
  private static double traffic(Duration elapsed) {
    double seconds = elapsed.toMillis() / 1000.0;
    double slope = (PEAK - VALLEY) / RAMP_SECONDS;
    if (seconds < 2 * RAMP_SECONDS) {
      return PEAK - slope * Math.abs(seconds - RAMP_SECONDS);
    }
    double again = (seconds - 2 * RAMP_SECONDS) / SECONDS_TO_LAST;
    return VALLEY + (LAST - VALLEY) * Math.min(1, again);
  }

  private static Instant end(List<LoadSample> series) {
    return series.get(series.size() - 1).time();
  }

  /** The ticks of the traffic before which the load did not rise for one start-up time. */
  private static List<LoadSample> ticksOutsideStartUps(List<LoadSample> series, Instant begun) {
    List<LoadSample> outside = new ArrayList<>();
    Instant rose = Instant.MIN;
    for (int i = 1; i < series.size(); i++) {
      LoadSample tick = series.get(i);
      rose = tick.rate() > series.get(i - 1).rate() ? tick.time() : rose;
      if (tick.time().isAfter(begun) && tick.time().isAfter(rose.plus(Scenario.START_UP))) {
        outside.add(tick);
      }
    }
    return outside;
  }

  private static double shareServed(List<LoadSample> ticks) {
    long served =
        ticks.stream().filter(tick -> tick.ready() * Scenario.CAPACITY >= tick.rate()).count();
    return (double) served / ticks.size();
  }

  /** The final count of a loop that saw the same load and steered replicas of its own. */
  private static int inProcess(Scenario scenario, List<LoadSample> series, Instant first) {
    ReplicaHistory steered = ReplicaHistory.steered(INITIAL);
    try (InProcessLoop loop = new InProcessLoop(scenario.get("web").getSpec(), series, steered)) {
      List<Decision> decisions = loop.run(first, end(series));
      return decisions.get(decisions.size() - 1).to();
    }
  }
}

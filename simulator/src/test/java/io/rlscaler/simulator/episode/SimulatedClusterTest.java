package io.rlscaler.simulator.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.engine.Controller;
import io.rlscaler.engine.Decision;
import io.rlscaler.engine.Mode;
import io.rlscaler.engine.Workload;
import io.rlscaler.engine.WorkloadId;
import io.rlscaler.engine.WorkloadSpec;
import io.rlscaler.engine.WriteOutcome;
import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.observation.UnknownReason;
import io.rlscaler.engine.policy.FeatureVector;
import io.rlscaler.engine.safety.KillSwitch;
import io.rlscaler.engine.safety.Reason;
import io.rlscaler.engine.safety.SafetyLimits;
import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What the engine may expect of the ports of the simulated cluster. */
class SimulatedClusterTest {
  private static final Scenario SCENARIO = Scenario.DEFAULT;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Workload workload =
      new Workload(
          new WorkloadId("test", "test"),
          new WorkloadSpec(
              Mode.ACTIVE,
              SCENARIO.facts(),
              new Controller.Baseline(),
              HpaSettings.DEFAULT.baseline(2, 200),
              SafetyLimits.DEFAULT));

  private static SimulatedCluster cluster(double... rates) {
    return new SimulatedCluster(SCENARIO, Trace.of("test", MINUTE, rates), 10, QueueModel.FAST);
  }

  private Observation observe(SimulatedCluster cluster) {
    List<Optional<Observation>> read = cluster.read(List.of(workload), cluster.instant());
    assertThat(read).hasSize(1);
    return read.get(0).orElseThrow();
  }

  private static Decision decision(SimulatedCluster cluster, int from, int to) {
    return new Decision(
        cluster.instant(),
        from,
        to,
        Reason.BASELINE_MODE,
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        List.of(),
        Optional.empty(),
        FeatureVector.EMPTY,
        "");
  }

  @Test
  void timeIsThatOfTheTraceAndOnlyMovesWhenTold() {
    SimulatedCluster cluster = cluster(300, 300);
    assertThat(cluster.instant()).isEqualTo(Instant.EPOCH);
    cluster.advanceTo(45_000);
    assertThat(cluster.instant()).isEqualTo(Instant.ofEpochSecond(45));
  }

  @Test
  void ratesAreHeldAndAsOldAsTheLag() {
    SimulatedCluster cluster = cluster(300, 600, 600);
    Signal early = new Signal.Known(300, Duration.ofSeconds(30));
    cluster.advanceTo(90_000);
    assertThat(observe(cluster).arrivalRate()).isEqualTo(early);
    // the window of 15 s ends 30 s ago: at 105 s it is the first that lies behind the minute
    cluster.advanceTo(105_000);
    assertThat(observe(cluster).arrivalRate())
        .isEqualTo(new Signal.Known(600, Duration.ofSeconds(30)));
  }

  @Test
  void signalsAreThoseOfTheWindow() {
    SimulatedCluster cluster = cluster(300, 300);
    cluster.advanceTo(120_000);
    Observation seen = observe(cluster);
    // 300 requests/s on ten replicas of 100 each, hardly ever waiting
    assertThat(seen.utilization().orElse(-1)).isCloseTo(.3, within(1e-3));
    assertThat(seen.goodRatio().orElse(-1)).isCloseTo(1, within(1e-4));
    assertThat(seen.queueLength().orElse(-1)).isCloseTo(0, within(1e-2));
    // 300 requests/s of 40 ms each, by Little's law
    assertThat(seen.inFlight().orElse(-1)).isCloseTo(12, within(.05));
    assertThat(seen.desired()).isEqualTo(10);
    assertThat(seen.ready()).isEqualTo(10);
  }

  @Test
  void nothingIsKnownBeforeTheLagHasPassed() {
    SimulatedCluster cluster = cluster(300, 300);
    cluster.advanceTo(30_000);
    assertThat(observe(cluster).arrivalRate()).isEqualTo(Signal.unknown(UnknownReason.NEVER_SEEN));
  }

  @Test
  void windowThatTouchesAGapIsUnknownAsAWhole() {
    SimulatedCluster cluster = cluster(300, Double.NaN, 300, 300);
    cluster.advanceTo(100_000);
    Observation seen = observe(cluster);
    Signal noData = Signal.unknown(UnknownReason.NO_DATA);
    assertThat(
            List.of(
                seen.arrivalRate(),
                seen.goodRatio(),
                seen.utilization(),
                seen.inFlight(),
                seen.queueLength()))
        .containsOnly(noData);
    cluster.advanceTo(165_000);
    assertThat(observe(cluster).arrivalRate().isKnown()).isTrue();
  }

  @Test
  void overloadShowsAsQueueAndBadRatioAndDrainsInAGap() {
    SimulatedCluster cluster = cluster(1500, 1500, Double.NaN, Double.NaN, Double.NaN, 100, 100);
    cluster.advanceTo(120_000);
    Observation seen = observe(cluster);
    assertThat(seen.utilization().orElse(-1)).isCloseTo(1, within(1e-3));
    assertThat(seen.goodRatio().orElse(-1)).isLessThan(.01);
    // 90 s at 500 requests/s too many; the model's queue begins to grow up to 15/16 s late
    assertThat(seen.queueLength().orElse(-1)).isCloseTo(45_000, within(470.0));
    // 40 slots are busy, and half the window's 15 s less than that waits in the mean
    assertThat(seen.inFlight().orElse(-1)).isCloseTo(41_290, within(470.0));
    cluster.advanceTo(420_000);
    assertThat(observe(cluster).queueLength().orElse(-1)).isCloseTo(0, within(1e-2));
  }

  @Test
  void writesTakeEffectAtOnceAndServeAfterTheStartUp() {
    SimulatedCluster cluster = cluster(300, 300, 300, 300, 300);
    assertThat(cluster.write(workload, decision(cluster, 10, 14))).isEqualTo(WriteOutcome.WRITTEN);
    assertThat(cluster.desired()).isEqualTo(14);
    assertThat(cluster.ready()).isEqualTo(10);
    cluster.advanceTo(300_000);
    assertThat(cluster.ready()).isEqualTo(14);
  }

  @Test
  void writesFromAnotherCountAreAConflict() {
    SimulatedCluster cluster = cluster(300);
    assertThat(cluster.write(workload, decision(cluster, 9, 14))).isEqualTo(WriteOutcome.CONFLICT);
    assertThat(cluster.desired()).isEqualTo(10);
    assertThat(cluster.changes()).isZero();
  }

  @Test
  void switchesLetTheLoopWrite() {
    SimulatedCluster cluster = cluster(300);
    assertThat(cluster.mayWrite()).isTrue();
    assertThat(cluster.killSwitch(workload)).isEqualTo(KillSwitch.Position.NONE);
  }
}

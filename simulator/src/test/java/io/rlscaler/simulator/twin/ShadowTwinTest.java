package io.rlscaler.simulator.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.observation.UnknownReason;
import io.rlscaler.simulator.workload.FastModel;
import io.rlscaler.simulator.workload.ReplicaLife;
import io.rlscaler.simulator.workload.ReplicaPool;
import io.rlscaler.simulator.workload.ServiceModel;
import io.rlscaler.simulator.workload.ServiceModel.Distribution;
import io.rlscaler.simulator.workload.ServiceModel.Routing;
import io.rlscaler.simulator.workload.StartUpDelay;
import java.time.Instant;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class ShadowTwinTest {
  private static final int TICK = 15;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final ReplicaLife LIFE = ReplicaLife.of(new StartUpDelay(60, .25));
  private static final ServiceModel SERVICE = service(.04);
  private static final TwinSettings SETTINGS = settings(SERVICE);
  private static final Signal UNKNOWN = Signal.unknown(UnknownReason.NO_DATA);

  private static ServiceModel service(double mean) {
    return new ServiceModel(4, mean, .5, Distribution.LOG_NORMAL, Routing.CENTRAL);
  }

  private static TwinSettings settings(ServiceModel service) {
    return new TwinSettings(service, .25, .01, LIFE, 7);
  }

  /** A real workload of the known service, whose replicas follow its rate. */
  private static final class Live {
    private final ReplicaPool pool = new ReplicaPool(LIFE, 8, 7);
    private final FastModel model = FastModel.of(SERVICE, .25);
    private final FastModel.State state = new FastModel.State();
    private int tick;

    /** The next observation, after which the replicas are set for the time until the one after. */
    Observation next() {
      double seconds = START.getEpochSecond() + (double) TICK * tick;
      int ready = pool.ready();
      pool.advanceTo(seconds);
      double rate = 600 + 300 * Math.sin(tick / 60.0);
      model.step(state, rate, Math.max(1, ready), TICK);
      Observation seen =
          new Observation(
              START.plusSeconds((long) TICK * tick),
              pool.desired(),
              pool.ready(),
              false,
              Signal.known(rate),
              Signal.known(1 - state.violationShare()),
              Signal.known(state.utilization()),
              UNKNOWN,
              UNKNOWN);
      tick++;
      pool.scaleTo((int) Math.ceil(rate / 85), seconds);
      return seen;
    }

    int desired() {
      return pool.desired();
    }
  }

  /** Lets a policy that wants some function of the incumbent's replicas run for hours. */
  private static ShadowTwin run(ShadowTwin twin, Live live, IntUnaryOperator policy, int hours) {
    for (int i = 0; i < hours * 3600 / TICK; i++) {
      twin.observe(live.next());
      twin.decide(policy.applyAsInt(live.desired()));
    }
    return twin;
  }

  private static ShadowVerdict.Told told(ShadowTwin twin) {
    assertThat(twin.verdict()).isInstanceOf(ShadowVerdict.Told.class);
    return (ShadowVerdict.Told) twin.verdict();
  }

  @Test
  void theTwinOfThePolicyThatActsShowsNoDifference() {
    ShadowTwin twin = run(new ShadowTwin(SETTINGS, 8), new Live(), n -> n, 12);
    ShadowVerdict.Told verdict = told(twin);
    assertThat(verdict.costDifference()).isZero();
    assertThat(verdict.violationDifference()).isZero();
    // what is left is the half tick that replicas are late in the live workload's own model
    assertThat(verdict.error()).isLessThan(.002);
  }

  @Test
  void halfTheReplicasAreCheaperAndWorse() {
    ShadowVerdict.Told verdict =
        told(run(new ShadowTwin(SETTINGS, 8), new Live(), n -> (n + 1) / 2, 12));
    assertThat(verdict.costDifference()).isCloseTo(-.5, within(.06));
    // a queue that never drains
    assertThat(verdict.violationDifference()).isGreaterThan(.9);
    assertThat(verdict.sentence()).startsWith("Saves 4").contains("violation share +9");
  }

  @Test
  void moreReplicasAreDearerAndNotWorse() {
    ShadowVerdict.Told verdict = told(run(new ShadowTwin(SETTINGS, 8), new Live(), n -> n + 3, 12));
    assertThat(verdict.costDifference()).isBetween(.2, .6);
    assertThat(verdict.violationDifference()).isNegative();
    assertThat(verdict.sentence()).startsWith("Costs ");
  }

  @Test
  void aWrongServiceModelCannotTell() {
    ShadowTwin twin = run(new ShadowTwin(settings(service(.06)), 8), new Live(), n -> n, 12);
    assertThat(twin.verdict().sentence())
        .startsWith("Cannot tell: the model gives the replicas that were ");
  }

  @Test
  void sixHoursAreNeeded() {
    ShadowTwin twin = run(new ShadowTwin(SETTINGS, 8), new Live(), n -> n, 6);
    // the first five minutes do not count
    assertThat(twin.verdict())
        .isEqualTo(new ShadowVerdict.CannotTell("5.9 h of known time, expected 6 h"));
  }

  @Test
  void withoutAGoodRatioItCannotTell() {
    ShadowTwin twin = new ShadowTwin(SETTINGS, 8);
    Live live = new Live();
    for (int i = 0; i < 8 * 3600 / TICK; i++) {
      twin.observe(with(live.next(), true, i % 3 == 0));
      twin.decide(live.desired());
    }
    assertThat(twin.verdict())
        .isEqualTo(
            new ShadowVerdict.CannotTell(
                "the good ratio of 33 % of the requests is known, expected 50 %"));
  }

  private static Observation with(Observation seen, boolean rate, boolean good) {
    return new Observation(
        seen.time(),
        seen.desired(),
        seen.ready(),
        false,
        rate ? seen.arrivalRate() : UNKNOWN,
        good ? seen.goodRatio() : UNKNOWN,
        seen.utilization(),
        UNKNOWN,
        UNKNOWN);
  }

  @Test
  void unknownTimeCountsForNeitherAndNeitherDoesTheWarmUpAfterIt() {
    ShadowTwin twin = new ShadowTwin(SETTINGS, 8);
    Live live = new Live();
    int hour = 3600 / TICK;
    for (int i = 0; i < 9 * hour; i++) {
      boolean gap = i >= 4 * hour && i < 5 * hour;
      twin.observe(with(live.next(), !gap, !gap));
      twin.decide(live.desired());
    }
    ShadowVerdict.Told verdict = told(twin);
    // 9 h less the gap, less 5 min at the beginning and after the gap, less the first tick
    assertThat(verdict.seconds()).isEqualTo(8 * 3600 - 600 - TICK);
    assertThat(verdict.costDifference()).isZero();
    assertThat(verdict.violationDifference()).isZero();
  }

  @Test
  void aGapUpToAMinuteIsBridged() {
    ShadowTwin twin = new ShadowTwin(SETTINGS, 8);
    Live live = new Live();
    for (int i = 0; i < 8 * 3600 / TICK; i++) {
      boolean gap = i % 100 >= 96;
      twin.observe(with(live.next(), !gap, !gap));
      twin.decide(live.desired());
    }
    double known = 8 * 3600 * .96;
    assertThat(told(twin).seconds()).isCloseTo(known, within(400.0));
  }

  @Test
  void thePolicySeesItsOwnReplicasAndQueue() {
    ShadowTwin twin = new ShadowTwin(SETTINGS, 8);
    Live live = new Live();
    Observation seen = live.next();
    twin.observe(seen);
    assertThat(twin.policyView(seen).utilization().isKnown()).isFalse();
    twin.decide(4);
    for (int i = 0; i < 20; i++) {
      seen = live.next();
      twin.observe(seen);
    }
    Observation view = twin.policyView(seen);
    assertThat(view.desired()).isEqualTo(4);
    assertThat(view.ready()).isEqualTo(4);
    assertThat(view.arrivalRate()).isEqualTo(seen.arrivalRate());
    // 600 requests/s and more on 400
    assertThat(view.utilization().orElse(0)).isCloseTo(1, within(1e-9));
    assertThat(view.goodRatio().orElse(1)).isLessThan(.1);
    assertThat(view.queueLength().orElse(0)).isGreaterThan(1000);
  }

  @Test
  void aSnapshotGoesOnWhereItWasTaken() {
    Live live = new Live();
    ShadowTwin before = run(new ShadowTwin(SETTINGS, 8), live, n -> n + 3, 12);
    ShadowTwin.Snapshot snapshot = before.snapshot();
    ShadowTwin after = ShadowTwin.restore(SETTINGS, snapshot);
    assertThat(after.verdict()).isEqualTo(before.verdict());
    assertThat(after.snapshot().blocks()).isEqualTo(snapshot.blocks());
    run(after, live, n -> n + 3, 12);
    ShadowVerdict.Told verdict = told(after);
    assertThat(verdict.seconds()).isEqualTo(24 * 3600 - 600 - 2 * TICK);
    assertThat(verdict.costDifference()).isCloseTo(told(before).costDifference(), within(.02));
  }

  @Test
  void longRunsKeepTheirTotalsInFewBlocks() {
    ShadowTwin twin = run(new ShadowTwin(SETTINGS, 8), new Live(), n -> n, 24 * 7);
    assertThat(twin.snapshot().blocks()).hasSizeLessThanOrEqualTo(64);
    assertThat(told(twin).seconds()).isCloseTo(24 * 7 * 3600 - 300 - TICK, within(1e-3));
  }

  @Test
  void anObservationOfThePastIsLeftOut() {
    ShadowTwin twin = new ShadowTwin(SETTINGS, 8);
    Live live = new Live();
    Observation first = live.next();
    twin.observe(first);
    twin.observe(live.next());
    ShadowTwin.Snapshot snapshot = twin.snapshot();
    twin.observe(first);
    assertThat(twin.snapshot()).isEqualTo(snapshot);
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatThrownBy(() -> new TwinSettings(SERVICE, 0, .01, LIFE, 1))
        .hasMessage("latency is 0.0 s, expected a positive time");
    assertThatThrownBy(() -> new TwinSettings(SERVICE, .25, 1, LIFE, 1))
        .hasMessage("budget is 1.0, expected between 0 and 1");
    assertThatThrownBy(() -> new ShadowTwin(SETTINGS, 8).decide(3))
        .hasMessageContaining("expected an observation first");
    assertThatThrownBy(() -> new ShadowTwin.Snapshot(1800, List.of(), 2, 1))
        .hasMessage("0 blocks, expected 1 to 64");
    assertThatThrownBy(() -> new ShadowTwin.Snapshot(1800, List.of(TwinSums.NONE), 2, 3))
        .hasMessageContaining("2 replicas desired and 3 ready");
  }
}

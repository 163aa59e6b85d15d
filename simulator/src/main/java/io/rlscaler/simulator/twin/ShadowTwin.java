package io.rlscaler.simulator.twin;

import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.observation.UnknownReason;
import io.rlscaler.simulator.workload.FastModel;
import io.rlscaler.simulator.workload.ReplicaPool;
import java.util.List;

/**
 * Runs a policy that does not act beside a live workload. Both runs get the real arrivals: one has
 * the incumbent's real replicas, and its distance from the measured good ratio is the twin's error;
 * the other has those that the policy would have asked for, with their own start-up times.
 *
 * <p>Per tick: {@link #observe} what is real, show the policy {@link #policyView}, and tell what it
 * wants with {@link #decide}. While the arrival rate is unknown nothing counts; after a minute of
 * that both queues begin anew, and the first five minutes do not count. Between two ticks the
 * replicas are for one half those of the earlier and for the other those of the later one, for both
 * runs alike. No tick allocates more than the view. Not thread-safe.
 */
public final class ShadowTwin {
  private static final double LONGEST_STEP_SECONDS = 5;
  private static final double WARM_UP_SECONDS = 300;
  private static final double LONGEST_GAP_SECONDS = 60;

  /** Ticks farther apart do not say what was between them. */
  private static final double LONGEST_TICK_SECONDS = 180;

  private final TwinSettings settings;
  private final TwinQueue incumbent;
  private final TwinQueue policy;
  private final ReplicaPool pool;
  private final TwinLedger ledger = new TwinLedger();
  private int restoredDesired;
  private boolean started;
  private long lastMillis;
  private int lastReady;
  private double warm;
  private double gap;

  /**
   * All that a twin has to remember over a restart; queues begin anew.
   *
   * @param blockSeconds length of a full block [s]
   * @param blocks sums per block of known time, oldest first, at most 64
   * @param policyDesired replicas that the policy asked for
   * @param policyReady those of them that serve
   */
  public record Snapshot(
      double blockSeconds, List<TwinSums> blocks, int policyDesired, int policyReady) {
    /** Copies the list and checks the ranges. */
    public Snapshot {
      blocks = List.copyOf(blocks);
      if (blocks.isEmpty() || blocks.size() > TwinLedger.MOST_BLOCKS) {
        throw new IllegalArgumentException(
            blocks.size() + " blocks, expected 1 to " + TwinLedger.MOST_BLOCKS);
      }
      if (!(blockSeconds >= TwinLedger.FIRST_BLOCK_SECONDS)
          || policyReady < 0
          || policyDesired < policyReady) {
        throw new IllegalArgumentException(
            "blocks of %s s, %d replicas desired and %d ready, expected %s s or more and 0 <= ready"
                    .formatted(
                        blockSeconds, policyDesired, policyReady, TwinLedger.FIRST_BLOCK_SECONDS)
                + " <= desired");
      }
    }
  }

  /**
   * A twin that has seen nothing.
   *
   * @param replicas that the policy begins with, all ready: those of the incumbent
   */
  public ShadowTwin(TwinSettings settings, int replicas) {
    this.settings = settings;
    FastModel model = FastModel.of(settings.service(), settings.latencySeconds());
    incumbent = new TwinQueue(model);
    policy = new TwinQueue(model);
    pool = new ReplicaPool(settings.life(), replicas, settings.seed());
  }

  /** A twin that goes on where a snapshot was taken; pending replicas start again. */
  public static ShadowTwin restore(TwinSettings settings, Snapshot snapshot) {
    ShadowTwin twin = new ShadowTwin(settings, snapshot.policyReady());
    twin.ledger.restore(snapshot.blockSeconds(), snapshot.blocks());
    twin.restoredDesired = snapshot.policyDesired();
    return twin;
  }

  /** What survives a restart. */
  public Snapshot snapshot() {
    return new Snapshot(ledger.blockSeconds(), ledger.blocks(), pool.desired(), pool.ready());
  }

  /**
   * Serves the time since the last observation in both runs. Observations of the same time or an
   * earlier one are left out.
   */
  public void observe(Observation seen) {
    long millis = seen.time().toEpochMilli();
    if (!started) {
      begin(seen, millis);
      return;
    }
    double seconds = (millis - lastMillis) / 1000.0;
    if (seconds <= 0) {
      return;
    }
    int policyServed = serving();
    pool.advanceTo(millis / 1000.0);
    if (seen.arrivalRate() instanceof Signal.Known rate && seconds <= LONGEST_TICK_SECONDS) {
      gap = 0;
      serve(seen, rate.value(), seconds, policyServed);
    } else {
      skip(seconds);
    }
    lastMillis = millis;
    lastReady = seen.ready();
  }

  private void begin(Observation seen, long millis) {
    started = true;
    lastMillis = millis;
    lastReady = seen.ready();
    pool.scaleTo(Math.max(restoredDesired, pool.desired()), millis / 1000.0);
  }

  private void serve(Observation seen, double rate, double seconds, int policyServed) {
    int steps = (int) Math.ceil(seconds / LONGEST_STEP_SECONDS);
    double h = seconds / steps;
    boolean counting = warm >= WARM_UP_SECONDS;
    boolean known = seen.goodRatio().isKnown();
    // what was removed was removed at the beginning
    int incumbentReady = Math.min(lastReady, seen.desired());
    for (int i = 0; i < steps; i++) {
      boolean early = 2 * i < steps;
      incumbent.step(rate, early ? incumbentReady : seen.ready(), h, counting, known);
      policy.step(rate, early ? policyServed : serving(), h, counting, known);
    }
    warm += seconds;
    if (counting) {
      count(seen, rate * seconds, seconds);
    }
    collect();
  }

  /** The model knows whole replicas of one speed: as many as work like those that serve. */
  private int serving() {
    int rounded = (int) Math.rint(pool.effectiveReady());
    return Math.max(rounded, Math.min(1, pool.ready()));
  }

  private void count(Observation seen, double requests, double seconds) {
    ledger.add(TwinLedger.SECONDS, seconds);
    ledger.add(TwinLedger.REQUESTS, requests);
    ledger.add(TwinLedger.INCUMBENT_REPLICA_SECONDS, seen.desired() * seconds);
    ledger.add(TwinLedger.POLICY_REPLICA_SECONDS, pool.desired() * seconds);
    if (seen.goodRatio() instanceof Signal.Known good) {
      ledger.add(TwinLedger.MEASURED_REQUESTS, requests);
      ledger.add(TwinLedger.MEASURED_VIOLATIONS, requests * (1 - good.value()));
    }
  }

  private void collect() {
    ledger.add(TwinLedger.INCUMBENT_VIOLATIONS, incumbent.takeViolations());
    ledger.add(TwinLedger.MODELLED_VIOLATIONS, incumbent.takeMeasuredViolations());
    ledger.add(TwinLedger.POLICY_VIOLATIONS, policy.takeViolations());
    ledger.turn();
  }

  private void skip(double seconds) {
    boolean bridged = gap <= LONGEST_GAP_SECONDS;
    gap += seconds;
    if (bridged && gap > LONGEST_GAP_SECONDS) {
      incumbent.interrupt();
      policy.interrupt();
      collect();
      warm = 0;
    }
  }

  /**
   * The workload as the policy would see it, had it acted: real arrivals, its own replicas and
   * queue. To be taken after {@link #observe} of the same observation.
   */
  public Observation policyView(Observation seen) {
    Signal none = Signal.unknown(UnknownReason.NO_DATA);
    boolean served = seen.arrivalRate().isKnown() && warm > 0;
    return new Observation(
        seen.time(),
        pool.desired(),
        pool.ready(),
        false,
        seen.arrivalRate(),
        served ? Signal.known(policy.goodRatio()) : none,
        served ? Signal.known(policy.utilization()) : none,
        none,
        served ? Signal.known(policy.backlog()) : none);
  }

  /**
   * Sets the replicas that the policy wants from the last observation on.
   *
   * @param replicas not negative
   */
  public void decide(int replicas) {
    if (!started) {
      throw new IllegalStateException("nothing was observed yet, expected an observation first");
    }
    pool.scaleTo(replicas, lastMillis / 1000.0);
  }

  /** What the comparison says so far. */
  public ShadowVerdict verdict() {
    return ShadowVerdict.of(ledger.blocks(), settings.budget());
  }
}

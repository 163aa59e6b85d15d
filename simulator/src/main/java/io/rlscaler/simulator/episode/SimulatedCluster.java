package io.rlscaler.simulator.episode;

import io.rlscaler.engine.Decision;
import io.rlscaler.engine.DecisionSink;
import io.rlscaler.engine.MetricReader;
import io.rlscaler.engine.ReplicaWriter;
import io.rlscaler.engine.SafetySwitches;
import io.rlscaler.engine.Workload;
import io.rlscaler.engine.WriteOutcome;
import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.safety.KillSwitch;
import io.rlscaler.engine.safety.Reason;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.workload.FastModel;
import io.rlscaler.simulator.workload.ReplicaPool;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A cluster with one workload that serves a trace: the engine's ports on one side, a queue model
 * and the pool of replicas on the other.
 *
 * <p>What it shows is what metrics would show, see {@link OperatorView}. While the trace is unknown
 * all signals are, nothing arrives, the replicas live on, and nothing is scored.
 */
final class SimulatedCluster
    implements MetricReader, ReplicaWriter, DecisionSink, SafetySwitches, InstantSource {
  /** While replicas change, so that a new one counts soon after it is ready. */
  private static final long CHANGING_STEP_MILLIS = 5000;

  private final Trace trace;
  private final ClusterQueue queue;
  private final ReplicaPool pool;
  private final StepLog log = new StepLog();
  private final OperatorView view;
  private final List<Reason> reasons = new ArrayList<>();
  private final long longestStepMillis;
  private long nowMillis;
  private int changes;

  /** A cluster at time zero with so many ready replicas. */
  SimulatedCluster(Scenario scenario, Trace trace, int initialReplicas, QueueModel model) {
    this.trace = trace;
    // a step is scored when the next one begins, and must be by the time that metrics show it
    longestStepMillis =
        scenario.metricLag().toMillis() >= FastModel.LONGEST_STEP_MILLIS
            ? FastModel.LONGEST_STEP_MILLIS
            : CHANGING_STEP_MILLIS;
    pool = new ReplicaPool(scenario.life(), initialReplicas, scenario.seed());
    view = new OperatorView(scenario, log);
    queue =
        model == QueueModel.FAST
            ? new FastQueue(scenario, log)
            : new RequestQueue(scenario, log, pool);
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(nowMillis);
  }

  @Override
  public List<Optional<Observation>> read(List<Workload> group, Instant now) {
    return List.of(Optional.of(view.at(nowMillis, pool.desired(), pool.ready())));
  }

  @Override
  public WriteOutcome write(Workload workload, Decision decision) {
    if (decision.from() != pool.desired()) {
      return WriteOutcome.CONFLICT;
    }
    pool.scaleTo(decision.to(), nowMillis / 1000.0);
    changes++;
    return WriteOutcome.WRITTEN;
  }

  @Override
  public void record(
      Workload workload, Observation observation, Decision decision, WriteOutcome outcome) {
    reasons.add(decision.reason());
  }

  @Override
  public boolean mayWrite() {
    return true;
  }

  @Override
  public KillSwitch.Position killSwitch(Workload workload) {
    return KillSwitch.Position.NONE;
  }

  /** Serves the trace until a time. */
  void advanceTo(long millis) {
    while (nowMillis < millis) {
      long traceStep = trace.step().toMillis();
      long nextTraceStep = (nowMillis / traceStep + 1) * traceStep;
      long end = Math.min(millis, Math.min(nextTraceStep, nowMillis + longestStepMillis));
      pool.advanceTo(nowMillis / 1000.0);
      if (pool.mayChangeBefore(end / 1000.0)) {
        end = Math.min(end, nowMillis + CHANGING_STEP_MILLIS);
      }
      step((int) (end - nowMillis));
      nowMillis = end;
    }
  }

  private void step(int lengthMillis) {
    double rate = trace.rateAt(nowMillis / 1000.0).orElse(Double.NaN);
    double arrivals = Double.isNaN(rate) ? 0 : rate;
    log.add(nowMillis, lengthMillis, rate, pool.desired(), pool.ready(), serving());
    queue.step(arrivals);
  }

  /** The fast model knows whole replicas of one speed only: as many as work like the ready ones. */
  private int serving() {
    int rounded = (int) Math.rint(pool.effectiveReady());
    return Math.max(rounded, Math.min(1, pool.ready()));
  }

  /** Scores what is left. */
  void finish() {
    queue.finish();
  }

  /** The latencies of a finished episode. */
  EpisodeLatency latency() {
    return queue.latency();
  }

  StepLog log() {
    return log;
  }

  /** The reasons of the decisions so far, one per tick. */
  List<Reason> reasons() {
    return reasons;
  }

  int changes() {
    return changes;
  }

  int desired() {
    return pool.desired();
  }

  int ready() {
    return pool.ready();
  }
}

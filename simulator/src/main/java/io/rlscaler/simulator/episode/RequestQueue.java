package io.rlscaler.simulator.episode;

import io.rlscaler.simulator.episode.EpisodeResult.Latency;
import io.rlscaler.simulator.workload.LatencyHistogram;
import io.rlscaler.simulator.workload.ReadyReplicas;
import io.rlscaler.simulator.workload.ReplicaPool;
import io.rlscaler.simulator.workload.RequestLevelModel;
import java.util.OptionalDouble;

/**
 * The queue request by request. The rate in the log becomes that of the requests which did arrive.
 * A step is scored once the objective's latency has passed since its end: what is still open then
 * is late, whatever becomes of it.
 */
final class RequestQueue implements ClusterQueue {
  private static final long REQUEST_STREAM = 0x3C6EF372FE94F82BL;

  private final StepLog log;
  private final ReplicaPool pool;
  private final RequestLevelModel model;
  private final double latencyMillis;
  private int scored;

  RequestQueue(Scenario scenario, StepLog log, ReplicaPool pool) {
    this.log = log;
    this.pool = pool;
    latencyMillis = 1000 * scenario.latencySeconds();
    model =
        new RequestLevelModel(
            scenario.workload(), scenario.latencySeconds(), scenario.seed() ^ REQUEST_STREAM);
  }

  @Override
  public void step(double arrivalRate) {
    int step = log.size() - 1;
    ReadyReplicas replicas =
        new ReadyReplicas(pool.ready(), pool.warming(), pool.takeCrashesOfReady());
    model.step(arrivalRate, replicas, log.seconds(step));
    if (log.isKnown(step)) {
      log.count(step, model.arrivals(step));
    }
    log.measure(model.utilization(), model.backlog(), model.inFlight());
    for (; log.endMillis(scored) + latencyMillis <= log.endMillis(step); scored++) {
      score(scored);
    }
  }

  @Override
  public void finish() {
    model.finish();
    for (; scored < log.size(); scored++) {
      score(scored);
    }
  }

  private void score(int step) {
    int late = model.violations(step) + model.open(step);
    log.score(step, late == 0 ? 0 : (double) late / model.arrivals(step));
  }

  /** Those of the whole episode; the model does not keep them apart by time. */
  @Override
  public EpisodeLatency latency() {
    Latency overall = quantiles(model.latencies());
    return new EpisodeLatency() {
      @Override
      public Latency overall() {
        return overall;
      }

      @Override
      public Latency ofPeriod(int period) {
        return UNKNOWN;
      }
    };
  }

  private static Latency quantiles(LatencyHistogram latencies) {
    return latencies.count() == 0
        ? EpisodeLatency.UNKNOWN
        : new Latency(
            OptionalDouble.of(latencies.quantile(.5)),
            OptionalDouble.of(latencies.quantile(.95)),
            OptionalDouble.of(latencies.quantile(.99)));
  }
}

package io.rlscaler.operator.explain;

import io.rlscaler.engine.Decision;
import io.rlscaler.engine.DecisionSink;
import io.rlscaler.engine.Workload;
import io.rlscaler.engine.WorkloadId;
import io.rlscaler.engine.WriteOutcome;
import io.rlscaler.engine.forecast.Forecaster;
import io.rlscaler.engine.observation.Observation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The last decisions of every scaler, in bounded memory. Thread-safe. */
public final class DecisionJournal implements DecisionSink {
  /** Decisions kept of each scaler unless told otherwise. */
  public static final int DEFAULT_DEPTH = 50;

  private final int depth;
  private final Map<WorkloadId, DecisionRing> rings = new ConcurrentHashMap<>();

  /** An empty journal of {@value #DEFAULT_DEPTH} decisions for each scaler. */
  public DecisionJournal() {
    this(DEFAULT_DEPTH);
  }

  /**
   * An empty journal.
   *
   * @param depth decisions to keep of each scaler, at least 1; each takes about 300 bytes
   */
  public DecisionJournal(int depth) {
    if (depth < 1) {
      throw new IllegalArgumentException("depth: found " + depth + ", expected at least 1");
    }
    this.depth = depth;
  }

  @Override
  public void record(
      Workload workload, Observation observation, Decision decision, WriteOutcome outcome) {
    Forecaster forecaster = workload.state().forecaster();
    rings
        .computeIfAbsent(workload.id(), id -> new DecisionRing(depth))
        .add(observation, decision, outcome, forecaster.load(), forecaster.growth());
  }

  /** Drops what is kept of a scaler; to be called after its last tick. */
  public void forget(WorkloadId id) {
    rings.remove(id);
  }

  /**
   * The document {@code rlscaler.explain/v1} of a scaler in UTF-8, decisions newest first; empty
   * when nothing was decided for it here.
   */
  public Optional<byte[]> explain(WorkloadId id) {
    return decisions(id).map(decisions -> ExplainDocument.write(id, decisions));
  }

  Optional<List<ExplainedDecision>> decisions(WorkloadId id) {
    return Optional.ofNullable(rings.get(id)).map(DecisionRing::newestFirst);
  }
}

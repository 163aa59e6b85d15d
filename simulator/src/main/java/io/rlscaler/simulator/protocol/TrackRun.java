package io.rlscaler.simulator.protocol;

import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.HpaSettings;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.evaluation.Cell;
import io.rlscaler.simulator.evaluation.CellResult;
import io.rlscaler.simulator.evaluation.CellTimeline;
import io.rlscaler.simulator.evaluation.ControllerRun;
import io.rlscaler.simulator.evaluation.FrontPoint;
import io.rlscaler.simulator.evaluation.SeedRun;
import io.rlscaler.simulator.tuning.Calibration;
import io.rlscaler.simulator.tuning.Family;
import io.rlscaler.simulator.tuning.HindsightSearch;
import io.rlscaler.simulator.tuning.PastCalibration;
import io.rlscaler.simulator.tuning.Replays;
import io.rlscaler.simulator.tuning.Search;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The protocol on one trace with one start-up time: every family is searched in hindsight and
 * calibrated on the past once for all objectives; then all controllers run with the same seeds.
 */
final class TrackRun {
  private static final List<String> DRAWN =
      List.of(ControllerRun.HPA_PAST, ControllerRun.POLICY_CALIBRATED, ControllerRun.ORACLE);

  private final EvaluationPlan plan;
  private final EvaluationPlan.Track track;
  private final double auditRequestsPerRow;
  private final Work work;
  private final ScoredTrace trace;
  private final OfferedLoad load;
  private final Map<RowKey, Row> rows = new LinkedHashMap<>();

  TrackRun(
      EvaluationPlan plan, EvaluationPlan.Track track, double auditRequestsPerRow, Work work) {
    this.plan = plan;
    this.track = track;
    this.auditRequestsPerRow = auditRequestsPerRow;
    this.work = work;
    trace = track.input().trace();
    load = OfferedLoad.of(trace.trace(), plan.scenario());
  }
}

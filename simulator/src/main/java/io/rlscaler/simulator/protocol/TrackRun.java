package io.rlscaler.simulator.protocol;

import io.rlscaler.simulator.bound.BoundResult;
import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.DaySums;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.evaluation.Cell;
import io.rlscaler.simulator.evaluation.CellResult;
import io.rlscaler.simulator.evaluation.CellTimeline;
import io.rlscaler.simulator.evaluation.ControllerRun;
import io.rlscaler.simulator.evaluation.SeedRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;

/**
 * The protocol on one trace with one start-up time: the settings are found once for all objectives;
 * then all controllers run with the same seeds. A controller that has the same settings under two
 * objectives runs once.
 */
final class TrackRun {
  private static final List<String> DRAWN =
      List.of(ControllerRun.HPA_PAST, ControllerRun.POLICY_CALIBRATED, ControllerRun.ORACLE);

  private final EvaluationPlan plan;
  private final EvaluationPlan.Track track;
  private final double auditRequestsPerRow;
  private final Path cache;
  private final Work.OfTrack work;
  private final OfferedLoad load;

  /**
   * A run of one track.
   *
   * @param auditRequestsPerRow requests that the audit of one row may simulate
   * @param cache directory of runs of searches from before
   */
  TrackRun(
      EvaluationPlan plan,
      EvaluationPlan.Track track,
      double auditRequestsPerRow,
      Path cache,
      Work.OfTrack work) {
    this.plan = plan;
    this.cache = cache;
    this.track = track;
    this.auditRequestsPerRow = auditRequestsPerRow;
    this.work = work;
    load = OfferedLoad.of(track.input().trace().trace(), plan.scenario());
  }

  /**
   * What runs once.
   *
   * @param setup the controller
   * @param goodRatio that is promised, empty where the controller does not see it
   */
  private record RowKey(ControllerSetup setup, Optional<Double> goodRatio) {}

  /** Rows of documents that share one run. */
  private record Shared(RowKey key, double goodRatio, String name, int count) {}

  TrackResult run() {
    Field field = new Field(plan, track, load, cache, work);
    // one thread computes bounds while the others search
    ForkJoinTask<List<BoundResult>> bounding = ForkJoinTask.adapt(field::bounds).fork();
    field.search();
    List<BoundResult> bounds = bounding.join();
    List<List<Entrant>> entrants =
        IntStream.range(0, plan.objectives().size())
            .mapToObj(i -> field.entrants(i, bounds.get(i)))
            .toList();
    Map<RowKey, Row> rows = score(entrants);
    List<CellResult> cells = new ArrayList<>();
    List<CellTimeline> timelines = new ArrayList<>();
    for (int i = 0; i < entrants.size(); i++) {
      Map<Entrant, Row> cell = ofCell(entrants.get(i), plan.objectives().get(i), rows);
      cells.add(result(plan.objectives().get(i), cell, bounds.get(i), field));
      timelines.add(timeline(cell(plan.objectives().get(i)), cell));
    }
    return new TrackResult(cells, timelines);
  }

  /** The rows of one cell, in the order of its controllers. */
  private static Map<Entrant, Row> ofCell(
      List<Entrant> entrants, double goodRatio, Map<RowKey, Row> rows) {
    Map<Entrant, Row> cell = new LinkedHashMap<>();
    entrants.forEach(
        entrant -> cell.put(entrant, Objects.requireNonNull(rows.get(key(entrant, goodRatio)))));
    return cell;
  }

  private CellResult result(
      double goodRatio, Map<Entrant, Row> rows, BoundResult bound, Field field) {
    List<ControllerRun> runs = new ArrayList<>();
    rows.forEach((entrant, row) -> runs.add(run(entrant, row)));
    SeedRun any = runs.get(0).seeds().get(0);
    return new CellResult(
        cell(goodRatio),
        runs,
        bound.boundReplicaSeconds(),
        bound.primalReplicaSeconds(),
        field.hpaFront(),
        any.days().stream().mapToDouble(DaySums::seconds).sum());
  }

  private static RowKey key(Entrant entrant, double goodRatio) {
    return new RowKey(
        entrant.setup(), entrant.seesObjective() ? Optional.of(goodRatio) : Optional.empty());
  }

  private Map<RowKey, Row> score(List<List<Entrant>> entrants) {
    Map<RowKey, Shared> shared = new LinkedHashMap<>();
    for (int i = 0; i < entrants.size(); i++) {
      double goodRatio = plan.objectives().get(i);
      for (Entrant entrant : entrants.get(i)) {
        shared.merge(
            key(entrant, goodRatio),
            new Shared(key(entrant, goodRatio), goodRatio, entrant.name(), 1),
            (first, again) ->
                new Shared(first.key(), first.goodRatio(), first.name(), first.count() + 1));
      }
    }
    work.begin("scoring");
    List<Row> rows = shared.values().parallelStream().map(this::row).toList();
    Map<RowKey, Row> result = new HashMap<>();
    int next = 0;
    for (RowKey key : shared.keySet()) {
      result.put(key, rows.get(next++));
    }
    return result;
  }

  private Row row(Shared shared) {
    String identity = track.label() + ", " + shared.goodRatio() + ", " + shared.name();
    Row row =
        Row.run(
            plan.world(track.startUp(), shared.goodRatio()),
            load,
            shared.key().setup(),
            plan.scoringSeeds(),
            track.input().trace().pastSeconds(),
            shared.count() * auditRequestsPerRow,
            plan.scenario().seed() + ((long) identity.hashCode() << 20));
    work.done(shared.count() * plan.seeds() * Work.SCORING);
    return row;
  }

  private Cell cell(double goodRatio) {
    ScoredTrace trace = track.input().trace();
    return new Cell(
        trace.trace().name(),
        trace.source(),
        track.startUp(),
        goodRatio,
        trace.kind() == ScoredTrace.Kind.CALIBRATED);
  }

  private static ControllerRun run(Entrant entrant, Row row) {
    return new ControllerRun(
        entrant.name(),
        entrant.tuned(),
        entrant.setup().settings(),
        row.seeds(),
        row.audit(),
        entrant.edge(),
        entrant.remarks());
  }

  private CellTimeline timeline(Cell cell, Map<Entrant, Row> rows) {
    double capacity = plan.scenario().service().capacity();
    Map<String, List<Integer>> replicas = new LinkedHashMap<>();
    rows.forEach(
        (entrant, row) -> {
          if (DRAWN.contains(entrant.name())) {
            replicas.put(entrant.name(), row.desired().replicas());
          }
        });
    DesiredReplicas first = rows.values().iterator().next().desired();
    List<Double> inReplicas = first.rates().stream().map(rate -> rate / capacity).toList();
    return new CellTimeline(cell, first.seconds(), inReplicas, replicas);
  }
}

package io.rlscaler.simulator.protocol;

import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.evaluation.CellResult;
import io.rlscaler.simulator.evaluation.CellTimeline;
import io.rlscaler.simulator.evaluation.Evaluation;
import io.rlscaler.simulator.evaluation.EvaluationSetup;
import io.rlscaler.simulator.evaluation.Exclusion;
import io.rlscaler.simulator.evaluation.TraceFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;

/**
 * Runs an evaluation: every trace with every start-up time, one after the other, each on all
 * threads. Equal plans give equal numbers, whatever the number of threads and however often the run
 * was interrupted.
 */
public final class Protocol {
  /** Controllers of a cell; each is a row of the audit. */
  private static final int CONTROLLERS = 10;

  private final EvaluationPlan plan;
  private final TrackStore store;
  private final int threads;
  private final Progress progress;

  /**
   * A run that has not begun.
   *
   * @param partial directory for finished traces
   * @param resume whether those of an earlier run of the same plan are reused
   * @param threads to run on, at least 1
   */
  public Protocol(
      EvaluationPlan plan, Path partial, boolean resume, int threads, Progress progress) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: found " + threads + ", expected 1 or more");
    }
    this.plan = plan;
    store = new TrackStore(partial, resume);
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Runs what is not yet finished.
   *
   * @throws IOException if a finished trace cannot be stored or read
   */
  public Evaluation run() throws IOException {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(this::runHere).get();
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static IOException failure(ExecutionException failure) {
    Throwable cause = failure.getCause();
    while (cause instanceof RuntimeException && cause.getCause() instanceof IOException) {
      cause = cause.getCause();
    }
    if (cause instanceof IOException io) {
      return io;
    }
    throw new IllegalStateException("the evaluation failed", cause);
  }

  private Evaluation runHere() {
    List<EvaluationPlan.Track> tracks = plan.tracks();
    double rows = (double) tracks.size() * plan.objectives().size() * CONTROLLERS;
    double perRow = plan.auditRequests() / rows;
    double steps = tracks.stream().mapToDouble(Protocol::seconds).sum();
    Work work = new Work(progress, Work.of(plan) * steps);
    List<CellResult> cells = new ArrayList<>();
    List<CellResult> seasonal = new ArrayList<>();
    List<CellTimeline> timelines = new ArrayList<>();
    for (EvaluationPlan.Track track : tracks) {
      TrackResult result = result(track, perRow, work);
      boolean fast = track.input().trace().kind() != ScoredTrace.Kind.SEASONAL;
      (fast ? cells : seasonal).addAll(result.cells());
      timelines.addAll(result.timelines());
    }
    return new Evaluation(setup(), facts(), cells, seasonal, exclusions(), timelines);
  }

  private static double seconds(EvaluationPlan.Track track) {
    return track.input().trace().trace().length().toMillis() / 1000.0;
  }

  private TrackResult result(EvaluationPlan.Track track, double perRow, Work work) {
    String trace = track.input().trace().trace().name();
    String key = TrackStore.key(plan, track, perRow);
    try {
      Optional<TrackResult> stored = store.read(key);
      if (stored.isPresent()) {
        work.skip(seconds(track), Work.of(plan));
        progress.finished(trace, track.startUp(), true);
        return stored.get();
      }
      TrackResult result =
          store.write(key, new TrackRun(plan, track, perRow, store.replays(), work).run());
      progress.finished(trace, track.startUp(), false);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EvaluationSetup setup() {
    return new EvaluationSetup(
        plan.policyLabel(),
        plan.policy().digest(),
        plan.scoringSeeds(),
        plan.tuningSeeds(),
        plan.scenario().objective().pricePerReplicaHour(),
        ScenarioWords.of(plan.scenario()),
        plan.codeVersion());
  }

  private List<TraceFacts> facts() {
    List<TraceFacts> facts = new ArrayList<>();
    Scenario scenario = plan.scenario();
    for (EvaluationPlan.Input input : plan.inputs()) {
      ScoredTrace trace = input.trace();
      facts.add(
          new TraceFacts(
              trace.trace().name(),
              trace.source(),
              input.digest(),
              trace.trace().step(),
              trace.past(),
              trace.scored(),
              OfferedLoad.of(trace.trace(), scenario).clippedShare()));
    }
    return facts;
  }

  private List<Exclusion> exclusions() {
    List<Exclusion> exclusions = new ArrayList<>();
    for (EvaluationPlan.Input input : plan.inputs()) {
      ScoredTrace trace = input.trace();
      String name = trace.trace().name();
      switch (trace.kind()) {
        case CALIBRATED -> {
          // takes part in everything
        }
        case UNCALIBRATED ->
            exclusions.add(
                new Exclusion(
                    name,
                    "its past of %d min is shorter than %d h, so nothing was calibrated on it"
                        .formatted(trace.past().toMinutes(), ScoredTrace.LEAST_PAST.toHours())));
        case SEASONAL ->
            exclusions.add(
                new Exclusion(
                    name,
                    "its step of %d min says nothing about reactions within minutes"
                        .formatted(trace.trace().step().toMinutes())));
      }
    }
    return exclusions;
  }
}

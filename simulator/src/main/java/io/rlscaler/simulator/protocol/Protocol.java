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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * Runs an evaluation: every trace with every start-up time, two at a time on all threads, so that
 * one has work while the other waits for its last run. Equal plans give equal numbers, whatever the
 * number of threads and however often the run was interrupted.
 */
public final class Protocol {
  /** Controllers of a cell; each is a row of the audit. */
  static final int CONTROLLERS = 10;

  private static final int TRACKS_AT_A_TIME = 2;

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
    List<EvaluationPlan.Track> tracks = plan.tracks();
    Lanes lanes = new Lanes(tracks);
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      CompletionService<Void> running = new ExecutorCompletionService<>(pool);
      for (int lane = 0; lane < TRACKS_AT_A_TIME; lane++) {
        running.submit(lanes);
      }
      for (int lane = 0; lane < TRACKS_AT_A_TIME; lane++) {
        running.take().get();
      }
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      lanes.stop();
      pool.shutdownNow();
    }
    return evaluation(tracks, lanes.results());
  }

  /** Hands out the tracks in order to whoever runs it; after a failure none any more. */
  private final class Lanes implements Callable<Void> {
    private final List<EvaluationPlan.Track> tracks;
    private final AtomicReferenceArray<TrackResult> results;
    private final AtomicInteger next = new AtomicInteger();
    private final Work work;
    private final double auditRequestsPerRow;

    Lanes(List<EvaluationPlan.Track> tracks) {
      this.tracks = tracks;
      results = new AtomicReferenceArray<>(tracks.size());
      double seconds = tracks.stream().mapToDouble(Protocol::seconds).sum();
      work = new Work(progress, Work.of(plan) * seconds);
      double rows = (double) tracks.size() * plan.objectives().size() * CONTROLLERS;
      auditRequestsPerRow = plan.auditRequests() / rows;
    }

    @Override
    public Void call() throws IOException {
      try {
        for (int i = next.getAndIncrement(); i < tracks.size(); i = next.getAndIncrement()) {
          results.set(i, result(tracks.get(i), auditRequestsPerRow, work));
        }
      } catch (IOException | RuntimeException | Error e) {
        stop();
        throw e;
      }
      return null;
    }

    void stop() {
      next.set(tracks.size());
    }

    List<TrackResult> results() {
      return IntStream.range(0, tracks.size()).mapToObj(results::get).toList();
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

  private Evaluation evaluation(List<EvaluationPlan.Track> tracks, List<TrackResult> results) {
    List<CellResult> cells = new ArrayList<>();
    List<CellResult> seasonal = new ArrayList<>();
    List<CellTimeline> timelines = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      ScoredTrace.Kind kind = tracks.get(i).input().trace().kind();
      (kind == ScoredTrace.Kind.SEASONAL ? seasonal : cells).addAll(results.get(i).cells());
      timelines.addAll(results.get(i).timelines());
    }
    return new Evaluation(setup(), facts(), cells, seasonal, exclusions(), timelines);
  }

  private static double seconds(EvaluationPlan.Track track) {
    return track.input().trace().trace().length().toMillis() / 1000.0;
  }

  private TrackResult result(EvaluationPlan.Track track, double perRow, Work work)
      throws IOException {
    String trace = track.input().trace().trace().name();
    Work.OfTrack own = work.track(track.label(), seconds(track));
    String key = TrackStore.key(plan, track, perRow);
    Optional<TrackResult> stored = store.read(key);
    if (stored.isPresent()) {
      own.skip(Work.of(plan));
      progress.finished(trace, track.startUp(), true);
      return stored.get();
    }
    TrackResult result =
        store.write(key, new TrackRun(plan, track, perRow, store.replays(), own).run());
    progress.finished(trace, track.startUp(), false);
    return result;
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

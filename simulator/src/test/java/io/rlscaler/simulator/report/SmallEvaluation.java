package io.rlscaler.simulator.report;

import io.rlscaler.engine.Objective;
import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicyRejectedException;
import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.Episode;
import io.rlscaler.simulator.episode.EpisodeResult;
import io.rlscaler.simulator.episode.HpaSettings;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.episode.TimelineStep;
import io.rlscaler.simulator.evaluation.Audit;
import io.rlscaler.simulator.evaluation.Cell;
import io.rlscaler.simulator.evaluation.CellResult;
import io.rlscaler.simulator.evaluation.CellTimeline;
import io.rlscaler.simulator.evaluation.ControllerRun;
import io.rlscaler.simulator.evaluation.Evaluation;
import io.rlscaler.simulator.evaluation.EvaluationSetup;
import io.rlscaler.simulator.evaluation.Exclusion;
import io.rlscaler.simulator.evaluation.FrontPoint;
import io.rlscaler.simulator.evaluation.SeedRun;
import io.rlscaler.simulator.evaluation.TraceFacts;
import io.rlscaler.simulator.trace.SyntheticTraces;
import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * An evaluation of real episodes on two short synthetic traces. Simpler than the protocol: the
 * bound is the load at full utilization, nothing is calibrated, and the audit is made up, because
 * only what is shown matters here.
 */
final class SmallEvaluation {
  private static final List<Long> SEEDS = List.of(1L, 2L);
  private static final Duration LENGTH = Duration.ofHours(9);
  private static final double PAST_SECONDS = 3 * 3600;

  private final OnnxPolicy policy;
  private final List<CellResult> cells = new ArrayList<>();
  private final List<CellTimeline> timelines = new ArrayList<>();

  private SmallEvaluation(OnnxPolicy policy) {
    this.policy = policy;
  }

  static Evaluation run() {
    List<Trace> traces =
        List.of(
            SyntheticTraces.burst(extent(), 3),
            Trace.of("one & <only>", Duration.ofMinutes(1), diurnal()));
    try {
      PolicyArtifact artifact = PolicyArtifact.builtin("headroom-v1");
      try (OnnxPolicy policy =
          OnnxPolicy.load(artifact.contract(), artifact.model(), artifact.digest())) {
        return new SmallEvaluation(policy).evaluation(traces);
      }
    } catch (PolicyRejectedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SyntheticTraces.Extent extent() {
    return new SyntheticTraces.Extent(LENGTH, Duration.ofMinutes(1), 1000);
  }

  private static double[] diurnal() {
    Trace trace = SyntheticTraces.diurnal(extent(), 3);
    return IntStream.range(0, trace.size()).mapToDouble(trace::rate).toArray();
  }

  private Evaluation evaluation(List<Trace> traces) {
    for (Trace trace : traces) {
      OfferedLoad load = OfferedLoad.of(trace, Scenario.DEFAULT);
      Map<Integer, Ran> hpas = new TreeMap<>();
      for (int target : List.of(40, 60, 80, 95)) {
        hpas.put(target, run(Scenario.DEFAULT, load, hpa(target)));
      }
      cell(load, 0.999, hpas);
      cell(load, 0.99, hpas);
    }
    return new Evaluation(
        new EvaluationSetup(
            "headroom-v1",
            policy.digest(),
            SEEDS,
            List.of(101L),
            OptionalDouble.of(0.04),
            Map.of("slots per replica", "4"),
            "0.1.0"),
        traces.stream().map(SmallEvaluation::facts).toList(),
        cells,
        List.of(),
        List.of(new Exclusion("hourly", "a step of 1 h is above five minutes")),
        timelines);
  }

  private static TraceFacts facts(Trace trace) {
    return new TraceFacts(
        trace.name(),
        "synthetic",
        "sha256:0123456789abcdef",
        trace.step(),
        Duration.ofSeconds((long) PAST_SECONDS),
        LENGTH.minusSeconds((long) PAST_SECONDS),
        0.001);
  }

  /** A setup with what it led to. */
  private record Ran(ControllerSetup setup, List<SeedRun> seeds, List<TimelineStep> timeline) {
    double replicaSeconds() {
      return seeds.stream().mapToDouble(SeedRun::replicaSeconds).average().orElseThrow();
    }

    double share() {
      return seeds.stream().mapToDouble(SeedRun::violationShare).average().orElseThrow();
    }
  }

  private void cell(OfferedLoad load, double objective, Map<Integer, Ran> hpas) {
    Trace trace = load.trace();
    Cell cell =
        new Cell(trace.name(), "synthetic", Duration.ofMinutes(1), objective, objective < 0.999);
    Scenario scenario =
        Scenario.DEFAULT.withObjective(Objective.of(Duration.ofMillis(250), objective));
    Map<String, Ran> named = new LinkedHashMap<>();
    named.put(ControllerRun.HPA_DEFAULT, Objects.requireNonNull(hpas.get(80)));
    named.put(ControllerRun.HPA_PAST, Objects.requireNonNull(hpas.get(60)));
    named.put(ControllerRun.HPA_TUNED, best(hpas, cell.budget()));
    named.put(
        ControllerRun.POLICY_CALIBRATED,
        run(scenario, load, ControllerSetup.Policy.withDefaults("headroom-v1", policy)));
    List<ControllerRun> runs =
        named.entrySet().stream().map(run -> run(run.getKey(), run.getValue())).toList();
    double bound = bound(load, scenario);
    cells.add(new CellResult(cell, runs, bound, 1.02 * bound, front(hpas), scored()));
    Map<String, List<TimelineStep>> drawn = new LinkedHashMap<>();
    named.forEach((name, ran) -> drawn.put(name, ran.timeline()));
    drawn.keySet().retainAll(List.of(ControllerRun.HPA_PAST, ControllerRun.POLICY_CALIBRATED));
    timelines.add(CellTimeline.of(cell, scenario.service().capacity(), drawn));
  }

  private static ControllerSetup hpa(int target) {
    return new ControllerSetup.Hpa(HpaSettings.DEFAULT.withTarget(target));
  }

  private static double scored() {
    return LENGTH.toSeconds() - PAST_SECONDS;
  }

  private static Ran best(Map<Integer, Ran> tried, double budget) {
    return tried.values().stream()
        .filter(run -> run.share() <= budget)
        .min(Comparator.comparingDouble(Ran::replicaSeconds))
        .orElseGet(() -> Objects.requireNonNull(tried.get(40)));
  }

  private static List<FrontPoint> front(Map<Integer, Ran> tried) {
    return tried.values().stream()
        .map(run -> new FrontPoint(run.share(), run.replicaSeconds()))
        .toList();
  }

  private static double bound(OfferedLoad load, Scenario scenario) {
    Trace trace = load.trace();
    double sum = 0;
    for (int i = (int) (PAST_SECONDS / trace.stepSeconds()); i < trace.size(); i++) {
      double needed = trace.rate(i) / scenario.service().capacity();
      sum += Math.max(scenario.min(), needed) * trace.stepSeconds();
    }
    return sum;
  }

  private static ControllerRun run(String name, Ran ran) {
    double share = ran.share();
    Optional<Audit> audit =
        name.equals(ControllerRun.HPA_DEFAULT)
            ? Optional.empty()
            : Optional.of(
                new Audit(
                    Math.min(1, 1.05 * share), share, Math.min(1, 1.1 * share + 1e-4), 30, share));
    return new ControllerRun(
        name,
        name.endsWith("-tuned"),
        ran.setup().settings(),
        ran.seeds(),
        audit,
        name.equals(ControllerRun.HPA_TUNED),
        List.of());
  }

  private static Ran run(Scenario scenario, OfferedLoad load, ControllerSetup setup) {
    List<SeedRun> seeds = new ArrayList<>();
    List<TimelineStep> timeline = List.of();
    for (long seed : SEEDS) {
      try (Episode episode = new Episode(scenario.withSeed(seed), load, setup)) {
        while (!episode.isFinished()) {
          episode.step();
        }
        EpisodeResult result = episode.result();
        timeline = result.timeline();
        seeds.add(seed(seed, episode, result));
      }
    }
    return new Ran(
        setup, seeds, timeline.stream().filter(step -> step.seconds() >= PAST_SECONDS).toList());
  }

  private static SeedRun seed(long seed, Episode episode, EpisodeResult result) {
    return new SeedRun(
        seed,
        episode.days(PAST_SECONDS),
        result.score().replicaChanges(),
        result.latency().p50(),
        result.latency().p95(),
        result.latency().p99());
  }
}

package io.rlscaler.trainer.learning;

import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicySettings;
import io.rlscaler.simulator.bound.BoundResult;
import io.rlscaler.simulator.bound.ClairvoyantBound;
import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.DaySums;
import io.rlscaler.simulator.episode.Episode;
import io.rlscaler.simulator.episode.HpaSettings;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.protocol.ScoredTrace;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.workload.StartUpDelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Scores candidates on pieces of traces that nothing is learned from: by the share of the gap
 * between an HPA tuned in hindsight and the clairvoyant bound that they close at equal violations,
 * their strictness being chosen in hindsight as well.
 *
 * <p>It selects among candidates of one training. As the best of several looks is taken on the very
 * same pieces, what it says of the best one is optimistic.
 */
final class Validation {
  private static final List<Double> STRICTNESS = List.of(5.0, 50.0, 500.0, 5000.0);
  private static final List<Double> MARGINS = List.of(0.0, .1, .3, .8, 2.0);
  private static final List<Double> FLOORS = List.of(0.0, .4, .8);

  private static final int PLACES = 50;

  /** Share of the cells that a setting for an unknown service has to keep. */
  private static final double MOST = 0.75;

  /** Share of a piece that only makes the history that controllers need. */
  private static final double WARM_UP = 0.3;

  private final List<Cell> cells;
  private final List<Double> goodRatios;

  /** A piece of a trace under one start-up time, with what the best HPA and the bound cost. */
  private record Cell(
      Scenario scenario, OfferedLoad load, List<Double> bounds, List<OptionalDouble> hpa) {}

  /**
   * What a candidate is worth.
   *
   * @param gapClosed pooled over all cells; one without a strictness that keeps the objective
   *     counts as its best HPA at most
   * @param kept share of the cells in which some strictness keeps the objective
   * @param safeEnough the first setting that keeps the first objective in most of the cells in
   *     which any does
   */
  record Score(double gapClosed, double kept, int safeEnough) {}

  private Validation(List<Cell> cells, List<Double> goodRatios) {
    this.cells = cells;
    this.goodRatios = goodRatios;
  }

  /**
   * Cuts the pieces, tunes the HPA on each and finds its bounds.
   *
   * @param traces of which those with long steps are left out
   * @param steps decisions per candidate and strictness, spread over all pieces
   */
  static Validation prepare(
      List<Trace> traces, List<Duration> startUps, List<Double> goodRatios, int steps) {
    List<Trace> usable =
        traces.stream()
            .filter(trace -> trace.step().compareTo(ScoredTrace.LONGEST_STEP) <= 0)
            .toList();
    if (usable.isEmpty()) {
      throw new IllegalArgumentException(
          "validation: found %d traces, none with a step of at most %s, expected one"
              .formatted(traces.size(), ScoredTrace.LONGEST_STEP));
    }
    Duration period = Scenario.DEFAULT.period();
    Duration piece = period.multipliedBy(Math.max(1, steps / (usable.size() * startUps.size())));
    List<Cell> cells =
        usable.stream()
            .flatMap(trace -> startUps.stream().map(startUp -> scenario(trace, startUp, piece)))
            .toList()
            .parallelStream()
            .map(drawn -> cell(drawn.scenario(), drawn.load(), goodRatios))
            .toList();
    return new Validation(cells, goodRatios);
  }

  private record Drawn(Scenario scenario, OfferedLoad load) {}

  /** The busiest piece, as an idle one tells nothing. */
  private static Drawn scenario(Trace trace, Duration startUp, Duration length) {
    Scenario scenario =
        Scenario.DEFAULT.withStartUp(
            new StartUpDelay(startUp.toMillis() / 1000.0, Scenario.START_UP_SIGMA));
    OfferedLoad whole = OfferedLoad.of(trace, scenario);
    Duration used = length.compareTo(trace.length()) < 0 ? length : trace.length();
    Trace busiest = whole.trace().between(Duration.ZERO, used);
    for (int i = 1; i <= PLACES; i++) {
      Duration from = trace.length().minus(used).multipliedBy(i).dividedBy(PLACES);
      Duration begin = trace.step().multipliedBy(from.dividedBy(trace.step()));
      Trace piece = whole.trace().between(begin, begin.plus(used));
      busiest = load(piece) > load(busiest) ? piece : busiest;
    }
    return new Drawn(scenario, new OfferedLoad(busiest, 0));
  }

  private static double load(Trace trace) {
    return trace.mean() * trace.knownSteps() / trace.size();
  }

  private static Cell cell(Scenario scenario, OfferedLoad load, List<Double> goodRatios) {
    ClairvoyantBound bound = new ClairvoyantBound(scenario, load, warmUp(load));
    List<Double> bounds = new ArrayList<>();
    List<OptionalDouble> hpa = new ArrayList<>();
    List<Front.Point> runs =
        IntStream.rangeClosed(6, 19)
            .mapToObj(i -> HpaSettings.DEFAULT.withTarget(5 * i))
            .flatMap(settings -> FLOORS.stream().map(f -> new ControllerSetup.Hpa(settings, f)))
            .map(setup -> play(scenario, load, setup))
            .toList();
    for (double goodRatio : goodRatios) {
      BoundResult result = bound.bound(scenario.startUp().medianSeconds(), 1 - goodRatio);
      bounds.add(result.boundReplicaSeconds());
      hpa.add(front(runs, result.boundReplicaSeconds()).costAt(1 - goodRatio));
    }
    return new Cell(scenario, load, bounds, hpa);
  }

  private static double warmUp(OfferedLoad load) {
    return WARM_UP * load.trace().length().toMillis() / 1000.0;
  }

  /** Cost in replica-seconds and violation share behind the warm-up. */
  private static Front.Point play(Scenario scenario, OfferedLoad load, ControllerSetup setup) {
    try (Episode episode = new Episode(scenario, load, setup)) {
      episode.finish();
      double cost = 0;
      double requests = 0;
      double violating = 0;
      for (DaySums day : episode.days(warmUp(load))) {
        cost += day.replicaSeconds();
        requests += day.requests();
        violating += day.violatingRequests();
      }
      return new Front.Point(cost, requests > 0 ? violating / requests : 0);
    }
  }

  private static Front front(List<Front.Point> runs, double bound) {
    return Front.of(
        runs.stream()
            .map(run -> new Front.Point(run.cost() / bound, run.violationShare()))
            .toList());
  }

  /** Settings with which a candidate is played, the least safe one first. */
  static List<PolicySettings> settings() {
    return MARGINS.stream()
        .flatMap(
            margin ->
                STRICTNESS.stream()
                    .map(
                        strictness ->
                            PolicySettings.of(strictness, margin, PolicySettings.DEFAULT.limits())))
        .toList();
  }

  /** Plays a candidate on all pieces with all settings. */
  Score score(OnnxPolicy policy) {
    return score(
        settings().stream()
            .<ControllerSetup>map(pinned -> new ControllerSetup.Policy("candidate", policy, pinned))
            .toList());
  }

  /** Plays a controller on all pieces with several settings, the least safe one first. */
  Score score(List<ControllerSetup> settings) {
    List<Front.Point> scores =
        IntStream.range(0, cells.size() * settings.size())
            .parallel()
            .mapToObj(
                i -> {
                  Cell cell = cells.get(i / settings.size());
                  return play(cell.scenario(), cell.load(), settings.get(i % settings.size()));
                })
            .toList();
    return judge(scores, settings.size());
  }

  private Score judge(List<Front.Point> scores, int settings) {
    double closed = 0;
    double gap = 0;
    int kept = 0;
    for (int cell = 0; cell < cells.size(); cell++) {
      List<Front.Point> runs = scores.subList(cell * settings, (cell + 1) * settings);
      for (int i = 0; i < goodRatios.size(); i++) {
        OptionalDouble cost =
            front(runs, cells.get(cell).bounds().get(i)).costAt(1 - goodRatios.get(i));
        OptionalDouble hpa = cells.get(cell).hpa().get(i);
        kept += cost.isPresent() ? 1 : 0;
        if (hpa.isPresent()) {
          gap += hpa.getAsDouble() - 1;
          closed += cost.isPresent() ? hpa.getAsDouble() - cost.getAsDouble() : 0;
        }
      }
    }
    double all = cells.size() * goodRatios.size();
    return new Score(gap > 0 ? closed / gap : 0, kept / all, safeEnough(scores, settings));
  }

  private int safeEnough(List<Front.Point> scores, int settings) {
    double budget = 1 - goodRatios.get(0);
    int keepable = 0;
    int[] keeps = new int[settings];
    for (int cell = 0; cell < cells.size(); cell++) {
      boolean any = false;
      for (int i = 0; i < settings; i++) {
        boolean kept = scores.get(cell * settings + i).violationShare() <= budget;
        keeps[i] += kept ? 1 : 0;
        any |= kept;
      }
      keepable += any ? 1 : 0;
    }
    for (int i = 0; i < settings; i++) {
      if (keeps[i] >= MOST * keepable) {
        return i;
      }
    }
    return settings - 1;
  }
}

package io.rlscaler.simulator.protocol;

import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.episode.ServedSteps;
import io.rlscaler.simulator.evaluation.Audit;
import io.rlscaler.simulator.workload.RequestLevelModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Replays windows of a row's scored episodes request by request, with the replicas that were ready
 * in them.
 *
 * <p>A replay begins some time before its window, with the requests that waited by the fast model
 * then; service times are short against that time. Behind the window nothing arrives any more,
 * which changes nothing for those who arrived in it.
 */
final class RowAudit {
  private static final double WINDOW_SECONDS = 60;
  private static final double WARM_IN_SECONDS = 60;

  /** A queue that has not drained by then is served by the last replicas. */
  private static final double DRAIN_SECONDS = 1800;

  private final Scenario scenario;
  private final List<ServedSteps> episodes;
  private final List<AuditWindow> windows = new ArrayList<>();
  private double requests;

  /**
   * The windows of a row.
   *
   * @param fromSeconds where scoring begins
   */
  RowAudit(Scenario scenario, List<ServedSteps> episodes, double fromSeconds) {
    this.scenario = scenario;
    this.episodes = List.copyOf(episodes);
    for (int i = 0; i < episodes.size(); i++) {
      addWindows(i, fromSeconds);
    }
  }

  private void addWindows(int episode, double fromSeconds) {
    ServedSteps steps = episodes.get(episode);
    int first = steps.firstFrom(fromSeconds);
    while (first < steps.size()) {
      int behind = steps.firstFrom(steps.start(first) + WINDOW_SECONDS);
      double arrived = 0;
      double violations = 0;
      for (int i = first; i < behind; i++) {
        arrived += steps.requests(i);
        violations += steps.violations(i);
      }
      if (arrived > 0) {
        double cost = arrived;
        for (int i = warmIn(steps, first); i < first; i++) {
          cost += steps.requests(i);
        }
        windows.add(new AuditWindow(episode, first, behind, arrived, violations, cost));
        requests += arrived;
      }
      first = behind;
    }
  }

  /** The step at which a replay begins. */
  private static int warmIn(ServedSteps steps, int first) {
    return steps.firstFrom(steps.start(first) - WARM_IN_SECONDS);
  }

  /**
   * Replays as much as a budget allows; empty if that is too little to say anything.
   *
   * @param budget requests that may be simulated
   * @param seed of the choice of windows and of all requests
   */
  Optional<Audit> run(double budget, long seed) {
    AuditSample sample = AuditSample.draw(windows, budget, seed);
    if (!sample.isUsable()) {
      return Optional.empty();
    }
    List<AuditWindow> chosen = new ArrayList<>(sample.certain());
    sample.drawn().forEach(draw -> chosen.add(draw.window()));
    SplittableRandom seeds = new SplittableRandom(seed);
    long[] replaySeeds = seeds.longs(chosen.size()).toArray();
    double[] violations =
        IntStream.range(0, chosen.size())
            .parallel()
            .mapToDouble(i -> replay(chosen.get(i), replaySeeds[i]))
            .toArray();
    return Optional.of(AuditEstimate.of(sample, violations, requests));
  }

  /** The violations in a window by the request-level model. */
  private double replay(AuditWindow window, long seed) {
    ServedSteps steps = episodes.get(window.episode());
    RequestLevelModel model =
        new RequestLevelModel(scenario.service(), scenario.latencySeconds(), seed);
    int from = warmIn(steps, window.from());
    for (int i = from; i < window.to(); i++) {
      double waiting = i == from && i > 0 ? steps.backlog(i - 1) / steps.seconds(i) : 0;
      model.step(steps.rate(i) + waiting, steps.serving(i), steps.seconds(i));
    }
    int wanted = window.to() - from;
    double end = steps.start(window.to() - 1) + DRAIN_SECONDS;
    for (int i = window.to();
        i < steps.size() && steps.start(i) < end && model.settledSteps() < wanted;
        i++) {
      model.step(0, steps.serving(i), steps.seconds(i));
    }
    model.finish();
    double violations = 0;
    for (int i = window.from() - from; i < wanted; i++) {
      violations += model.violations(i);
    }
    return violations;
  }
}

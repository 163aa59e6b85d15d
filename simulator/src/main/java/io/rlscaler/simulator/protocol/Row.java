package io.rlscaler.simulator.protocol;

import io.rlscaler.engine.Controller;
import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.Episode;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.episode.ServedSteps;
import io.rlscaler.simulator.evaluation.Audit;
import io.rlscaler.simulator.evaluation.SeedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a controller did on the scored part with every seed.
 *
 * @param seeds one run each
 * @param audit by the request-level model
 * @param desired replicas asked for with the first seed
 */
record Row(List<SeedRun> seeds, Optional<Audit> audit, DesiredReplicas desired) {
  Row {
    seeds = List.copyOf(seeds);
  }

  /**
   * Runs a controller over the whole trace, so that it knows the past when scoring begins.
   *
   * @param fromSeconds where scoring begins
   * @param auditRequests requests that the audit may simulate
   * @param auditSeed of the audit
   */
  static Row run(
      Scenario world,
      OfferedLoad load,
      ControllerSetup setup,
      List<Long> seeds,
      double fromSeconds,
      double auditRequests,
      long auditSeed) {
    List<Scored> scored =
        batches(setup, seeds).parallelStream()
            .flatMap(batch -> score(world, load, setup, batch, fromSeconds).stream())
            .toList();
    List<ServedSteps> served = scored.stream().map(Scored::steps).toList();
    Optional<Audit> audit = new RowAudit(world, served, fromSeconds).run(auditRequests, auditSeed);
    return new Row(
        scored.stream().map(Scored::run).toList(),
        audit,
        DesiredReplicas.of(served.get(0), fromSeconds, world.period().toMillis() / 1000.0));
  }

  private record Scored(SeedRun run, ServedSteps steps) {}

  /** Seeds that run side by side: of a policy all, which share their inferences. */
  private static List<List<Long>> batches(ControllerSetup setup, List<Long> seeds) {
    return setup.controller() instanceof Controller.Learned
        ? List.of(seeds)
        : seeds.stream().map(List::of).toList();
  }

  private static List<Scored> score(
      Scenario world,
      OfferedLoad load,
      ControllerSetup setup,
      List<Long> seeds,
      double fromSeconds) {
    List<Episode> episodes =
        seeds.stream().map(seed -> new Episode(world.withSeed(seed), load, setup)).toList();
    Episode.finishTogether(episodes);
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < seeds.size(); i++) {
      try (Episode episode = episodes.get(i)) {
        scored.add(score(world, seeds.get(i), episode, fromSeconds));
      }
    }
    return scored;
  }

  private static Scored score(Scenario world, long seed, Episode episode, double fromSeconds) {
    ServedSteps steps = episode.served();
    LatencyScan latency =
        LatencyScan.of(steps, fromSeconds, world.service(), world.latencySeconds(), seed);
    SeedRun run =
        new SeedRun(
            seed,
            episode.days(fromSeconds),
            changes(steps, fromSeconds),
            latency.p50(),
            latency.p95(),
            latency.p99());
    return new Scored(run, steps);
  }

  private static int changes(ServedSteps steps, double fromSeconds) {
    int changes = 0;
    for (int i = Math.max(1, steps.firstFrom(fromSeconds)); i < steps.size(); i++) {
      changes += steps.desired(i) == steps.desired(i - 1) ? 0 : 1;
    }
    return changes;
  }
}

package io.rlscaler.simulator.episode;

import io.rlscaler.engine.ControlLoop;
import io.rlscaler.engine.Controller;
import io.rlscaler.engine.Deliberation;
import io.rlscaler.engine.Mode;
import io.rlscaler.engine.Workload;
import io.rlscaler.engine.WorkloadId;
import io.rlscaler.engine.WorkloadSpec;
import io.rlscaler.engine.WorkloadState;
import io.rlscaler.engine.policy.PolicyRegistry;
import io.rlscaler.engine.safety.SafetyLimits;
import io.rlscaler.simulator.trace.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One controller on one load, decision by decision: the engine's own {@link ControlLoop} drives a
 * simulated cluster. Deterministic: equal arguments give equal numbers.
 *
 * <p>Every controller starts with the same ready replicas: as many as run the first known rate at
 * 60 %; a static one and an oracle with their own count. Not thread-safe.
 */
public final class Episode implements AutoCloseable {
  private static final double INITIAL_UTILIZATION = 0.6;

  /** Decisions in one episode: a year and a half at 15 s, and what a log of them may cost. */
  private static final long MOST_DECISIONS = 3_000_000;

  private final Scenario scenario;
  private final OfferedLoad load;
  private final ControllerSetup setup;
  private final QueueModel model;
  private final SimulatedCluster cluster;
  private final ControlLoop loop;
  private final List<Workload> group;
  private final long endMillis;
  private long nowMillis;
  private int datedTaken = 1;

  /**
   * An episode on the fast model before its first decision.
   *
   * @throws IllegalArgumentException if the load is too long, or the ranges of scenario and HPA
   *     contradict each other
   */
  public Episode(Scenario scenario, OfferedLoad load, ControllerSetup setup) {
    this(scenario, load, setup, QueueModel.FAST);
  }

  /**
   * An episode before its first decision.
   *
   * @param model that serves the requests
   * @throws IllegalArgumentException if the load is too long, or the ranges of scenario and HPA
   *     contradict each other
   */
  public Episode(Scenario scenario, OfferedLoad load, ControllerSetup setup, QueueModel model) {
    this.model = model;
    this.scenario =
        scenario.withRange(
            setup.baseline().min().orElse(scenario.min()),
            setup.baseline().max().orElse(scenario.max()));
    this.load = load;
    this.setup = setup;
    endMillis = load.trace().length().toMillis();
    requireBounded();
    cluster = new SimulatedCluster(this.scenario, load.trace(), initialReplicas(), model);
    PolicyRegistry registry = new PolicyRegistry();
    if (initial() instanceof ControllerSetup.Policy policy) {
      registry.put(
          ControllerSetup.POLICY_NAME, new PolicyRegistry.Entry.Loaded(policy.policy(), true));
    }
    loop = new ControlLoop(cluster, cluster, cluster, cluster, registry, cluster);
    group = List.of(workload());
  }

  private Workload workload() {
    WorkloadSpec spec = spec(initial());
    return new Workload(
        new WorkloadId("simulator", load.trace().name()),
        spec,
        asksForForecasts(spec.controller())
            ? new WorkloadState(spec.facts())
            : WorkloadState.withoutForecasts(spec.facts()));
  }

  private static boolean asksForForecasts(Controller controller) {
    return controller instanceof Controller.Learned
        || controller instanceof Controller.FixedHeadroom
        || controller instanceof Controller.FixedSpread;
  }

  private ControllerSetup initial() {
    return setup instanceof ControllerSetup.Dated dated ? dated.dated().get(0).setup() : setup;
  }

  /** Runs an episode to its end, with latencies and timeline. */
  public static EpisodeResult run(Scenario scenario, OfferedLoad load, ControllerSetup setup) {
    try (Episode episode = new Episode(scenario, load, setup)) {
      episode.finish();
      return episode.result();
    }
  }

  /** Runs an episode to its end and keeps the totals only. */
  public static EpisodeScore score(Scenario scenario, OfferedLoad load, ControllerSetup setup) {
    try (Episode episode = new Episode(scenario, load, setup)) {
      episode.finish();
      return episode.score();
    }
  }

  private void requireBounded() {
    long decisions = endMillis / scenario.period().toMillis();
    if (decisions > MOST_DECISIONS) {
      throw new IllegalArgumentException(
          "trace "
              + load.trace().name()
              + ": found "
              + load.trace().length().toDays()
              + " days, which is "
              + decisions
              + " decisions, expected at most "
              + MOST_DECISIONS
              + ": take a part of it, or a longer period");
    }
  }

  private int initialReplicas() {
    if (initial() instanceof ControllerSetup.Static fixed) {
      return clamp(fixed.replicas());
    }
    if (initial() instanceof ControllerSetup.Oracle oracle) {
      return clamp(oracle.schedule().at(Instant.EPOCH));
    }
    Trace trace = load.trace();
    int first = 0;
    while (!trace.isKnown(first)) {
      first++;
    }
    double capacity = scenario.service().capacity() * INITIAL_UTILIZATION;
    return clamp((int) Math.ceil(trace.rate(first) / capacity));
  }

  private int clamp(int replicas) {
    return Math.max(scenario.min(), Math.min(scenario.max(), replicas));
  }

  private WorkloadSpec spec(ControllerSetup current) {
    return new WorkloadSpec(
        Mode.ACTIVE,
        scenario.facts(),
        current.controller(),
        current.baseline().baseline(scenario.min(), scenario.max()),
        SafetyLimits.DEFAULT);
  }

  /** Takes up the settings that are due. */
  private void followDates() {
    if (!(setup instanceof ControllerSetup.Dated all)) {
      return;
    }
    List<DatedSetup> dated = all.dated();
    while (datedTaken < dated.size() && dated.get(datedTaken).fromSeconds() * 1000 <= nowMillis) {
      group.get(0).replaceSpec(spec(dated.get(datedTaken).setup()));
      datedTaken++;
    }
  }

  /** Whether the end of the load is reached. */
  public boolean isFinished() {
    return nowMillis >= endMillis;
  }

  /** Decides once and lets one period pass. */
  public void step() {
    requireUnfinished();
    followDates();
    loop.tick(group);
    pass();
  }

  /**
   * First half of a step whose policy is asked outside the loop, as in training: observes and
   * encodes. The answer goes to the deliberation.
   */
  public Deliberation observe() {
    requireUnfinished();
    followDates();
    return loop.observe(group).get(0);
  }

  /** Second half of such a step: decides, writes, and lets one period pass. */
  public void act(Deliberation deliberation) {
    loop.settle(List.of(deliberation), List.of(deliberation.decide()), cluster.mayWrite());
    pass();
  }

  private void requireUnfinished() {
    if (isFinished()) {
      throw new IllegalStateException("the episode is over, expected one with a decision left");
    }
  }

  private void requireFinished() {
    if (!isFinished()) {
      throw new IllegalStateException("the episode is at " + seconds() + " s, expected its end");
    }
  }

  private void pass() {
    nowMillis = Math.min(endMillis, nowMillis + scenario.period().toMillis());
    cluster.advanceTo(nowMillis);
    if (isFinished()) {
      cluster.finish();
    }
  }

  /** Runs to the end. */
  public void finish() {
    while (!isFinished()) {
      step();
    }
  }

  /**
   * Runs episodes of equally many decisions to their end side by side, so that a policy they have
   * in common is asked once for all of them. Each comes out as it would on its own.
   */
  public static void finishTogether(List<Episode> episodes) {
    Episode first = episodes.get(0);
    while (!first.isFinished()) {
      List<Deliberation> deliberations = new ArrayList<>(episodes.size());
      for (Episode episode : episodes) {
        deliberations.add(episode.observe());
      }
      first.loop.infer(deliberations);
      for (int i = 0; i < episodes.size(); i++) {
        episodes.get(i).act(deliberations.get(i));
      }
    }
    episodes.forEach(Episode::requireFinished);
  }

  /** Seconds since the beginning. */
  public double seconds() {
    return nowMillis / 1000.0;
  }

  /** Replicas asked for now. */
  public int desired() {
    return cluster.desired();
  }

  /** Replicas that serve now. */
  public int ready() {
    return cluster.ready();
  }

  /** What each model step so far served; the newest has no violations before the next. */
  public ServedSteps served() {
    return new ServedSteps(cluster.log());
  }

  /** The totals so far. */
  public EpisodeScore score() {
    return EpisodeScore.of(cluster.log(), cluster.changes(), scenario.objective().budget());
  }

  /**
   * The sums per day of a finished episode, scored from a time on; a day without any known load is
   * left out.
   *
   * @param fromSeconds beginning of day 0, counted from that of the episode [s]; what happened
   *     before is not scored
   */
  public List<DaySums> days(double fromSeconds) {
    requireFinished();
    return DaySums.of(cluster.log(), Math.round(1000 * fromSeconds));
  }

  /**
   * The sums of each hour of a finished episode.
   *
   * @param atSeconds a time at which an hour begins, counted from the beginning of the episode [s]
   */
  public HourlySums hours(double atSeconds) {
    requireFinished();
    return HourlySums.of(cluster.log(), Math.round(1000 * atSeconds));
  }

  /** The result of a finished episode. */
  public EpisodeResult result() {
    requireFinished();
    EpisodeLatency latency = cluster.latency();
    return new EpisodeResult(
        load.trace().name(),
        setup.name(),
        setup.settings(),
        model,
        scenario.seed(),
        score(),
        latency.overall(),
        Timeline.of(cluster.log(), cluster.reasons(), latency, scenario.period().toMillis()));
  }

  @Override
  public void close() {
    loop.close();
  }
}

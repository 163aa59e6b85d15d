package io.rlscaler.trainer.environment;

import io.rlscaler.engine.Objective;
import io.rlscaler.engine.policy.PolicySettings;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.episode.SignalModel;
import io.rlscaler.simulator.protocol.ScoredTrace;
import io.rlscaler.simulator.trace.SyntheticTraces;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.TraceAugmentation;
import io.rlscaler.simulator.workload.ReplicaLife;
import io.rlscaler.simulator.workload.ServiceModel;
import io.rlscaler.simulator.workload.StartUpDelay;
import io.rlscaler.simulator.workload.WorkloadModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Draws worlds to learn in: a piece of a training trace or synthetic traffic, at some size, served
 * by some kind of replicas.
 *
 * <p>A source of many traces is drawn as often as the root of their number, so that no source
 * decides alone what is learned.
 */
public final class WorldSampler {
  private static final double DAY_SECONDS = 86_400;
  private static final double SERVICE_SECONDS = 0.04;
  private static final int MOST_REPLICAS = 200;
  private static final Duration SYNTHETIC_STEP = Duration.ofSeconds(15);
  private static final int SPLICED_STEPS = 60;
  private static final int MOST_DRAWS = 1000;

  /**
   * In a world with more load that cannot be foreseen nothing can be learned: whatever the policy
   * does is drowned by what it cannot help.
   */
  private static final double MOST_SURPRISE = 0.005;

  /** As of a service: only shape counts, the size is drawn apart. */
  private static final double SYNTHETIC_RATE = 1000;

  private final List<List<Trace>> sources;
  private final Range strictness;

  /**
   * Draws from some traces.
   *
   * @param traces with steps of at most five minutes; longer ones say nothing about minutes
   * @param strictness from which each world's weight of violations is drawn
   * @throws IllegalArgumentException if no trace is left
   */
  public WorldSampler(List<Trace> traces, Range strictness) {
    this.strictness = strictness;
    Map<String, List<Trace>> bySource =
        traces.stream()
            .filter(trace -> trace.step().compareTo(ScoredTrace.LONGEST_STEP) <= 0)
            .collect(Collectors.groupingBy(trace -> ScoredTrace.source(trace.name())));
    sources = bySource.keySet().stream().sorted().map(bySource::get).toList();
    if (sources.isEmpty()) {
      throw new IllegalArgumentException(
          "traces: found %d, none with a step of at most %s, expected one"
              .formatted(traces.size(), ScoredTrace.LONGEST_STEP));
    }
  }

  /** A world of a stage. */
  public World draw(Randomisation stage, SplittableRandom random) {
    Scenario scenario = scenario(stage, random);
    PolicySettings settings =
        new PolicySettings(
            strictness.draw(random), 0, pick(stage.holds(), random), 0, OptionalDouble.empty());
    for (int draw = 0; draw < MOST_DRAWS; draw++) {
      Trace traffic = traffic(stage, random);
      // a piece of a trace may be idle, or shorter than a start-up
      if (traffic.quantile(.99) > 0
          && traffic.length().toMillis() > 4000 * scenario.startUp().medianSeconds()) {
        World world = new World(scenario, OfferedLoad.of(traffic, scenario), settings);
        if (PeriodLoads.surpriseShare(world) <= MOST_SURPRISE) {
          return world;
        }
      }
    }
    throw new IllegalArgumentException(
        "traces: found no foreseeable traffic in %d pieces, expected some".formatted(MOST_DRAWS));
  }

  private Trace traffic(Randomisation stage, SplittableRandom random) {
    double days = stage.days().draw(random);
    if (random.nextDouble() < stage.syntheticShare()) {
      List<String> families = List.copyOf(SyntheticTraces.names());
      Duration length = Duration.ofSeconds(Math.round(days * DAY_SECONDS));
      return SyntheticTraces.byName(
          pick(families, random),
          new SyntheticTraces.Extent(length, SYNTHETIC_STEP, SYNTHETIC_RATE),
          random.nextLong());
    }
    List<Trace> source = source(random);
    Trace piece = piece(pick(source, random), days, random);
    return piece.quantile(.99) > 0 ? augmented(piece, stage, source, random) : piece;
  }

  private List<Trace> source(SplittableRandom random) {
    double all = sources.stream().mapToDouble(traces -> Math.sqrt(traces.size())).sum();
    double left = random.nextDouble() * all;
    for (List<Trace> source : sources) {
      left -= Math.sqrt(source.size());
      if (left < 0) {
        return source;
      }
    }
    return sources.get(sources.size() - 1);
  }

  private static Trace piece(Trace trace, double days, SplittableRandom random) {
    int steps = (int) Math.round(days * DAY_SECONDS / trace.stepSeconds());
    if (steps >= trace.size()) {
      return trace;
    }
    int first = random.nextInt(trace.size() - steps + 1);
    double[] rates = new double[steps];
    boolean known = false;
    for (int i = 0; i < steps; i++) {
      rates[i] = trace.isKnown(first + i) ? trace.rate(first + i) : Double.NaN;
      known |= trace.isKnown(first + i);
    }
    rates[0] = known ? rates[0] : 0;
    return Trace.of(
        trace.name(), trace.start().plus(trace.step().multipliedBy(first)), trace.step(), rates);
  }

  private static Trace augmented(
      Trace piece, Randomisation stage, List<Trace> source, SplittableRandom random) {
    double share = stage.augmentedShare();
    Trace trace = piece;
    if (random.nextDouble() < share) {
      trace = TraceAugmentation.timeWarp(trace, random.nextDouble(.1, .6), random.nextLong());
    }
    if (random.nextDouble() < share) {
      double perDay = new Range(1, 12).draw(random);
      double height = new Range(.2, 1.5).draw(random);
      trace = TraceAugmentation.bursts(trace, perDay, height, random.nextLong());
    }
    if (random.nextDouble() < share) {
      List<Trace> others =
          source.stream().filter(other -> other.step().equals(piece.step())).toList();
      Duration pieces = piece.step().multipliedBy(SPLICED_STEPS);
      trace = TraceAugmentation.splice(trace, pick(others, random), pieces, random.nextLong());
    }
    return trace;
  }

  private static Scenario scenario(Randomisation stage, SplittableRandom random) {
    ServiceModel service =
        new ServiceModel(
            pick(stage.slots(), random),
            SERVICE_SECONDS,
            pick(stage.variations(), random),
            ServiceModel.Distribution.LOG_NORMAL,
            ServiceModel.Routing.CENTRAL);
    double latency = pick(stage.latencies(), random) * SERVICE_SECONDS;
    return new Scenario(
        WorkloadModel.of(service, life(stage, random)),
        Objective.of(
            Duration.ofNanos(Math.round(latency * 1e9)),
            goodRatio(stage, service, latency, random)),
        stage.replicasAtP99().draw(random),
        signals(stage, random),
        Scenario.DEFAULT.period(),
        1 + random.nextInt(2),
        MOST_REPLICAS,
        random.nextLong());
  }

  /** A promise that the bare service time can keep. */
  private static double goodRatio(
      Randomisation stage, ServiceModel service, double latency, SplittableRandom random) {
    double drawn = pick(stage.goodRatios(), random);
    double bare = service.exceedance(latency);
    return Math.min(drawn, 1 - 12 * bare);
  }

  private static ReplicaLife life(Randomisation stage, SplittableRandom random) {
    double startUp = stage.startUpSeconds().draw(random);
    ReplicaLife life = ReplicaLife.of(new StartUpDelay(startUp, Scenario.START_UP_SIGMA));
    if (random.nextDouble() >= stage.troubledShare()) {
      return life;
    }
    return new ReplicaLife(
        life.startUp(),
        life.warmUp(),
        life.drainSeconds(),
        new ReplicaLife.Shortage(new Range(.2, 4).draw(random), new Range(60, 600).draw(random)),
        new Range(.01, .3).draw(random));
  }

  private static SignalModel signals(Randomisation stage, SplittableRandom random) {
    return new SignalModel(
        Duration.ZERO,
        Optional.empty(),
        Duration.ofMillis(Math.round(1000 * stage.lagSeconds().draw(random))),
        stage.noise() * random.nextDouble(),
        stage.dropouts() * random.nextDouble());
  }

  private static <T> T pick(List<T> values, SplittableRandom random) {
    return values.get(random.nextInt(values.size()));
  }
}

package io.rlscaler.simulator.protocol;

import io.rlscaler.engine.Objective;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.workload.StartUpDelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * What an evaluation is asked to do. Everything that could make it fail is checked here, before
 * hours of work.
 *
 * @param inputs the traces, at least one, by distinct names
 * @param policyLabel the artifact for people
 * @param policy loaded; stays open
 * @param scenario the world; its start-up time and good ratio are replaced by those below, its seed
 *     is the first of the scoring seeds
 * @param startUps median start-up times, at least one
 * @param objectives good ratios, at least one
 * @param seeds number of paired simulation seeds, 2 to 100
 * @param auditRequests requests that the request-level audit may simulate in all
 * @param codeVersion of this program; results of another one are not reused
 */
public record EvaluationPlan(
    List<Input> inputs,
    String policyLabel,
    OnnxPolicy policy,
    Scenario scenario,
    List<Duration> startUps,
    List<Double> objectives,
    int seeds,
    double auditRequests,
    String codeVersion) {

  /** Between scoring and tuning seeds, so that they never meet. */
  private static final long TUNING_OFFSET = 1_000_000;

  private static final int TUNING_SEEDS = 3;
  private static final int MOST_SEEDS = 100;

  /**
   * A trace.
   *
   * @param trace cut for the protocol
   * @param digest of its file, as {@code sha256:...}
   */
  public record Input(ScoredTrace trace, String digest) {}

  /** Checks the ranges, and that every trace can be run in every scenario. */
  public EvaluationPlan {
    inputs = List.copyOf(inputs);
    startUps = List.copyOf(startUps);
    objectives = List.copyOf(objectives);
    requireSome("traces", inputs);
    requireSome("start-ups", startUps);
    requireSome("objectives", objectives);
    requireDistinct("start-ups", startUps);
    requireDistinct("objectives", objectives);
    requireDistinct("traces", inputs.stream().map(input -> input.trace().trace().name()).toList());
    if (seeds < 2 || seeds > MOST_SEEDS) {
      throw new IllegalArgumentException("seeds: found " + seeds + ", expected 2 to " + MOST_SEEDS);
    }
    if (!(auditRequests >= 0 && Double.isFinite(auditRequests))) {
      throw new IllegalArgumentException(
          "audit: found " + auditRequests + " requests, expected 0 or more");
    }
    for (Duration startUp : startUps) {
      for (double objective : objectives) {
        world(scenario, startUp, objective);
      }
    }
    for (Input input : inputs) {
      startUps.forEach(startUp -> requireLonger(input.trace(), startUp));
      OfferedLoad.of(input.trace().trace(), scenario);
    }
  }

  private static void requireSome(String name, List<?> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException(name + ": found none, expected at least one");
    }
  }

  private static void requireDistinct(String name, List<?> values) {
    Set<Object> distinct = new HashSet<>();
    for (Object value : values) {
      if (!distinct.add(value)) {
        throw new IllegalArgumentException(name + ": found " + value + " twice");
      }
    }
  }

  private static void requireLonger(ScoredTrace trace, Duration startUp) {
    if (trace.scored().compareTo(startUp) <= 0) {
      throw new IllegalArgumentException(
          "trace %s: found %s s behind its first third, expected more than the start-up time of %s s"
              .formatted(
                  trace.trace().name(),
                  trace.scored().toMillis() / 1000.0,
                  startUp.toMillis() / 1000.0));
    }
  }

  private static Scenario world(Scenario scenario, Duration startUp, double objective) {
    Objective promised = scenario.objective();
    return scenario
        .withStartUp(new StartUpDelay(startUp.toMillis() / 1000.0, scenario.startUp().sigma()))
        .withObjective(
            new Objective(
                promised.latency(), objective, promised.window(), promised.pricePerReplicaHour()));
  }

  /** The world of a cell, with the first scoring seed. */
  Scenario world(Duration startUp, double objective) {
    return world(scenario, startUp, objective);
  }

  /** Seeds of the runs that are scored. */
  public List<Long> scoringSeeds() {
    return LongStream.range(0, seeds).map(i -> scenario.seed() + i).boxed().toList();
  }

  /** Seeds of the runs that settings are chosen by: the first to search, all to confirm. */
  public List<Long> tuningSeeds() {
    return LongStream.range(0, TUNING_SEEDS)
        .map(i -> scenario.seed() + TUNING_OFFSET + i)
        .boxed()
        .toList();
  }

  /** One track per trace and start-up time, in the order of the plan. */
  List<Track> tracks() {
    List<Track> tracks = new ArrayList<>();
    for (Input input : inputs) {
      for (Duration startUp : startUps) {
        tracks.add(new Track(input, startUp));
      }
    }
    return tracks;
  }

  /**
   * What is searched, calibrated and scored together.
   *
   * @param input the trace
   * @param startUp median start-up time
   */
  record Track(Input input, Duration startUp) {
    String label() {
      return input.trace().trace().name() + ", start-up " + startUp.toMillis() / 1000.0 + " s";
    }
  }
}

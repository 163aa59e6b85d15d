package io.rlscaler.simulator.episode;

import io.rlscaler.engine.Objective;
import io.rlscaler.engine.WorkloadFacts;
import io.rlscaler.simulator.workload.ReplicaLife;
import io.rlscaler.simulator.workload.ServiceModel;
import io.rlscaler.simulator.workload.StartUpDelay;
import io.rlscaler.simulator.workload.WorkloadModel;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The world of an episode, apart from its traffic and its controller.
 *
 * @param workload what decides what becomes of a request: service, life of replicas, clients
 * @param objective what is promised
 * @param replicasAtP99 the trace is scaled so that its 99th percentile rate is the capacity of so
 *     many replicas at 100 %, positive
 * @param signals how the operator sees the workload
 * @param period between two decisions, at least one second
 * @param min least replicas, at least 1
 * @param max most replicas
 * @param seed of all that is random
 */
public record Scenario(
    WorkloadModel workload,
    Objective objective,
    double replicasAtP99,
    SignalModel signals,
    Duration period,
    int min,
    int max,
    long seed) {

  /** Spread of the logarithm of start-up times: the slowest tenth takes 1.4 times the median. */
  public static final double START_UP_SIGMA = 0.25;

  /** What every scenario starts from. */
  public static final Scenario DEFAULT =
      new Scenario(
          ReplicaLife.of(new StartUpDelay(60, START_UP_SIGMA)),
          Objective.of(Duration.ofMillis(250), 0.999),
          40,
          new ServiceModel(
              4, 0.04, 0.5, ServiceModel.Distribution.LOG_NORMAL, ServiceModel.Routing.CENTRAL),
          SignalModel.DEFAULT,
          Duration.ofSeconds(15),
          2,
          200,
          1);

  /** Share of the violation budget that the bare service time may spend at most. */
  private static final double BARE_SHARE = 0.1;

  /** Refuses contradictions, and objectives that no number of replicas could keep. */
  public Scenario {
    if (!(replicasAtP99 > 0 && Double.isFinite(replicasAtP99))) {
      throw new IllegalArgumentException(
          "replicas at p99: found " + replicasAtP99 + ", expected a positive number");
    }
    if (period.toMillis() < 1000 || period.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "period: found " + period + ", expected one second to one hour");
    }
    if (min < 1 || max < min) {
      throw new IllegalArgumentException(
          "replicas: found min " + min + " and max " + max + ", expected 1 <= min <= max");
    }
    requireReachable(objective, workload.service());
  }

  /** A world with Poisson arrivals, patient clients and endless queues. */
  public Scenario(
      ReplicaLife life,
      Objective objective,
      double replicasAtP99,
      ServiceModel service,
      SignalModel signals,
      Duration period,
      int min,
      int max,
      long seed) {
    this(
        WorkloadModel.of(service, life), objective, replicasAtP99, signals, period, min, max, seed);
  }

  private static void requireReachable(Objective objective, ServiceModel service) {
    double bare = service.exceedance(objective.latency().toNanos() / 1e9);
    if (bare > BARE_SHARE * objective.budget()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "objective: the service time alone exceeds %s in %.3g of all requests, expected at"
                  + " most a tenth of the violation budget %.3g: allow more latency, a lower good"
                  + " ratio, or a shorter service time",
              objective.latency(),
              bare,
              objective.budget()));
    }
  }

  /** The objective's latency [s]. */
  public double latencySeconds() {
    return objective.latency().toNanos() / 1e9;
  }

  /** The work of a request. */
  public ServiceModel service() {
    return workload.service();
  }

  /** What happens to a replica. */
  public ReplicaLife life() {
    return workload.life();
  }

  /** Time from asking for a replica until it is ready. */
  public StartUpDelay startUp() {
    return life().startUp();
  }

  /** Age of the newest metric. */
  public Duration metricLag() {
    return signals.lag();
  }

  /** The same world with another start-up time. */
  public Scenario withStartUp(StartUpDelay other) {
    return withLife(life().withStartUp(other));
  }

  /** The same world with replicas that live otherwise. */
  public Scenario withLife(ReplicaLife other) {
    return withWorkload(
        new WorkloadModel(
            service(), other, workload.clients(), workload.dispersion(), workload.queueLimit()));
  }

  /** The same world with another fate of requests. */
  public Scenario withWorkload(WorkloadModel other) {
    return new Scenario(other, objective, replicasAtP99, signals, period, min, max, seed);
  }

  /** The same world under another promise. */
  public Scenario withObjective(Objective other) {
    return new Scenario(workload, other, replicasAtP99, signals, period, min, max, seed);
  }

  /** The same world seen otherwise. */
  public Scenario withSignals(SignalModel other) {
    return new Scenario(workload, objective, replicasAtP99, other, period, min, max, seed);
  }

  /** The same world with other chances. */
  public Scenario withSeed(long other) {
    return new Scenario(workload, objective, replicasAtP99, signals, period, min, max, other);
  }

  /** The same world with traffic of another size. */
  public Scenario withReplicasAtP99(double other) {
    return new Scenario(workload, objective, other, signals, period, min, max, seed);
  }

  /** The same world with another range of replicas. */
  public Scenario withRange(int newMin, int newMax) {
    return new Scenario(workload, objective, replicasAtP99, signals, period, newMin, newMax, seed);
  }

  /** What an operator is told about the workload. */
  WorkloadFacts facts() {
    return new WorkloadFacts(
        min,
        max,
        objective,
        period,
        metricLag(),
        OptionalDouble.of(service().capacity()),
        Optional.of(Duration.ofMillis(Math.round(startUp().medianSeconds() * 1000))),
        ReferenceUtilizationTable.of(service(), latencySeconds()));
  }
}

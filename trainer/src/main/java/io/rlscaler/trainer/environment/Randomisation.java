package io.rlscaler.trainer.environment;

import java.util.List;

/**
 * What the worlds of a stage of the curriculum are drawn from.
 *
 * @param syntheticShare probability that the traffic is of a synthetic family, 0 to 1
 * @param augmentedShare probability of each way of augmenting replayed traffic, 0 to 1
 * @param days length of the piece of traffic, where the trace is as long [days]
 * @param replicasAtP99 size of the workload
 * @param startUpSeconds median start-up time
 * @param lagSeconds age of the metrics
 * @param slots of a replica, all equally likely
 * @param variations of the service time, all equally likely
 * @param latencies limits of latency in mean service times, all equally likely
 * @param goodRatios that are promised, all equally likely
 * @param holds scale-down windows [s], all equally likely
 * @param noise of the signals, from none to this; 0 to 1
 * @param dropouts of scrapes, from none to this; 0 to 1
 * @param troubledShare probability that a world has crashes and node shortages
 */
public record Randomisation(
    double syntheticShare,
    double augmentedShare,
    Range days,
    Range replicasAtP99,
    Range startUpSeconds,
    Range lagSeconds,
    List<Integer> slots,
    List<Double> variations,
    List<Double> latencies,
    List<Double> goodRatios,
    List<Integer> holds,
    double noise,
    double dropouts,
    double troubledShare) {

  /** Copies the lists. */
  public Randomisation {
    slots = List.copyOf(slots);
    variations = List.copyOf(variations);
    latencies = List.copyOf(latencies);
    goodRatios = List.copyOf(goodRatios);
    holds = List.copyOf(holds);
  }

  /** Clean signals, undisturbed replicas, the kind of service that most scenarios start from. */
  public static Randomisation plain() {
    return new Randomisation(
        .3,
        .2,
        new Range(.5, 8),
        new Range(8, 80),
        new Range(30, 240),
        new Range(15, 45),
        List.of(4, 8),
        List.of(.5),
        List.of(6.25),
        List.of(.99, .999),
        List.of(300),
        0,
        0,
        0);
  }

  /** Anything that a cluster may bring. */
  public static Randomisation wide() {
    return new Randomisation(
        .15,
        .3,
        new Range(.5, 8),
        new Range(3, 150),
        new Range(5, 300),
        new Range(5, 60),
        List.of(1, 4, 16),
        List.of(.3, .5, 1.0),
        List.of(4.0, 6.25, 12.0),
        List.of(.95, .99, .995, .999, .9995),
        List.of(60, 300, 300, 300, 600),
        .05,
        .02,
        .1);
  }
}

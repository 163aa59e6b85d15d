package io.rlscaler.simulator.tuning;

import io.rlscaler.engine.Objective;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.trace.SyntheticTraces;
import io.rlscaler.simulator.trace.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A small world that is decided once a minute, so that a search takes a second. */
final class TuningWorld {
  static final double SCORED_FROM = 36_000;

  final List<String> messages = new ArrayList<>();

  static Scenario scenario(double goodRatio) {
    Scenario scenario = Scenario.DEFAULT;
    return new Scenario(
        scenario.life(),
        Objective.of(scenario.objective().latency(), goodRatio),
        scenario.replicasAtP99(),
        scenario.service(),
        scenario.signals(),
        Duration.ofMinutes(1),
        scenario.min(),
        scenario.max(),
        7);
  }

  /** Bursts of up to half the calm rate. */
  static OfferedLoad load(Duration length) {
    Trace bursts =
        SyntheticTraces.burst(new SyntheticTraces.Extent(length, Duration.ofMinutes(5), 2000), 4);
    double calm = bursts.quantile(0);
    double[] rates = new double[bursts.size()];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = calm * (1 + .125 * (bursts.rate(i) / calm - 1));
    }
    return OfferedLoad.of(Trace.of("bursts", bursts.step(), rates), scenario(.99));
  }

  Replays replays(Family family) {
    return replays(family, Optional.empty());
  }

  Replays replays(Family family, long seed) {
    return replays(
        scenario(.99).withSeed(seed), load(Duration.ofHours(30)), family, Optional.empty());
  }

  Replays replays(Family family, Optional<Path> cache) {
    return replays(scenario(.99), load(Duration.ofHours(30)), family, cache);
  }

  Replays replays(Scenario scenario, OfferedLoad load, Family family, Optional<Path> cache) {
    return new Replays(scenario, load, SCORED_FROM, family, cache, messages::add);
  }
}

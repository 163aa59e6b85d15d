package io.rlscaler.simulator.tuning;

import io.rlscaler.engine.Objective;
import io.rlscaler.engine.policy.Sha256;
import io.rlscaler.simulator.CodeVersion;
import io.rlscaler.simulator.episode.DaySums;
import io.rlscaler.simulator.episode.Episode;
import io.rlscaler.simulator.episode.HourlySums;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.trace.Trace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs settings of one family on one load, past and scored part alike, each setting once, on all
 * cores; what comes of it does not depend on their number. A run serves every objective with the
 * same latency, unless the family sees the promised good ratio. Not thread-safe.
 */
public final class Replays {
  /** Stands in for the good ratio where it changes nothing. */
  private static final double ANY_GOOD_RATIO = 0.5;

  /** A net costs about the same for one row as for a few, and each run has its log in memory. */
  private static final int RUNS_SIDE_BY_SIDE = 10;

  private static final int HOURS_A_DAY = 24;
  private static final double HOUR_SECONDS = 3600;

  private final Scenario scenario;
  private final OfferedLoad load;
  private final double scoredFromSeconds;
  private final Family family;
  private final double goodRatio;
  private final Optional<ReplayCache> cache;
  private final Consumer<String> messages;
  private final Map<List<Double>, Run> runs = new LinkedHashMap<>();
  private @Nullable Traffic traffic;

  /**
   * Replays without any run yet, but for those in the cache.
   *
   * @param scenario with the seed for tuning, which should not be one of those for scoring
   * @param load the whole traffic
   * @param scoredFromSeconds where the past ends and the scored part begins
   * @param family whose settings are run
   * @param directory of cached runs, empty for none
   * @param messages takes what people should know
   */
  public Replays(
      Scenario scenario,
      OfferedLoad load,
      double scoredFromSeconds,
      Family family,
      Optional<Path> directory,
      Consumer<String> messages) {
    double length = load.trace().length().toMillis() / 1000.0;
    if (!(scoredFromSeconds >= 0 && scoredFromSeconds < length)) {
      throw new IllegalArgumentException(
          "scored from: found %s s, expected 0 s or more, and less than the %s s of the trace"
              .formatted(scoredFromSeconds, length));
    }
    goodRatio = scenario.objective().goodRatio();
    this.scenario = family.seesObjective() ? scenario : withoutPromise(scenario);
    this.load = load;
    this.scoredFromSeconds = scoredFromSeconds;
    this.family = family;
    this.messages = messages;
    cache = directory.flatMap(this::cache);
    cache.flatMap(ReplayCache::read).ifPresent(this::take);
  }

  private static Scenario withoutPromise(Scenario scenario) {
    Objective objective = scenario.objective();
    return scenario.withObjective(
        new Objective(
            objective.latency(), ANY_GOOD_RATIO, objective.window(), OptionalDouble.empty()));
  }

  private Optional<ReplayCache> cache(Path directory) {
    return CodeVersion.digest()
        .map(code -> new ReplayCache(directory, family.name(), key(code), messages));
  }

  /** All that a run depends on, apart from the setting. */
  private String key(String codeVersion) {
    return String.join(
        "\n",
        codeVersion,
        digest(load.trace()),
        scenario.toString(),
        family.name(),
        family.digest(),
        Double.toString(scoredFromSeconds % HOUR_SECONDS));
  }

  private static String digest(Trace trace) {
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * (trace.size() + 2));
    bytes.putLong(trace.start().toMillis()).putLong(trace.step().toMillis());
    for (int i = 0; i < trace.size(); i++) {
      bytes.putDouble(trace.isKnown(i) ? trace.rate(i) : Double.NaN);
    }
    return Sha256.hex(bytes.array());
  }

  /**
   * The traffic stays that of the very first run: steps end where replicas become ready, so that
   * sums over an hour differ in their last bits from run to run, and a resumed search must not.
   */
  private void take(Replayed replayed) {
    traffic = traffic == null ? replayed.traffic() : traffic;
    replayed.runs().forEach(run -> runs.put(run.values(), run));
  }

  Family family() {
    return family;
  }

  Scenario scenario() {
    return scenario;
  }

  /** Refuses a good ratio that these runs say nothing about. */
  void requireServes(double promised) {
    if (family.seesObjective() && promised != goodRatio) {
      throw new IllegalArgumentException(
          "good ratio: found %s, expected %s: what %s does depends on it"
              .formatted(promised, goodRatio, family.name()));
    }
  }

  /** The runs of these settings, in order; those that are missing are made. */
  List<Run> of(List<List<Double>> settings) {
    Set<List<Double>> missing = new LinkedHashSet<>(settings);
    missing.removeAll(runs.keySet());
    if (!missing.isEmpty()) {
      made(List.copyOf(missing)).forEach(this::take);
      cache.ifPresent(this::save);
    }
    return settings.stream().map(this::known).toList();
  }

  private Run known(List<Double> values) {
    Run run = runs.get(values);
    if (run == null) {
      throw new IllegalStateException("no run of " + values);
    }
    return run;
  }

  private List<Replayed> made(List<List<Double>> settings) {
    int together = family.asksNet() ? RUNS_SIDE_BY_SIDE : 1;
    int groups = (settings.size() + together - 1) / together;
    return IntStream.range(0, groups)
        .parallel()
        .mapToObj(
            group -> {
              int from = group * together;
              return run(settings.subList(from, Math.min(from + together, settings.size())));
            })
        .toList();
  }

  private Replayed run(List<List<Double>> settings) {
    List<Episode> episodes =
        settings.stream().map(values -> new Episode(scenario, load, family.setup(values))).toList();
    try {
      Episode.finishTogether(episodes);
      HourlySums first = episodes.get(0).hours(scoredFromSeconds);
      List<Run> made = new ArrayList<>();
      for (int i = 0; i < episodes.size(); i++) {
        made.add(Run.of(settings.get(i), episodes.get(i).hours(scoredFromSeconds)));
      }
      return new Replayed(Traffic.of(first), made);
    } finally {
      episodes.forEach(Episode::close);
    }
  }

  private void save(ReplayCache file) {
    try {
      file.write(new Replayed(traffic(), List.copyOf(runs.values())));
    } catch (IOException e) {
      messages.accept("Replays cannot be cached: " + e.getMessage());
    }
  }

  /** The traffic, known once something was run. */
  Traffic traffic() {
    if (traffic == null) {
      throw new IllegalStateException("nothing was run yet");
    }
    return traffic;
  }

  /** Index of the first hour of the scored part. */
  int firstScoredHour() {
    return (int) Math.ceil(scoredFromSeconds / HOUR_SECONDS);
  }

  /** Seconds from the beginning of the load to that of an hour. */
  double beginning(int hour) {
    return Math.max(0, scoredFromSeconds + (hour - firstScoredHour()) * HOUR_SECONDS);
  }

  /** What a run comes to on the scored part. */
  Trial trial(Run run) {
    List<DaySums> days = new ArrayList<>();
    int first = firstScoredHour();
    for (int day = 0; first + day * HOURS_A_DAY < traffic().hours(); day++) {
      int from = first + day * HOURS_A_DAY;
      DaySums sums = day(run, day, from, Math.min(from + HOURS_A_DAY, traffic().hours()));
      if (sums.seconds() > 0) {
        days.add(sums);
      }
    }
    return new Trial(run.values(), days);
  }

  private DaySums day(Run run, int day, int from, int to) {
    double seconds = 0;
    double requests = 0;
    double violating = 0;
    double replicaSeconds = 0;
    for (int hour = from; hour < to; hour++) {
      seconds += traffic().seconds()[hour];
      requests += traffic().requests()[hour];
      violating += run.violating()[hour];
      replicaSeconds += run.replicaSeconds()[hour];
    }
    return new DaySums(day, seconds, requests, violating, replicaSeconds);
  }
}

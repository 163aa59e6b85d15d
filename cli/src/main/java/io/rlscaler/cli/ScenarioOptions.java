package io.rlscaler.cli;

import io.rlscaler.engine.Objective;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.QueueModel;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.workload.ServiceModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The flags that describe the world of a simulation; their defaults are those of the scenario. */
final class ScenarioOptions {
  private static final Scenario DEFAULT = Scenario.DEFAULT;

  @ArgGroup(validate = false, order = 1, heading = "%nThe life of a replica:%n")
  private ReplicaLifeOptions life = new ReplicaLifeOptions();

  @ArgGroup(validate = false, order = 3, heading = "%nWhat becomes of a request:%n")
  private RequestOptions requests = new RequestOptions();

  @ArgGroup(validate = false, order = 2, heading = "%nWhat a controller sees:%n")
  private SignalOptions signals = new SignalOptions();

  @Option(
      names = "--latency",
      paramLabel = "DURATION",
      description = "A good request is answered within it (default: 250ms).")
  private Duration latency = DEFAULT.objective().latency();

  @Option(
      names = "--good-ratio",
      paramLabel = "RATIO",
      description = "Promised share of good requests (default: 99.9%%).")
  private TextConverters.Ratio goodRatio =
      new TextConverters.Ratio(DEFAULT.objective().goodRatio());

  @Option(
      names = "--objective-window",
      paramLabel = "DURATION",
      description = "Time over which the share is promised (default: 28d).")
  private Duration objectiveWindow = DEFAULT.objective().window();

  @Option(
      names = "--replicas-at-p99",
      paramLabel = "N",
      description =
          "The trace is scaled so that its 99th percentile keeps N replicas fully busy"
              + " (default: 40).")
  private double replicasAtP99 = DEFAULT.replicasAtP99();

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "Requests that one replica works on at a time (default: 4).")
  private int slots = DEFAULT.service().slots();

  @Option(
      names = "--service-mean",
      paramLabel = "DURATION",
      description = "Mean service time of a request (default: 40ms).")
  private Duration serviceMean =
      Duration.ofMillis(Math.round(1000 * DEFAULT.service().meanSeconds()));

  @Option(
      names = "--service-cv",
      paramLabel = "X",
      description = "Coefficient of variation of the service time (default: 0.5).")
  private double serviceVariation = DEFAULT.service().variation();

  @Option(
      names = "--period",
      paramLabel = "DURATION",
      description = "Time between two decisions (default: 15s).")
  private Duration period = DEFAULT.period();

  @Option(names = "--min", paramLabel = "N", description = "Least replicas (default: 2).")
  private int min = DEFAULT.min();

  @Option(names = "--max", paramLabel = "N", description = "Most replicas (default: 200).")
  private int max = DEFAULT.max();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of all that is random (default: 1).")
  private long seed = DEFAULT.seed();

  @Option(
      names = "--from",
      paramLabel = "DURATION",
      description = "Begin of the part of the trace that is used.")
  private @Nullable Duration from;

  @Option(
      names = "--to",
      paramLabel = "DURATION",
      description = "End of the part of the trace that is used.")
  private @Nullable Duration to;

  /** The scenario, or an error that names what is wrong with it. */
  Scenario scenario() {
    try {
      return new Scenario(
          requests.workload(service(), life.life()),
          new Objective(latency, goodRatio.value(), objectiveWindow, OptionalDouble.empty()),
          replicasAtP99,
          signals.signals(),
          period,
          min,
          max,
          seed);
    } catch (IllegalArgumentException e) {
      throw new InputException("scenario: " + e.getMessage(), e);
    }
  }

  /** The part of a trace that is asked for; mistakes are told with its name. */
  Trace part(Path file) {
    Trace whole = TraceFiles.read(file);
    try {
      return whole.between(from().orElse(Duration.ZERO), to().orElse(whole.length()));
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  /** The part of a trace that is asked for, in its size for a scenario; tells what was cut off. */
  OfferedLoad load(Path file, Scenario scenario, Console console) {
    Trace part = part(file);
    try {
      OfferedLoad load = OfferedLoad.of(part, scenario);
      if (load.clippedShare() > 0) {
        console.message(
            String.format(
                Locale.ROOT,
                "%.2f %% of the trace needs more than --max replicas and was cut off.",
                100 * load.clippedShare()));
      }
      return load;
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  private ServiceModel service() {
    return new ServiceModel(
        slots,
        serviceMean.toNanos() / 1e9,
        serviceVariation,
        DEFAULT.service().distribution(),
        requests.routing());
  }

  /** Which model serves the requests. */
  QueueModel model() {
    return requests.model();
  }

  long seed() {
    return seed;
  }

  /** Begin of the part, empty for the beginning. */
  Optional<Duration> from() {
    return Optional.ofNullable(from);
  }

  /** End of the part, empty for the end. */
  Optional<Duration> to() {
    return Optional.ofNullable(to);
  }
}

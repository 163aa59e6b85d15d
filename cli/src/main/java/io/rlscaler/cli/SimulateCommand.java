package io.rlscaler.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.simulator.bound.BoundResult;
import io.rlscaler.simulator.bound.ClairvoyantBound;
import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.Episode;
import io.rlscaler.simulator.episode.EpisodeResult;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.report.ResultTable;
import io.rlscaler.simulator.report.SimulationDocument;
import io.rlscaler.simulator.report.TimelineCsv;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rlscaler simulate}: one controller on one trace. */
@Command(
    name = "simulate",
    description = "Runs one controller on a trace in the simulator.",
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
  private static final String CONTROLLERS = "static, hpa, kpa, headroom, spread, policy or oracle";

  private static final Set<String> ASKS_POLICY = Set.of("policy", "headroom", "spread");

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--trace",
      required = true,
      paramLabel = "FILE",
      description = "CSV with t_seconds,requests_per_second, plain or gzip.")
  private @Nullable Path trace;

  @Option(
      names = "--controller",
      required = true,
      paramLabel = "NAME",
      description = "One of " + CONTROLLERS + ".")
  private String controller = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = {
        "A setting of the controller. static: replicas.",
        "hpa: target (default 0.6), tolerance, scaleDownWindow, floor (a share of the week's"
            + " peak),",
        "  or spec=FILE (autoscaling/v2).",
        "kpa: target (default 0.7), stableWindow (60s), panicWindow (10%%), panicThreshold"
            + " (200%%),",
        "  maxScaleUpRate (1000), maxScaleDownRate (2), scaleDownDelay (0s), floor (0).",
        "headroom: level (default 2). spread: z (default 2). Both: hold (300s), floor, cap.",
        "policy: strictness, margin, hold, floor, cap."
      })
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--policy",
      paramLabel = "DIR",
      description = {
        "Policy directory, or builtin:NAME (default: " + PolicySource.DEFAULT + ").",
        "With headroom or spread, whose forecast starts from persistence without it:",
        "a policy whose forecast priors they take."
      })
  private @Nullable String policy;

  @Option(names = "--json", description = "Print the document rlscaler.simulate/v1.")
  private boolean json;

  @Option(
      names = "--bound",
      description =
          "Compute the clairvoyant bound and print the cost over it; always done for oracle.")
  private boolean wantsBound;

  @Option(
      names = "--timeline",
      paramLabel = "FILE.csv",
      description = "Write one row per decision.")
  private @Nullable Path timeline;

  @Mixin private ScenarioOptions scenarioOptions = new ScenarioOptions();

  @Override
  public Integer call() throws IOException {
    Console console = new Console(spec);
    Scenario scenario = scenarioOptions.scenario();
    OfferedLoad load = scenarioOptions.load(Objects.requireNonNull(trace), scenario, console);
    Optional<BoundResult> bound =
        wantsBound || controller.equals("oracle")
            ? Optional.of(ClairvoyantBound.compute(scenario, load, 0))
            : Optional.empty();
    EpisodeResult result = run(scenario, load, bound, console);
    if (timeline != null) {
      TimelineCsv.write(result.timeline(), timeline);
    }
    print(result, bound, console);
    return ExitCode.DONE;
  }

  private EpisodeResult run(
      Scenario scenario, OfferedLoad load, Optional<BoundResult> bound, Console console) {
    ControllerSettings set = new ControllerSettings(controller, settings);
    if (policy != null && !ASKS_POLICY.contains(controller)) {
      throw new InputException(
          "--policy: expected only with --controller policy, headroom or spread");
    }
    return switch (controller) {
      case "static" -> run(scenario, load, set.fixedReplicas(), console);
      case "hpa" -> run(scenario, load, set.hpa(), console);
      case "headroom" -> run(scenario, load, set.headroom(forecastPriors(scenario)), console);
      case "spread" -> run(scenario, load, set.spread(forecastPriors(scenario)), console);
      case "policy" -> runPolicy(scenario, load, set, console);
      case "kpa" -> run(scenario, load, set.kpa(scenario.service().slots()), console);
      case "oracle" -> run(scenario, load, set.oracle(bound.orElseThrow()), console);
      default ->
          throw new InputException(
              "--controller: found \"" + controller + "\", expected " + CONTROLLERS);
    };
  }

  private List<ForecastPrior> forecastPriors(Scenario scenario) {
    if (policy == null) {
      return List.of();
    }
    try (OnnxPolicy loaded = PolicySource.of(policy).load(scenario.period())) {
      return loaded.contract().forecastPrior();
    }
  }

  private EpisodeResult runPolicy(
      Scenario scenario, OfferedLoad load, ControllerSettings set, Console console) {
    PolicySource source = PolicySource.of(Optional.ofNullable(policy).orElse(PolicySource.DEFAULT));
    try (OnnxPolicy loaded = source.load(scenario.period())) {
      return run(scenario, load, set.policy(source.label(), loaded), console);
    }
  }

  private EpisodeResult run(
      Scenario scenario, OfferedLoad load, ControllerSetup setup, Console console) {
    Episode started;
    try {
      started = new Episode(scenario, load, setup, scenarioOptions.model());
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
    try (Episode episode = started) {
      double length = load.trace().length().toMillis() / 1000.0;
      while (!episode.isFinished()) {
        episode.step();
        console.progress("simulating", episode.seconds() / length);
      }
      console.progressDone();
      return episode.result();
    }
  }

  private void print(EpisodeResult result, Optional<BoundResult> bound, Console console)
      throws IOException {
    if (json) {
      ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      console.data(mapper.writeValueAsString(SimulationDocument.of(result, bound)));
    } else {
      console.data(ResultTable.of(result, bound));
    }
  }
}

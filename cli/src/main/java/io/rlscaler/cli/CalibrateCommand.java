package io.rlscaler.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.simulator.WholeFile;
import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.QueueModel;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.report.CalibratedHpa;
import io.rlscaler.simulator.report.CalibrationAnswer;
import io.rlscaler.simulator.report.CalibrationDocument;
import io.rlscaler.simulator.report.CalibrationTable;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.tuning.CalibratedSetting;
import io.rlscaler.simulator.tuning.Family;
import io.rlscaler.simulator.tuning.FixedSize;
import io.rlscaler.simulator.tuning.PastCalibration;
import io.rlscaler.simulator.tuning.Replays;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rlscaler calibrate}: the settings that a workload's own past recommends. */
@Command(
    name = "calibrate",
    description = {
      "Chooses the settings of a controller from the past of a workload: the cheapest that promise",
      "the objective with a safety factor. Exit code 3: none does; the one with the least expected",
      "violations is printed."
    },
    mixinStandardHelpOptions = true)
final class CalibrateCommand implements Callable<Integer> {
  private static final List<String> CONTROLLERS =
      List.of("policy", "hpa", "headroom", "spread", "static");
  private static final double RATE_QUANTILE = 0.99;
  private static final double MILLIS_AN_HOUR = 3_600_000;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--trace",
      required = true,
      paramLabel = "FILE",
      description =
          "The past: CSV with t_seconds,requests_per_second, plain or gzip. Its first 6 h warm up"
              + " the forecast and do not count.")
  private @Nullable Path trace;

  @Option(
      names = "--controller",
      paramLabel = "NAME",
      description = "One of policy, hpa, headroom, spread or static (default: policy).")
  private String controller = "policy";

  @Option(
      names = "--policy",
      paramLabel = "DIR",
      description = "Policy directory, or builtin:NAME (default: " + PolicySource.DEFAULT + ").")
  private @Nullable String policy;

  @Option(
      names = "--capacity",
      paramLabel = "X",
      description =
          "Requests/s of one replica at 100 %%: the trace keeps its own size, instead of being"
              + " scaled by --replicas-at-p99.")
  private @Nullable Double capacity;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Write what to apply: of policy a merge patch for the RLScaler resource, of hpa an"
              + " autoscaling/v2 manifest.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print the document rlscaler.calibration/v1.")
  private boolean json;

  @Mixin private ScenarioOptions scenarioOptions = new ScenarioOptions();

  @Override
  public Integer call() throws IOException {
    Console console = new Console(spec);
    requireUsable();
    Path file = Objects.requireNonNull(trace);
    Scenario scenario = sized(scenarioOptions.scenario(), file);
    if (!controller.equals("policy")) {
      Past past = new Past(file, scenario, scenarioOptions.load(file, scenario, console));
      return answer(past, family(scenario), "", console);
    }
    PolicySource source = PolicySource.of(Optional.ofNullable(policy).orElse(PolicySource.DEFAULT));
    try (OnnxPolicy loaded = source.load(scenario.period())) {
      Past past = new Past(file, scenario, scenarioOptions.load(file, scenario, console));
      String comment =
          "# For policy %s, %s.\n".formatted(source.title(), source.artifact().digest());
      return answer(past, Family.policy(source.label(), loaded), comment, console);
    }
  }

  private record Past(Path file, Scenario scenario, OfferedLoad load) {
    Replays replays(Family family, Console console) {
      return new Replays(scenario, load, 0, family, Optional.empty(), console::message);
    }

    double goodRatio() {
      return scenario.objective().goodRatio();
    }
  }

  private void requireUsable() {
    if (!CONTROLLERS.contains(controller)) {
      throw new InputException(
          "--controller: found \""
              + controller
              + "\", expected one of "
              + String.join(", ", CONTROLLERS));
    }
    if (scenarioOptions.model() != QueueModel.FAST) {
      throw new InputException(
          "--model: found request, expected fast: calibrate runs on fast only");
    }
    if (policy != null && !controller.equals("policy")) {
      throw new InputException("--policy: expected only with --controller policy");
    }
    if (out != null) {
      if (!controller.equals("policy") && !controller.equals("hpa")) {
        throw new InputException(
            "--out: found it with --controller "
                + controller
                + ", expected policy or hpa: no resource takes the settings of the others");
      }
      TraceOutput.requireWritable(out);
    }
  }

  private Scenario sized(Scenario scenario, Path file) {
    if (capacity == null) {
      return scenario;
    }
    double perReplica = capacity;
    if (!(perReplica > 0 && Double.isFinite(perReplica))) {
      throw new InputException("--capacity: found " + perReplica + ", expected a positive number");
    }
    if (Objects.requireNonNull(spec)
        .commandLine()
        .getParseResult()
        .hasMatchedOption("--replicas-at-p99")) {
      throw new InputException(
          "--capacity: found it beside --replicas-at-p99, expected one of them");
    }
    Trace part = scenarioOptions.part(file);
    double percentile = part.quantile(RATE_QUANTILE);
    if (!(percentile > 0)) {
      throw new InputException(
          file + ": 99th percentile of the rates is 0, expected traffic in over 1 % of the steps");
    }
    return scenario.withReplicasAtP99(percentile / perReplica);
  }

  private Family family(Scenario scenario) {
    return switch (controller) {
      case "hpa" -> Family.HPA;
      case "headroom" -> Family.HEADROOM;
      case "spread" -> Family.SPREAD;
      default -> Family.fixed(scenario.min(), scenario.max());
    };
  }

  private Integer answer(Past past, Family family, String comment, Console console)
      throws IOException {
    console.message(
        String.format(
            Locale.ROOT,
            "Replaying settings of %s on %.1f h of traffic.",
            controller,
            past.load().trace().length().toMillis() / MILLIS_AN_HOUR));
    CalibratedSetting setting = chosen(past, family, console).orElseThrow(() -> withoutPast(past));
    Optional<CalibratedSetting> fixed =
        setting.isDear() && !controller.equals("static")
            ? chosen(past, Family.fixed(past.scenario().min(), past.scenario().max()), console)
            : Optional.empty();
    CalibrationAnswer answer = new CalibrationAnswer(past.scenario(), past.load(), setting, fixed);
    if (out != null) {
      WholeFile.write(out, yaml(answer, comment));
      console.message("Wrote " + out + ".");
    }
    print(answer, console);
    return setting.keeps() ? ExitCode.DONE : ExitCode.NEGATIVE_VERDICT;
  }

  private static InputException withoutPast(Past past) {
    return new InputException(
        String.format(
            Locale.ROOT,
            "%s: found no requests after the first 6 h of its %.1f h, expected some: the first 6 h"
                + " warm up the forecast and do not count",
            past.file(),
            past.load().trace().length().toMillis() / MILLIS_AN_HOUR));
  }

  private static Optional<CalibratedSetting> chosen(Past past, Family family, Console console) {
    Replays replays = past.replays(family, console);
    return family instanceof Family.Static
        ? FixedSize.fewest(replays, past.goodRatio())
        : PastCalibration.calibrateForNext(replays, past.goodRatio());
  }

  private static String yaml(CalibrationAnswer answer, String comment) {
    ControllerSetup setup = answer.setting().family().setup(answer.setting().values());
    return setup instanceof ControllerSetup.Policy policySetup
        ? CalibratedHpa.comment(answer)
            + comment
            + "# kubectl patch rls NAME -n NAMESPACE --type merge --patch-file THIS_FILE\n"
            + CalibratedPatch.of(policySetup.pinned())
        : CalibratedHpa.manifest(answer);
  }

  private void print(CalibrationAnswer answer, Console console) throws IOException {
    if (json) {
      ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      console.data(mapper.writeValueAsString(CalibrationDocument.of(answer)));
    } else {
      console.data(CalibrationTable.of(answer));
    }
  }
}

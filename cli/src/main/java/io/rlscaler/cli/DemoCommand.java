package io.rlscaler.cli;

import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.simulator.WholeFile;
import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.DayTraffic;
import io.rlscaler.simulator.episode.Episode;
import io.rlscaler.simulator.episode.HpaSettings;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.QueueModel;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.report.DayComparison;
import io.rlscaler.simulator.report.DayPage;
import io.rlscaler.simulator.report.ResultTable;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.tuning.HpaSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rlscaler demo}: the policy beside the best HPA on one day of traffic. */
@Command(
    name = "demo",
    description = "Runs a policy beside the best HPA on one day of traffic, and reports.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final String POLICY_LABEL =
      "policy " + PolicySource.DEFAULT + ": fixed headroom, not learned";

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Real traffic; of a longer trace its median day. Default: a synthetic day.")
  private @Nullable Path trace;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where report.html goes (default: ./rlscaler-demo).")
  private Path out = Path.of("rlscaler-demo");

  @Mixin private ScenarioOptions scenarioOptions = new ScenarioOptions();

  @Override
  public Integer call() throws IOException {
    Console console = new Console(spec);
    Scenario scenario = scenarioOptions.scenario();
    if (scenarioOptions.model() != QueueModel.FAST) {
      throw new InputException("--model: the demo runs on fast only, simulate also on request");
    }
    OutputDirectory.requireNoFile("--out", out);
    DayTraffic traffic = traffic();
    OutputDirectory.prepare("--out", out);
    console.message("Traffic: " + traffic.description() + ".");
    DayComparison day;
    try (OnnxPolicy policy = PolicySource.of(PolicySource.DEFAULT).load(scenario.period())) {
      day = compare(scenario, traffic, policy, console);
    }
    Path page = out.resolve("report.html");
    WholeFile.write(page, DayPage.of(day));
    console.data(ResultTable.of(day));
    console.data("");
    console.data(day.sentence());
    console.message("Report: " + page.toAbsolutePath().normalize());
    return ExitCode.DONE;
  }

  private DayTraffic traffic() {
    Optional<Duration> from = scenarioOptions.from();
    Optional<Duration> to = scenarioOptions.to();
    if (trace == null) {
      if (from.isPresent() || to.isPresent()) {
        throw new InputException("--from, --to: expected only with --trace");
      }
      return DayTraffic.synthetic(scenarioOptions.seed());
    }
    Trace whole = TraceFiles.read(trace);
    try {
      return from.isPresent() || to.isPresent()
          ? DayTraffic.part(whole, from.orElse(Duration.ZERO), to.orElse(whole.length()))
          : DayTraffic.of(whole);
    } catch (IllegalArgumentException e) {
      throw new InputException(trace + ": " + e.getMessage(), e);
    }
  }

  private static DayComparison compare(
      Scenario scenario, DayTraffic traffic, OnnxPolicy policy, Console console) {
    OfferedLoad load;
    try {
      load = OfferedLoad.of(traffic.trace(), scenario);
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
    console.message(
        "Trying "
            + HpaSearch.TARGETS.size()
            + " HPA targets on it, to know the best in hindsight.");
    HpaSearch.Outcome search = HpaSearch.search(scenario, load, HpaSettings.DEFAULT);
    int target = search.best().settings().targetPercent();
    console.message(
        "The best is " + target + " %. Now it runs beside the policy (fixed headroom).");
    try (Episode ours =
            new Episode(
                scenario, load, ControllerSetup.Policy.withDefaults(PolicySource.DEFAULT, policy));
        Episode hpa =
            new Episode(scenario, load, new ControllerSetup.Hpa(search.best().settings()))) {
      new DemoScreen(console, load, scenario).show(ours, hpa);
      return new DayComparison(
          scenario, traffic, load, POLICY_LABEL, ours.result(), hpa.result(), search);
    }
  }
}

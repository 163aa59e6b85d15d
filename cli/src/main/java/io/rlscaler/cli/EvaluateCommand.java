package io.rlscaler.cli;

import io.rlscaler.engine.Objective;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.simulator.CodeVersion;
import io.rlscaler.simulator.WholeFile;
import io.rlscaler.simulator.episode.QueueModel;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.evaluation.Cell;
import io.rlscaler.simulator.evaluation.CellResult;
import io.rlscaler.simulator.evaluation.ControllerRun;
import io.rlscaler.simulator.evaluation.Evaluation;
import io.rlscaler.simulator.evaluation.EvaluationSummary;
import io.rlscaler.simulator.protocol.EvaluationPlan;
import io.rlscaler.simulator.protocol.Protocol;
import io.rlscaler.simulator.report.EvaluationDocument;
import io.rlscaler.simulator.report.EvaluationPage;
import io.rlscaler.simulator.report.EvaluationTable;
import io.rlscaler.simulator.report.HpaManifestFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rlscaler evaluate}: a policy against tuned competitors on many traces, and a verdict. */
@Command(
    name = "evaluate",
    description = {
      "Runs a policy against tuned competitors on traces, audits the result request by request,",
      "and says whether the policy may take over. Exit code 3: it may not."
    },
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  private static final String DOCUMENT = "evaluation.json";
  private static final String PAGE = "report.html";
  private static final String PARTIAL = ".partial";

  /** Requests/s that the request-level model is reckoned with, so that no clock decides. */
  private static final double AUDIT_REQUESTS_PER_SECOND = 8e6;

  private static final double MOST_AUDIT_SECONDS = 1e6;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--traces",
      required = true,
      arity = "1..*",
      paramLabel = "DIR|FILE",
      description = "Trace files (CSV, plain or gzip), or directories of them.")
  private List<Path> traces = List.of();

  @Option(
      names = "--policy",
      paramLabel = "DIR",
      description = "Policy directory, or builtin:NAME (default: " + PolicySource.DEFAULT + ").")
  private String policy = PolicySource.DEFAULT;

  @Option(
      names = "--start-ups",
      split = ",",
      paramLabel = "DURATION",
      description = "Median start-up times to evaluate (default: that of --start-up, 60s).")
  private List<Duration> startUps = List.of();

  @Option(
      names = "--objectives",
      split = ",",
      paramLabel = "RATIO",
      description = "Good ratios to evaluate (default: that of --good-ratio, 99.9%%).")
  private List<TextConverters.Ratio> objectives = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Paired simulation seeds, --seed and those behind it, 2 to 100 (default: 5).")
  private int seeds = 5;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "Where evaluation.json and report.html go; finished parts go to .partial in it.")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      description = "Reuse the parts that an earlier run with the same input has finished.")
  private boolean resume;

  @Option(
      names = "--hpa-out",
      paramLabel = "DIR",
      description = "Write the best HPA settings as autoscaling/v2 manifests.")
  private @Nullable Path hpaOut;

  @Option(
      names = "--audit-seconds",
      paramLabel = "S",
      description = {
        "Core-seconds of request-level audit in all, reckoned with 8 million requests/s",
        "(default: 300)."
      })
  private double auditSeconds = 300;

  @Option(
      names = "--price",
      paramLabel = "AMOUNT",
      description = "Price of a replica-hour; without it, money is unknown.")
  private @Nullable Double price;

  @Option(names = "--json", description = "Print the document rlscaler.evaluation/v1.")
  private boolean json;

  @Mixin private ScenarioOptions scenarioOptions = new ScenarioOptions();

  @Override
  public Integer call() throws IOException {
    Console console = new Console(spec);
    Scenario scenario = priced(scenarioOptions.scenario());
    requireUsable();
    List<EvaluationPlan.Input> inputs =
        EvaluationTraces.read(
            traces, scenarioOptions.from().orElse(Duration.ZERO), scenarioOptions.to());
    PolicySource source = PolicySource.of(policy);
    try (OnnxPolicy loaded = source.load(scenario.period())) {
      return evaluate(plan(scenario, inputs, source, loaded), console);
    }
  }

  private Scenario priced(Scenario scenario) {
    if (price == null) {
      return scenario;
    }
    Objective promised = scenario.objective();
    try {
      return scenario.withObjective(
          new Objective(
              promised.latency(),
              promised.goodRatio(),
              promised.window(),
              OptionalDouble.of(price)));
    } catch (IllegalArgumentException e) {
      throw new InputException("--price: " + e.getMessage(), e);
    }
  }

  private void requireUsable() {
    if (scenarioOptions.model() != QueueModel.FAST) {
      throw new InputException(
          "--model: found request, expected fast: the audit runs the request-level model on a part");
    }
    requireOneOf("--start-up", "--start-ups");
    requireOneOf("--good-ratio", "--objectives");
    if (!(auditSeconds >= 0 && auditSeconds <= MOST_AUDIT_SECONDS)) {
      throw new InputException("--audit-seconds: found " + auditSeconds + ", expected 0 to 1e6");
    }
    OutputDirectory.requireNoFile("--out", Objects.requireNonNull(out));
    if (hpaOut != null) {
      OutputDirectory.requireNoFile("--hpa-out", hpaOut);
    }
  }

  private void requireOneOf(String single, String several) {
    var given = Objects.requireNonNull(spec).commandLine().getParseResult();
    if (given.hasMatchedOption(single) && given.hasMatchedOption(several)) {
      throw new InputException(several + ": found it beside " + single + ", expected one of them");
    }
  }

  private EvaluationPlan plan(
      Scenario scenario,
      List<EvaluationPlan.Input> inputs,
      PolicySource source,
      OnnxPolicy loaded) {
    List<Duration> medians = new ArrayList<>(startUps);
    if (medians.isEmpty()) {
      medians.add(Duration.ofMillis(Math.round(1000 * scenario.startUp().medianSeconds())));
    }
    List<Double> ratios =
        new ArrayList<>(objectives.stream().map(TextConverters.Ratio::value).toList());
    if (ratios.isEmpty()) {
      ratios.add(scenario.objective().goodRatio());
    }
    try {
      return new EvaluationPlan(
          inputs,
          source.title(),
          loaded,
          scenario,
          medians,
          ratios,
          seeds,
          auditSeconds * AUDIT_REQUESTS_PER_SECOND,
          CodeVersion.digest()
              .orElseThrow(() -> new IllegalStateException("the classes come from no file")));
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  private Integer evaluate(EvaluationPlan plan, Console console) throws IOException {
    Path directory = Objects.requireNonNull(out);
    OutputDirectory.prepare("--out", directory);
    if (hpaOut != null) {
      OutputDirectory.prepare("--hpa-out", hpaOut);
    }
    EvaluationProgress progress = new EvaluationProgress(console, plan);
    Protocol protocol =
        new Protocol(
            plan,
            directory.resolve(PARTIAL),
            resume,
            Runtime.getRuntime().availableProcessors(),
            progress);
    Evaluation evaluation = protocol.run();
    progress.finish();
    EvaluationSummary summary = EvaluationSummary.of(evaluation);
    write(plan, evaluation, summary);
    unreachable(evaluation).forEach(console::message);
    console.data(json ? EvaluationDocument.text(evaluation, summary) : EvaluationTable.of(summary));
    console.message("Report: " + directory.resolve(PAGE).toAbsolutePath().normalize());
    return summary.verdict().passes() ? ExitCode.DONE : ExitCode.NEGATIVE_VERDICT;
  }

  private void write(EvaluationPlan plan, Evaluation evaluation, EvaluationSummary summary)
      throws IOException {
    Path directory = Objects.requireNonNull(out);
    WholeFile.write(directory.resolve(DOCUMENT), EvaluationDocument.text(evaluation, summary));
    WholeFile.write(directory.resolve(PAGE), EvaluationPage.of(evaluation, summary));
    if (hpaOut != null) {
      Scenario scenario = plan.scenario();
      HpaManifestFiles.write(
          hpaOut, HpaManifestFiles.of(evaluation, summary, scenario.min(), scenario.max()));
    }
  }

  /** Cells whose objective nobody kept, not even in hindsight. */
  private static List<String> unreachable(Evaluation evaluation) {
    List<String> messages = new ArrayList<>();
    for (CellResult result : evaluation.cells()) {
      double least =
          result.runs().stream().mapToDouble(ControllerRun::fastShare).min().orElseThrow();
      Cell cell = result.cell();
      if (least > cell.budget()) {
        messages.add(
            String.format(
                Locale.ROOT,
                "%s, start-up %s s: no controller met the objective of %s, not even in hindsight;"
                    + " the least violations were %.3g %%.",
                cell.trace(),
                cell.startUp().toMillis() / 1000.0,
                cell.objective(),
                100 * least));
      }
    }
    return messages;
  }
}

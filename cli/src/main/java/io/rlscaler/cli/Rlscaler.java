package io.rlscaler.cli;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code rlscaler}. A further command is a class and an entry in the list here. */
@Command(
    name = "rlscaler",
    description = "Scales Kubernetes workloads with a learned policy, and proves its worth.",
    subcommands = {
      DemoCommand.class,
      SimulateCommand.class,
      EvaluateCommand.class,
      TrainCommand.class,
      CalibrateCommand.class,
      FitCommand.class,
      PolicyCommand.class,
      TracesCommand.class,
      ExplainCommand.class,
      OperatorCommand.class,
    },
    mixinStandardHelpOptions = true,
    versionProvider = ManifestVersion.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Rlscaler {

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(createCommandLine().execute(arguments));
  }

  /** The command line with its converters and error handling, for {@code main} and for tests. */
  public static CommandLine createCommandLine() {
    CommandLine line = new CommandLine(new Rlscaler());
    TextConverters.register(line);
    // a list of files must not swallow a misspelt flag
    CommandLine evaluate = Objects.requireNonNull(line.getSubcommands().get("evaluate"));
    evaluate.setUnmatchedOptionsAllowedAsOptionParameters(false);
    FailureHandler failures = new FailureHandler();
    line.setParameterExceptionHandler(failures);
    line.setExecutionExceptionHandler(failures);
    return line;
  }
}

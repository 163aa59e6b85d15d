package io.rlscaler.cli;

import picocli.CommandLine.Command;

/** {@code rlscaler traces}: traffic. */
@Command(
    name = "traces",
    description = "Imports, makes up, changes and describes traffic.",
    subcommands = {
      TracesImportCommand.class,
      TracesSynthesizeCommand.class,
      TracesAugmentCommand.class,
      TracesDescribeCommand.class
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class TracesCommand {}

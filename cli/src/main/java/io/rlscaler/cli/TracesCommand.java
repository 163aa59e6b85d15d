package io.rlscaler.cli;

import picocli.CommandLine.Command;

/** {@code rlscaler traces}: traffic. */
@Command(
    name = "traces",
    description = "Makes up and describes traffic.",
    subcommands = {TracesDescribeCommand.class, TracesSynthesizeCommand.class},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class TracesCommand {}

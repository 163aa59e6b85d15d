package io.rlscaler.cli;

import picocli.CommandLine.Command;

/** {@code rlscaler policy}: policy artifacts. */
@Command(
    name = "policy",
    description = "Writes and checks policy artifacts.",
    subcommands = {
      PolicyAdmitCommand.class,
      PolicyHeadroomCommand.class,
      PolicyInspectCommand.class,
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class PolicyCommand {}

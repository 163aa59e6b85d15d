package io.rlscaler.cli;

import picocli.CommandLine.Command;

/** {@code rlscaler traces import}: traffic from where people have it, as CSV. */
@Command(
    name = "import",
    description = "Turns Prometheus data, access logs and load profiles into a trace.",
    subcommands = {
      TracesImportPrometheusCommand.class,
      TracesImportLogCommand.class,
      TracesImportProfileCommand.class
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class TracesImportCommand {}

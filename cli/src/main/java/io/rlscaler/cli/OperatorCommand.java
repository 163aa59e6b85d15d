package io.rlscaler.cli;

import io.rlscaler.operator.OperatorMain;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code rlscaler operator}: runs the operator in this process, as the image does. */
@Command(
    name = "operator",
    mixinStandardHelpOptions = true,
    description = "Runs the operator until it is told to end; configured by environment variables.",
    footer = {
      "",
      "Example: against the cluster of the present kubeconfig, with the endpoint on a free local port:",
      "  RLSCALER_HTTP_ADDRESS=127.0.0.1 RLSCALER_HTTP_PORT=0 rlscaler operator"
    })
final class OperatorCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return OperatorMain.run(System.getenv());
  }
}

package io.rlscaler.cli;

import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.policy.PolicyContract;
import io.rlscaler.engine.policy.PolicyRejectedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rlscaler policy inspect}: what does the contract say? */
@Command(
    name = "inspect",
    description = "Shows what a policy's contract says; exit 1 when it is refused.",
    mixinStandardHelpOptions = true)
final class PolicyInspectCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Policy directory.")
  private @Nullable Path directory;

  @Option(names = "--json", description = "Print the document rlscaler.policy/v1.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    return inspect(Objects.requireNonNull(directory)).print(new Console(spec), json);
  }

  private static PolicyReply inspect(Path directory) {
    try {
      PolicyArtifact artifact = PolicyArtifact.read(directory);
      return PolicyReply.accepted(artifact, describe(artifact));
    } catch (PolicyRejectedException e) {
      return PolicyReply.refused(e);
    }
  }

  private static String describe(PolicyArtifact artifact) {
    PolicyContract contract = artifact.contract();
    PolicyContract.PeriodSeconds period = contract.decisionPeriodSeconds();
    return String.join(
        "\n",
        "name        " + contract.name() + " " + contract.version(),
        "digest      " + artifact.digest(),
        "features    " + contract.features().schema() + ", " + contract.features().digest(),
        "actions     " + contract.actions().table() + ", levels " + contract.actions().levels(),
        "period      " + period.trained() + " s, " + period.min() + " to " + period.max() + " s",
        "risk limit  " + contract.risk().limit() + " within " + contract.risk().horizon(),
        "defaults    " + contract.defaults().settings(),
        "network     " + contract.network(),
        "trained on  " + contract.training().traces().size() + " traces",
        "evaluation  " + contract.evaluation());
  }
}

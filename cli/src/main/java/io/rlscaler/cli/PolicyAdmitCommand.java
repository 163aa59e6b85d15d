package io.rlscaler.cli;

import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.policy.OnnxPolicy;
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

/** {@code rlscaler policy admit}: would the operator load it? */
@Command(
    name = "admit",
    description = "Checks a policy as the operator does before it loads it; exit 1 when refused.",
    mixinStandardHelpOptions = true)
final class PolicyAdmitCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Policy directory.")
  private @Nullable Path directory;

  @Option(names = "--json", description = "Print the document rlscaler.policy/v1.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    return admit(Objects.requireNonNull(directory)).print(new Console(spec), json);
  }

  private static PolicyReply admit(Path directory) {
    try {
      PolicyArtifact artifact = PolicyArtifact.read(directory);
      OnnxPolicy.load(artifact.contract(), artifact.model(), artifact.digest()).close();
      return PolicyReply.accepted(
          artifact,
          "admitted: "
              + artifact.contract().name()
              + " "
              + artifact.contract().version()
              + ", "
              + artifact.digest());
    } catch (PolicyRejectedException e) {
      return PolicyReply.refused(e);
    }
  }
}
